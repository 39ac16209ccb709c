"""Paths that no system takes, told before anything is done with them."""

from __future__ import annotations

import os

# Of a path and of a name in it, in bytes, on Linux and macOS.
LONGEST_PATH = 4096
LONGEST_NAME = 255


def why_unusable(path: str) -> str:
    """Give why a path can't be used: a user who is not there, a NUL, its length, what is no text; else empty."""
    if "\0" in path:
        return "it contains a NUL character"
    try:
        raw = os.fsencode(path)
    except UnicodeEncodeError:
        return "it is not text"
    if len(raw) > LONGEST_PATH or any(len(part) > LONGEST_NAME for part in raw.split(b"/")):
        return "it is too long"
    user = path.split("/", maxsplit=1)[0]
    if user.startswith("~") and user != "~" and os.path.expanduser(path) == path:  # noqa: PTH111 - asks only
        return f"there is no user {user[1:]}"
    return ""
