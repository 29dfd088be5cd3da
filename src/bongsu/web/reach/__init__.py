"""How people are reached: the page behind a call's link, each person's own channels, the organisation's gateways."""
