"""The file that a user names for an artefact: replaced in one step, a link followed, a pipe or device written into.

Nothing but a regular file is ever replaced: `--output /dev/null` run by root must leave a device behind.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from upward.model.errors import UnsafePathError, WriteError
from upward.store.logbook.folder import Folder
from upward.text.record_reader import encode_text


def write_output(path: Path, content: str | bytes) -> None:
    """Write a file that the user names; raises WriteError where its folder is missing or the system refuses.

    A link is followed to the file that it names. A pipe or character device is written into. Raises UnsafePathError
    for a folder, a socket or a block device.
    """
    raw = encode_text(content) if isinstance(content, str) else content
    try:
        kind = _kind(path)
        if kind == "stream":
            _write_into(path, raw)
            return
        target = path.resolve() if path.is_symlink() else path.parent.resolve() / path.name
        if not target.parent.is_dir():
            raise WriteError(
                f"{path} can't be written",
                why=f"there is no folder {target.parent}",
                next_step="create it, or choose another",
            )
        Folder(target.parent).write_artefact(target.name, raw)
    except (ValueError, RuntimeError) as error:
        raise UnsafePathError(f"{str(path)!r} is not a usable path", why=str(error), next_step="correct it") from error
    except OSError as error:
        why, step = error.strerror or str(error), "fix the cause, or choose another file"
        raise WriteError(f"{path} can't be written", why=why, next_step=step) from error


def _kind(path: Path) -> str:
    """Tell a stream from a file, following links; raises UnsafePathError for what is neither."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return "file"
    if stat.S_ISFIFO(mode) or stat.S_ISCHR(mode):
        return "stream"
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "a socket" if stat.S_ISSOCK(mode) else "a block device"
        why = "only files, pipes and character devices can be written"
        raise UnsafePathError(f"{path} is {what}", why=why, next_step="name a file")
    return "file"


def _write_into(path: Path, raw: bytes) -> None:
    # Without O_NONBLOCK a pipe that nothing reads would be waited for, without end.
    handle = os.open(path, os.O_WRONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)
    os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as stream:
        stream.write(raw)
