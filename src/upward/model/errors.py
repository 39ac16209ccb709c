"""Requests that upward must refuse.

A wrong record is a `Finding`; anything that is neither is a bug and shows its traceback.
"""

from __future__ import annotations


class UpwardError(Exception):
    """The page `upward serve` could not finish a request, or a person stopped it.

    The message says what happened. Reload the page or start the work again; the terminal of `upward serve` has details.
    """

    # The section of `docs/reference/errors.md` about it.
    slug = "refused"

    def __init__(self, what: str, *, why: str = "", next_step: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.why = why
        self.next_step = next_step

    def sentence(self) -> str:
        """Give all of it on one line: what is wrong, why in brackets, what to do."""
        why = f" ({self.why})" if self.why else ""
        step = f"; {self.next_step}" if self.next_step else ""
        return f"{self.what}{why}{step}"


class UsageError(UpwardError):
    """An argument or option can't be used, or the input ended before all questions were answered.

    The message ends with what to write instead. `upward VERB --help` lists arguments and options.
    """

    slug = "usage"


class InputEndedError(UsageError):
    """A question was asked at the keyboard, and there is no more input."""


class NoPolicyError(UsageError):
    """A repository has no AI-use policy; anything else that is wrong with one is a ConfigurationError."""


class ConfigurationError(UpwardError):
    """A setting can't be used.

    The message names the file or variable, and the value. Correct it there; `upward check --show-settings` shows which
    settings are in force, `--isolated` checks without any.
    """

    slug = "configuration"


class NoLogbookError(UpwardError):
    """There is no logbook here.

    Run the command inside a logbook, name one with `--logbook DIR` or UPWARD_LOGBOOK, or create one with `upward init`.
    """

    slug = "no-logbook"


class NoSuchRecordError(UpwardError):
    """No record has that name.

    `upward list` shows every id; the beginning of an id is enough if no other id begins with it. A path works, too.
    """

    slug = "no-such-record"


class RecordChangedError(UpwardError):
    """The file changed since it was read, by an editor or another command.

    Nothing was written. Look at the file, then run the command again.
    """

    slug = "record-changed"


class UnsafePathError(UpwardError):
    """A path leads out of the logbook, or through a link.

    Give a path inside the logbook. For the MCP server, allow a folder with `--allow-read`.
    """

    slug = "unsafe-path"


class WriteError(UpwardError):
    """The disk refused a write; the old file is unchanged.

    Free disk space, or correct the permission that the message names, and run the command again; `--output` can name
    another place.
    """

    slug = "write"


class SourceError(UpwardError):
    """A source of evidence can't be read.

    The message names the file, repository or tracker, and why. For a tracker, check the address, the token's variable
    and its rights (docs/how-to/collect-evidence.md).
    """

    slug = "source"


class NothingFoundError(UpwardError):
    """There is nothing yet from which the request could be answered; exit code 1.

    The message names what is missing, such as evidence or stories, and the command that adds it.
    """

    slug = "nothing-found"


class MissingExtraError(UpwardError):
    """An optional package is needed for this.

    Install the extra that the message names, from a clone: `pip install '.[page]'`. Everything else works without it.
    """

    slug = "missing-extra"


def extra_install(extra: str) -> str:
    """Give the command that installs an optional part of upward; the package is installed from a clone."""
    return f"in a clone of upward, run `pip install '.[{extra}]'`"


def needs_extra(what: str, package: str, extra: str) -> MissingExtraError:
    """Give the error for a request that needs an optional package."""
    return MissingExtraError(
        f"{what} needs the extra `{extra}`", why=f"{package} is not installed", next_step=extra_install(extra)
    )
