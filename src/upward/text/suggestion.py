"""The known name that a mistyped one was meant to be."""

from __future__ import annotations

from collections.abc import Sequence

from upward.model.errors import UsageError

# More names than these are not read on one line.
MOST_LISTED = 15


def closest_name(name: str, known: Sequence[str]) -> str:
    """Give the known name that looks most like `name`; empty where none does."""
    import difflib

    return next(iter(difflib.get_close_matches(name, known, n=1, cutoff=0.6)), "")


def unknown_name(what: str, name: str, known: Sequence[str], otherwise: str = "") -> UsageError:
    """Give the error for a name that is not known: "Unknown verb: chekc; did you mean check?".

    `otherwise` is the next step where no known name is close; without it, the known names (of many the first).
    """
    hint = closest_name(name, known)
    names = sorted(dict.fromkeys(known))
    more = f" and {len(names) - MOST_LISTED} more" if len(names) > MOST_LISTED else ""
    step = f"did you mean {hint}?" if hint else otherwise or f"known: {', '.join(names[:MOST_LISTED])}{more}"
    return UsageError(f"Unknown {what}: {name}", next_step=step)
