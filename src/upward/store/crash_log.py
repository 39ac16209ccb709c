"""What upward could not foresee: a sentence for the person, and the traceback in a file for a report."""

from __future__ import annotations

import os
import sys
import time
import traceback
from pathlib import Path

from upward.text.terminal_text import one_line

# Exit code of an internal error, as `sysexits.h` has it (EX_SOFTWARE).
INTERNAL = 70
# Exit code of a request that the system refused.
REFUSED = 2


def explain_error(error: BaseException) -> tuple[str, int]:
    """Give a sentence about an error that nothing caught, and the exit code: 2 where the system refused, else 70."""
    if isinstance(error, UnicodeError) or (isinstance(error, ValueError) and "null byte" in str(error)):
        return f"A name or text can't be used: {error}; correct it", REFUSED
    if isinstance(error, RuntimeError) and "home directory" in str(error):
        return "A path begins with ~ and a user who is not there: it is not a usable path; correct it", REFUSED
    if isinstance(error, OSError):
        where = f": {error.filename}" if error.filename else ""
        return f"The system refused: {error.strerror or error}{where}; fix the cause and run the command again", REFUSED
    if isinstance(error, MemoryError | RecursionError):
        return "The input is too large or nested too deeply; split it", REFUSED
    if isinstance(error, OverflowError):
        return f"A number or date is out of range: {error}; give a smaller one", REFUSED
    place = _kept(error)
    report = f"details are in {place}" if place else "the details could not be written"
    return (
        f"Internal error ({type(error).__name__}): this is a bug in upward; {report}, please report it",
        INTERNAL,
    )


def report_error(error: BaseException) -> int:
    """Say on standard error what happened, on one line; give the exit code."""
    said, code = explain_error(error)
    plain = one_line(said)
    if sys.stderr is not None:
        try:
            sys.stderr.write(f"upward: {plain} [{'internal' if code == INTERNAL else 'system'}]\n")
        except (OSError, ValueError):
            return code
    return code


def _kept(error: BaseException) -> str:
    """Write the traceback to the user's own log folder; give the file's path, empty where it can't be written."""
    base = os.environ.get("XDG_STATE_HOME") or Path(os.environ.get("HOME", "."), ".local", "state")
    folder = Path(base) / "upward" / "errors"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"{time.strftime('%Y-%m-%dT%H%M%S')}-{os.getpid()}.txt"
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write("".join(traceback.format_exception(error)))
    except OSError:
        return ""
    return str(path)
