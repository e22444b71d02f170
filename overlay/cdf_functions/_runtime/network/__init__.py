"""Bytes over sockets, with a clock in every connect, read and write: a module for each world, both by hand."""
