"""Start here: find the verb, build its parser from its job, run it, draw what it answers."""

from __future__ import annotations

import contextlib
import os
import sys

from upward import __version__
from upward.model.errors import NoLogbookError, NothingFoundError, UpwardError

# Not from `typing`, whose import is a tenth of what `--help` may take; type checkers know the name.
TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from upward.catalogue.catalogue import Catalogue
    from upward.model.job import JobResult
    from upward.session.session import Session


_AT_ONCE = 1 << 20
# Options of every verb that take no value.
_FLAGS = frozenset({"-q", "--quiet", "-v", "--verbose"})


def main(arguments: Sequence[str] | None = None) -> int:  # noqa: PLR0911 - a return an ending
    """Run the command; give its exit code: 0 done or clean, 1 findings or not succeeded, 2 wrong use."""
    if not _streams():
        return 2
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except NothingFoundError as error:
        _complain(error)
        return 1
    except UpwardError as error:
        _complain(error)
        return 2
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader, `head` perhaps, has seen enough; keep Python from complaining at its exit.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except Exception as error:  # noqa: BLE001 - the one guard: whatever was not foreseen ends in a sentence
        from upward.store.crash_log import report_error

        return report_error(error)


def _streams() -> bool:
    """Whether there is a standard output; one that the caller closed for input or errors is replaced by nothing."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as the process
    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115 - likewise
    if sys.stdout is None:
        sys.stderr.write("upward: Standard output is closed; open it, or redirect it to a file [usage]\n")
        return False
    return True


def _run(arguments: list[str]) -> int:
    if arguments and arguments[0] in {"-h", "--help", "help"}:
        from upward.faces.cli.help import help_text

        _out(help_text())
        return 0
    if arguments and arguments[0] in {"--version", "-V"}:
        _out(f"upward {__version__}\n")
        return 0
    import gc

    # A command makes many small values and ends; looking for circles among them at every 700th costs a tenth.
    gc.set_threshold(100_000, 50, 50)
    from upward.catalogue.catalogue import Catalogue

    catalogue = Catalogue()
    if arguments and arguments[0] == "completion":
        from upward.faces.cli.completion import completion

        _out(completion(catalogue, arguments[1:]))
        return 0
    if arguments and arguments[0].startswith("-"):
        arguments = _verb_first(arguments)
    if not arguments or arguments[0].startswith("-"):
        return _bare(catalogue, arguments)
    return _verb(catalogue, arguments[0], arguments[1:])


def _verb_first(arguments: list[str]) -> list[str]:
    """Give `--logbook DIR list` as `list --logbook DIR`: options that every verb has may stand before it, as in git."""
    from upward.catalogue.discovery import verbs

    known = frozenset(verbs())
    at = 0
    while at < len(arguments) and arguments[at] not in known:
        # The value of an option is no verb, and neither is what stands behind a misspelt one.
        at += 2 if arguments[at].startswith("-") and "=" not in arguments[at] and arguments[at] not in _FLAGS else 1
    return [arguments[at], *arguments[:at], *arguments[at + 1 :]] if at < len(arguments) else arguments


def _bare(catalogue: Catalogue, options: list[str]) -> int:
    """Show today's page in a logbook, and the help elsewhere; raises UsageError for an option that no verb has."""
    job = catalogue.job("today")
    if job is not None and options:
        from upward.faces.cli.parser import build_parser
        from upward.text.suggestion import unknown_name

        known = [name for action in build_parser(job)._actions for name in action.option_strings]  # noqa: SLF001 - argparse has no other list
        unknown = next((each for each in options if each.startswith("--") and each.split("=")[0] not in known), "")
        if unknown:
            raise unknown_name("option", unknown.split("=")[0], known)
    try:
        return _verb(catalogue, "today", options)
    except NoLogbookError:
        from upward.faces.cli.help import help_text

        _out(help_text())
        return 2


def _verb(catalogue: Catalogue, name: str, rest: list[str]) -> int:
    from upward.catalogue.discovery import steps
    from upward.faces.cli import parser
    from upward.faces.cli.output import draw, streamed

    if rest and rest[0] in steps(name):
        name, rest = f"{name} {rest[0]}", rest[1:]
    job = catalogue.job(name)
    if job is None:
        raise _unknown(name)
    known = parser.known_names(catalogue) if {"-h", "--help"} & set(rest) else {}
    options = parser.build_parser(job, known, steps(name)).parse_args(rest)
    common = parser.common_options(options)
    parser.check_paths(job, options)

    def once() -> JobResult:
        session = _session(catalogue, common)
        try:
            outcome = job.run(session, **parser.job_arguments(job, options))
            if common.format == "jsonl" and not common.output and outcome.rows is not None:
                # Tens of thousands of rows never stand in memory as one text.
                for part in streamed(outcome.rows):
                    _out(part)
            else:
                _emit(draw(outcome, common, terminal=sys.stdout.isatty() and not common.output), common)
        finally:
            session.invalidate()
        return outcome

    outcome = once()
    if outcome.repeats:
        from pathlib import Path

        from upward.faces.cli.watch import watch

        outcome = watch(once, Path.cwd(), outcome)
    return 0 if outcome.succeeded else 1


def _unknown(name: str) -> UpwardError:
    from upward.catalogue.discovery import verbs
    from upward.text.suggestion import unknown_name

    return unknown_name("verb", name, list(verbs()), "`upward --help` lists them")


def _session(catalogue: Catalogue, common: argparse.Namespace) -> Session:
    from pathlib import Path

    from upward.faces.cli.console import TerminalConsole, TerminalProgress
    from upward.session.session import Session

    given = common.logbook or os.environ.get("UPWARD_LOGBOOK", "")
    opened = Session.open(
        catalogue, Path.cwd(), os.environ, TerminalProgress(quiet=common.quiet), TerminalConsole(), logbook=given
    )
    if common.verbose:
        from upward.text.terminal_text import one_line

        sys.stderr.write(f"Logbook: {one_line(str(opened.root or 'none'))}\n")
    return opened


def _emit(text: str | bytes, common: argparse.Namespace) -> None:
    if isinstance(text, str) and not common.output:
        _out(text)
        return
    from pathlib import Path

    from upward.store.output_file import write_output

    write_output(Path.cwd() / _expanded(common.output), text)
    if not common.quiet:
        from upward.text.terminal_text import one_line

        sys.stderr.write(f"Wrote {one_line(common.output)}\n")


def _expanded(name: str) -> str:
    """Give a path with `~` as the home folder; raises UsageError for a user that is not there."""
    from pathlib import Path

    from upward.model.errors import UsageError

    try:
        return str(Path(name).expanduser())
    except RuntimeError as error:
        raise UsageError(f"{name} is not a usable path", why=str(error), next_step="correct it") from error


def _out(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    from upward.text.terminal_text import harmless, wants_colour

    text = harmless(text, colour=wants_colour(dict(os.environ), terminal=sys.stdout.isatty()))
    try:
        text = text if text.isascii() else text.encode(encoding, "replace").decode(encoding, "replace")
        # By the megabyte: the stream holds what it is given as bytes, besides.
        for start in range(0, len(text), _AT_ONCE):
            sys.stdout.write(text[start : start + _AT_ONCE])
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        from upward.model.errors import WriteError

        raise WriteError(
            "The answer could not be written",
            why=error.strerror or "",
            next_step="free disk space, or choose another --output",
        ) from error


def _complain(error: UpwardError) -> None:
    from upward.text.terminal_text import one_line

    with contextlib.suppress(OSError, ValueError):
        sys.stderr.write(f"upward: {one_line(error.sentence())} [{error.slug}]\n")
