"""One module for each command of `bongsu`."""
