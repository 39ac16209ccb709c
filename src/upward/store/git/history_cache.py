"""What was read of a history before, as immutable segments beside a small manifest; all of it can be thrown away.

Commits never change, so neither does what git says of them. A segment is git's own
output, compressed; a manifest names the segments and the head they lead to. It is written
last, by a rename: a reader sees the old state or the new one.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MANIFEST = "manifest.json"
# Raised when what git is asked for, or how it is kept, changes.
FORMAT = "1"
MOST_SEGMENTS = 40
# A file that no index names is left by a process that died, or is of an older state still being read. In seconds.
ABANDONED = 3600
_CHUNK = 1024 * 1024


@dataclass(slots=True)
class HistoryCache:
    """The segments of one repository: its log, newest first, and the changes of those commits that were asked for."""

    folder: Path
    reader: str
    head: str = ""
    nonces: list[tuple[str, str]] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, root: Path, repository: Path, reader: str) -> HistoryCache:
        """Open what is kept about a repository; what another version kept, or what is damaged, counts as nothing."""
        key = hashlib.sha256(os.fsencode(repository)).hexdigest()[:24]
        made = cls(root / "history" / key, f"{FORMAT} {reader}")
        try:
            found: dict[str, Any] = json.loads((made.folder / MANIFEST).read_text("utf-8"))
            fits = found["reader"] == made.reader
            logs = [(str(name), str(nonce)) for name, nonce in found["log"]]
            numbers = [str(name) for name in found["changes"]]
            whole = all((made.folder / name).is_file() for name in [*(name for name, _ in logs), *numbers])
            if fits and whole and len(logs) + len(numbers) <= MOST_SEGMENTS:
                made.head, made.nonces, made.changes = str(found["head"]), logs, numbers
        except (OSError, ValueError, KeyError, TypeError):
            pass
        return made

    def forget(self) -> None:
        """Throw everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.head, self.nonces, self.changes = "", [], []

    def writer(self) -> Writer | None:
        """Give somewhere to write a new segment; None where nothing can be kept."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            return Writer(self.folder, f"s-{secrets.token_hex(8)}.z")
        except OSError:
            return None

    def save(self) -> None:
        """Write the manifest; segments that it no longer names go."""
        manifest = {"reader": self.reader, "head": self.head, "log": self.nonces, "changes": self.changes}
        temporary = self.folder / f"{MANIFEST}.{secrets.token_hex(4)}"
        with suppress(OSError):
            temporary.write_text(json.dumps(manifest), "utf-8")
            temporary.replace(self.folder / MANIFEST)
            named = {
                MANIFEST,
                *(name for name, _ in self.nonces),
                *self.changes,
                *(f"{name}.ids" for name in self.changes),
            }
            for path in self.folder.iterdir():
                # What another process is writing just now has a name of its own, and is young.
                if path.name not in named and time.time() - path.stat().st_mtime > ABANDONED:
                    path.unlink(missing_ok=True)

    def read(self, name: str) -> Iterator[bytes]:
        """Yield a segment's bytes; raises ValueError where it is damaged."""
        unpack = zlib.decompressobj()
        try:
            with (self.folder / name).open("rb") as file:
                while raw := file.read(_CHUNK):
                    yield unpack.decompress(raw)
                yield unpack.flush()
        except (OSError, zlib.error) as error:
            raise ValueError(str(error)) from error
        if not unpack.eof:
            raise ValueError(f"the answer about {name} is incomplete")

    def known(self) -> dict[str, str]:
        """Give, for each commit whose changes are kept, the segment that holds them."""
        found: dict[str, str] = {}
        for name in self.changes:
            with suppress(OSError):
                found.update(dict.fromkeys((self.folder / f"{name}.ids").read_text("ascii").split(), name))
        return found

    def keep_changes(self, writer: Writer, oids: Sequence[str]) -> None:
        """Keep what git said of these commits' changes, which is in the writer."""
        with suppress(OSError):
            (self.folder / f"{writer.name}.ids").write_text("\n".join(oids), "ascii")
            writer.close()
            self.changes.append(writer.name)
            self.save()


class Writer:
    """A segment as it is written; without `close` it is as if it had never been."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self._final = folder / name
        self._temporary = folder / f"{name}.part"
        self._file = self._temporary.open("wb")
        self._pack = zlib.compressobj(1)

    def add(self, raw: bytes) -> None:
        """Add bytes."""
        self._file.write(self._pack.compress(raw))

    def restart(self) -> None:
        """Forget what was written so far, and go on."""
        self._file.seek(0)
        self._file.truncate()
        self._pack = zlib.compressobj(1)

    def close(self) -> None:
        """Finish the segment, and give it its name."""
        self._file.write(self._pack.flush())
        self._file.close()
        self._temporary.replace(self._final)

    def drop(self) -> None:
        """Forget what was written."""
        self._file.close()
        self._temporary.unlink(missing_ok=True)
