# Made by `nox -s regenerate` from tests/_async/__init__.py. Do not edit: change that, and run it again.
