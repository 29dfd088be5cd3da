"""One module for each command of `bongsu`; `bongsu.boot.cli` brings Django's models up for those that need them."""
