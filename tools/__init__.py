"""The pipeline's own steps: spec -> generated client -> derived sync code. Run through nox, tested like the rest."""
