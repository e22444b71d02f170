"""How this project is made and checked: run through nox, tested like the rest."""
