"""The version of this package, also read when it is built."""

VERSION = "0.1.0"
