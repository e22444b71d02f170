"""The pure parts of running things: polling, journal, gate, outcomes."""
