# Made by `nox -s regenerate` from overlay/cdf_functions/_async/_calls/__init__.py. Do not edit: change that, and run it again.
"""Running things: a call is started, watched and read; a map does so for many inputs."""
