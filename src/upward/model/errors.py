"""Requests that upward must refuse.

A wrong record is a `Finding`; anything that is neither is a bug and shows its traceback.
"""

from __future__ import annotations


class UpwardError(Exception):
    """A refused request: what was wrong, why, and what to do next.

    `slug` names the section of `docs/reference/errors.md` about it.
    """

    slug = "refused"

    def __init__(self, what: str, *, why: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step


class UsageError(UpwardError):
    """The command was not understood."""

    slug = "usage"


class ConfigurationError(UpwardError):
    """A setting can't be used."""

    slug = "configuration"


class NoLogbookError(UpwardError):
    """There is no logbook here."""

    slug = "no-logbook"


class NoSuchRecordError(UpwardError):
    """No record has that name."""

    slug = "no-such-record"


class RecordChangedError(UpwardError):
    """The file changed since it was read."""

    slug = "record-changed"


class UnsafePathError(UpwardError):
    """A path leads out of the logbook."""

    slug = "unsafe-path"


class WriteError(UpwardError):
    """The disk refused a write; the old file stands."""

    slug = "write"


class SourceError(UpwardError):
    """A source of evidence can't be read."""

    slug = "source"


class NothingFoundError(UpwardError):
    """The request was fine, and there is nothing to answer it with."""

    slug = "nothing-found"


class MissingExtraError(UpwardError):
    """Something that is not installed is needed for this."""

    slug = "missing-extra"
