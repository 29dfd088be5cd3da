"""The report form: for shops, agencies and the contact centre, under a link, without an account."""
