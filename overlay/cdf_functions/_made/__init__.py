# Made by `nox -s regenerate` from spec/openapi.yaml. Do not edit: change that, and run it again.
