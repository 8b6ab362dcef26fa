"""Where it is typed: one command with a few words. Each word's module says how it is used and runs it."""

from tigertally.cli.main import main

__all__ = ["main"]
