"""Efforts that were found before, kept for the same question about the same history; all of it can be thrown away.

What was found depends on the commits behind the head, on the question, and on the rules: another head, another
question or another version of the rules is another file.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from upward import __version__

# Raised when what is kept of an effort changes.
FORMAT = 2
MOST_FILES = 60
_RULES = ("analysis/history", "analysis/identities", "importers/git", "weights")


@dataclass(frozen=True, slots=True)
class EffortCache:
    """Where the efforts of one question about one history are kept."""

    path: Path

    @classmethod
    def of(cls, root: Path, repository: Path, state: Sequence[str]) -> EffortCache:
        """Give the place for a repository in a state: its head, its boundary, and what is asked of it."""
        key = json.dumps([FORMAT, __version__, _version_of_rules(), os.fspath(repository.resolve()), *state])
        return cls(
            root / "efforts" / f"{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:40]}.jsonl"
        )

    def read(self) -> tuple[list[bytes], list[str]] | None:
        """Give the lines of the efforts, best first, and who looks like the person; None where nothing is kept."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            head, *lines = self.path.read_bytes().split(b"\n")
            found = json.loads(head)
            # A file that was cut off lacks lines, or the end of one.
            if len(lines) == found["efforts"] and all(line[-1:] == b"}" for line in lines[-1:]):
                return lines, [str(each) for each in found["similar"]]
        return None

    def write(self, lines: Sequence[bytes], similar: Sequence[str]) -> None:
        """Keep what was found; where nothing can be kept, nothing is."""
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_suffix(f".{os.getpid()}")
            with temporary.open("wb") as file:
                os.chmod(temporary, 0o600)  # noqa: PTH101 - a history may be private
                file.write(json.dumps({"efforts": len(lines), "similar": list(similar)}).encode("ascii"))
                for line in lines:
                    file.write(b"\n" + line)
            temporary.replace(self.path)
            self._prune()

    def _prune(self) -> None:
        kept = sorted(self.path.parent.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for path in kept[MOST_FILES:]:
            if time.time() - path.stat().st_mtime > 1:
                path.unlink(missing_ok=True)


def _version_of_rules() -> int:
    """Give the newest change of the code and the weights that decide what is found, in nanoseconds."""
    package = Path(__file__).parents[2]
    return max(path.stat().st_mtime_ns for name in _RULES for path in (package / name).iterdir() if path.is_file())
