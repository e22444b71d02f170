"""Tests of the client against a running service, one module for each of its own."""
