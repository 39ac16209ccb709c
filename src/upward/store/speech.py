"""Text read aloud by espeak-ng, if it is installed."""

from __future__ import annotations

import shutil
import subprocess

from upward.model.errors import MissingExtraError

# A question is read in well under this many seconds; a program that hangs is ended.
_LONGEST = 30


def read_aloud(text: str) -> None:
    """Read a text aloud and wait until it is said; raises MissingExtraError without espeak-ng.

    The text goes in by standard input, so that nothing in it is taken for an option.
    """
    program = shutil.which("espeak-ng") or shutil.which("espeak")
    if program is None:
        raise MissingExtraError("Reading aloud needs espeak-ng", next_step="install it, or leave out --read-aloud")
    try:
        subprocess.run([program, "--stdin"], input=text.encode(), capture_output=True, check=False, timeout=_LONGEST)  # noqa: S603 - a program of the system, and no part of the command is the user's
    except (OSError, subprocess.TimeoutExpired) as error:
        raise MissingExtraError(
            "espeak-ng can't read aloud", why=str(error), next_step="leave out --read-aloud"
        ) from error
