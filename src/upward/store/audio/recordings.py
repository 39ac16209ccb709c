"""Recordings kept in the logbook: in `.upward/recordings`, which git leaves out, sent nowhere."""

from __future__ import annotations

import shutil
from pathlib import Path

from upward.model.errors import UsageError, WriteError

FOLDER = ".upward/recordings"


def keep_recording(root: Path, source: Path | bytes, ident: str, ending: str = ".wav") -> str:
    """Put a recording (a file, or the bytes of a WAV) into the logbook under its run's id; give its path there.

    Raises WriteError where it can't be written; the source is left as it is.
    """
    folder = root / FOLDER
    name = f"{ident}{ending if isinstance(source, bytes) else source.suffix.lower()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", "utf-8")
        if isinstance(source, bytes):
            (folder / f".{name}").write_bytes(source)
        else:
            shutil.copyfile(source, folder / f".{name}")
        (folder / f".{name}").replace(folder / name)
    except OSError as error:
        where = "in this page" if isinstance(source, bytes) else f"at {source}"
        raise WriteError(
            "The recording can't be saved in the logbook",
            why=error.strerror or "",
            next_step=f"it is still {where}; free disk space and try again",
        ) from error
    return f"{FOLDER}/{name}"


def recording_path(root: Path, path: str) -> Path | None:
    """Give where a run's recording lies; None for a path outside the folder, a link, or one that is gone."""
    target = root / path
    return target if target.parent == root / FOLDER and target.is_file() and not target.is_symlink() else None


def delete_recording(root: Path, path: str) -> None:
    """Delete a recording of a run; one that is gone stays gone. Raises UsageError for a path outside the folder."""
    target = root / path
    if target.parent != root / FOLDER or target.is_symlink():
        raise UsageError(f"{path} is not a recording", next_step=f"recordings are in {FOLDER}")
    target.unlink(missing_ok=True)
