"""What PyInstaller is told of this package by an entry point: which files are read or started, not imported."""

from pathlib import Path


def hook_dirs() -> list[str]:
    """Where PyInstaller finds the hook for this package."""
    return [str(Path(__file__).parent)]
