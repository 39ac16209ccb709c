"""Recordings kept in the logbook: in `.upward/recordings`, which git leaves out, sent nowhere."""

from __future__ import annotations

import shutil
from pathlib import Path

from upward.model.errors import WriteError

FOLDER = ".upward/recordings"


def keep_recording(root: Path, source: Path, ident: str) -> str:
    """Copy a recording into the logbook under the id of its run; give its path in the logbook.

    Raises WriteError where it can't be written; the source is left as it is.
    """
    folder = root / FOLDER
    name = f"{ident}{source.suffix.lower()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", "utf-8")
        shutil.copyfile(source, folder / f".{name}")
        (folder / f".{name}").replace(folder / name)
    except OSError as error:
        raise WriteError(
            "The recording can't be kept in the logbook",
            why=error.strerror or "",
            next_step=f"it is still at {source}; make room and try again",
        ) from error
    return f"{FOLDER}/{name}"
