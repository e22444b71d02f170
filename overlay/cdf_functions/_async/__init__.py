"""The client and its parts, one module for each tag of the spec."""
