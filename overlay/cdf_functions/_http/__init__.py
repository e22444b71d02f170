"""Asking once, well: retry, deadline, refusals. Pure; the requests themselves are sent from the two worlds."""
