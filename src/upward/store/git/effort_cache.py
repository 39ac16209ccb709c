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
from upward.model.effort import EffortSummary

# Raised when what is kept of an effort changes.
FORMAT = 1
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
        return cls(root / "efforts" / f"{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:40]}.json")

    def read(self) -> tuple[list[EffortSummary], list[str]] | None:
        """Give the efforts, best first, and the identities that look like the person; None where nothing is kept."""
        with suppress(OSError, ValueError, TypeError, KeyError):
            found = json.loads(self.path.read_text("utf-8"))
            efforts = [EffortSummary._make(each) for each in found["efforts"]]
            return efforts, [str(each) for each in found["similar"]]
        return None

    def write(self, efforts: Sequence[EffortSummary], similar: Sequence[str]) -> None:
        """Keep what was found; where nothing can be kept, nothing is."""
        with suppress(OSError):
            self.path.parent.mkdir(parents=True, exist_ok=True)
            temporary = self.path.with_suffix(f".{os.getpid()}")
            text = json.dumps({"efforts": efforts, "similar": list(similar)}, ensure_ascii=True)
            temporary.write_text(text, "utf-8")
            os.chmod(temporary, 0o600)  # noqa: PTH101 - a history may be private
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
