"""A folder becomes a function. Pure."""
