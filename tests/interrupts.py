"""Ctrl-C in a test."""

import signal


def allow_ctrl_c() -> None:
    """Let SIGINT raise KeyboardInterrupt, also in what a shell has started in its background and made deaf to it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
