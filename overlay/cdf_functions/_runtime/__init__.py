"""What differs between the two worlds, under the same names in each: one module is the other's twin, both by hand."""
