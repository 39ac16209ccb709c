"""The parser of a command line, whose own messages hold no raw control character of what was typed."""

from __future__ import annotations

import argparse
from typing import IO, Any

from upward.text.terminal_text import harmless


class UsageParser(argparse.ArgumentParser):
    """A parser that repeats what was typed, in errors, without escape sequences and turned text."""

    def _print_message(self, message: str, file: IO[str] | Any | None = None) -> None:
        super()._print_message(harmless(message), file)
