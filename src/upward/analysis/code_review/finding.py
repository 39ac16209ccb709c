"""What a code review finds, and the five dimensions it is sorted by."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

DIMENSIONS = ("error handling", "logging", "security", "performance", "testability")
Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True)
class CodeFinding:
    """A finding: the check that made it, the dimension, the lines (counted from 1), and the message.

    `tool` is empty for checks of upward's own; then `check` is the tool's own code, `name` its name for the rule and
    `url` its page about it. `cwe` is a number of the Common Weakness Enumeration, 0 without one.
    """

    check: str
    dimension: str
    line: int
    end: int
    message: str
    symbol: str = ""
    severity: Severity = "warning"
    tool: str = ""
    name: str = ""
    url: str = ""
    cwe: int = 0

    def fingerprint(self, path: str, source: str) -> str:
        """Give what identifies the finding when lines move: a digest of check, path, symbol and the line's words."""
        lines = source.splitlines()
        words = " ".join(lines[self.line - 1].split()) if 0 < self.line <= len(lines) else ""
        return hashlib.sha256(f"{self.check}\0{path}\0{self.symbol}\0{words}".encode()).hexdigest()[:32]
