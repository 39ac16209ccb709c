"""The known name that a mistyped one was meant to be."""

from __future__ import annotations

from collections.abc import Sequence


def closest_name(name: str, known: Sequence[str]) -> str:
    """Give the known name that looks most like `name`; empty where none does."""
    import difflib

    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), "")
