"""Files and folders that evidence is imported from."""

from __future__ import annotations

import codecs
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from upward.model.errors import SourceError
from upward.model.ports import Git, TrackerApi
from upward.store.bounded_file import NotReadableError, read_bounded
from upward.text.terminal_text import one_line

MOST_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class PathImportSource:
    """A path on the disk as a source."""

    path: str
    # Where what was read of a history is kept; nothing is kept without.
    cache: Path | None = None

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder."""
        return Path(self.path).is_dir()

    def text(self) -> str:
        """Give the file's text; raises SourceError where it is missing, too large or not UTF-8."""
        path = Path(self.path)
        try:
            return decoded_text(read_bounded(path, MOST_BYTES))
        except NotReadableError as error:
            step = "name a file, or split it"
            raise SourceError(f"{path} can't be read", why=error.strerror or "", next_step=step) from error
        except UnicodeDecodeError as error:
            why = f"the byte at {error.start} is not valid UTF-8"
            raise SourceError(f"{path} can't be read", why=why, next_step="save it as UTF-8") from error
        except OSError as error:
            raise SourceError(f"{path} can't be read", why=error.strerror or "", next_step="check the path") from error

    def git(self) -> Git:
        """Open the repository at the path."""
        from upward.store.git.history import GitHistory
        from upward.store.git.repository import open_repository

        return GitHistory(open_repository(Path(self.path)), self.cache)

    def web(self, service: str) -> TrackerApi:
        """Open a tracker; its address and token are in the environment."""
        from upward.store.http_client import opened

        return opened(service, os.environ, self.cache, _say)


def _say(line: str) -> None:
    sys.stderr.write(f"{one_line(line)}\n")


def decoded_text(raw: bytes) -> str:
    """Decode by the byte order mark, as UTF-8 without one; raises UnicodeDecodeError."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16")
    return raw.decode("utf-8-sig")
