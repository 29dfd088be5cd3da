"""One order for one person, under a signed address: for phones that are not signed in."""
