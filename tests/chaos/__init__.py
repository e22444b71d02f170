"""The client under faults, load and hostile answers: ``nox -s chaos`` measures at length, and the tests in short."""
