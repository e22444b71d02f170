"""Running things: a call is started, watched and read; a map does so for many inputs."""
