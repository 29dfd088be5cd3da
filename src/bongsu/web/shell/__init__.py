"""What every page stands in: language, theme, sign-in, search, health."""
