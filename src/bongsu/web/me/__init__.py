"""What follows a reader onto every page: calls that wait for their answer."""
