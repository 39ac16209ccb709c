"""Completion scripts, made by shtab from the same parsers that read the command."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from upward.catalogue.catalogue import Catalogue
from upward.catalogue.discovery import steps, verbs
from upward.faces.cli import parser
from upward.model.errors import UsageError
from upward.model.job import Job, Names, parameters

# What a shell runs to complete the ids of records: they differ from logbook to logbook.
IDS = "ids"
_ASK = "upward completion ids 2>/dev/null"
_PREAMBLE = {
    "bash": f'_upward_ids() {{ compgen -W "$({_ASK})" -- "$1"; }}',
    "zsh": f'_upward_ids() {{ compadd -- ${{(f)"$({_ASK})"}} }}',
    "powershell": "function _upward_ids { param([string]$WordToComplete)\n"
    '  upward completion ids 2>$null | Where-Object { $_ -like "$WordToComplete*" } }',
}
_COMPLETE = {
    "bash": "_upward_ids",
    "zsh": "_upward_ids",
    "tcsh": f"`{_ASK}`",
    "fish": f"({_ASK})",
    "powershell": "_upward_ids",
}


def completion(catalogue: Catalogue, arguments: Sequence[str]) -> str:
    """Give the script for a shell, or the ids of this logbook's records; raises UsageError for another word."""
    import shtab

    shells = tuple(shtab.SUPPORTED_SHELLS)
    if list(arguments) == [IDS]:
        return _ids(catalogue)
    if len(arguments) != 1 or arguments[0] not in shells:
        raise UsageError("completion needs the name of a shell", next_step=f"one of {', '.join(shells)}")
    known = parser.known_names(catalogue)
    whole = argparse.ArgumentParser(prog="upward")
    subparsers = whole.add_subparsers()
    for verb in sorted(verbs()):
        _add(catalogue, subparsers, verb, known)
    # shtab takes a preamble by shell; its annotation says text.
    preamble: Any = _PREAMBLE
    return str(shtab.complete(whole, shell=arguments[0], preamble=preamble)) + "\n"


def _add(catalogue: Catalogue, subparsers: argparse._SubParsersAction, verb: str, known: object) -> None:  # type: ignore[type-arg]
    job = catalogue.job(verb)
    if job is None:
        return
    made = subparsers.add_parser(verb, parents=[_parser(job, known)], add_help=False, help=job.summary)
    below = steps(verb)
    if below:
        inner = made.add_subparsers()
        for step in below:
            found = catalogue.job(f"{verb} {step}")
            if found is not None:
                inner.add_parser(step, parents=[_parser(found, known)], add_help=False, help=found.summary)


def _parser(job: Job, known: object) -> argparse.ArgumentParser:
    """Give a parser whose arguments complete what they name."""
    made = parser.build_parser(job)
    named = {parameter.name: parameter.names for parameter in parameters(job) if parameter.names}
    values = known if isinstance(known, dict) else {}
    for action in made._actions:  # noqa: SLF001 - argparse has no other way to reach its arguments
        names = named.get(action.dest, "")
        if names == Names.RECORD:
            action.complete = _COMPLETE  # type: ignore[attr-defined]
        elif names and action.choices is None:
            action.choices = values.get(names, ())
    return made


def _ids(catalogue: Catalogue) -> str:
    from upward.faces.cli.console import TerminalConsole, TerminalProgress
    from upward.model.errors import NoLogbookError
    from upward.session.session import Session

    session = Session.open(catalogue, Path.cwd(), os.environ, TerminalProgress(quiet=True), TerminalConsole())
    try:
        return "".join(f"{record.id}\n" for record in session.corpus.records())
    except NoLogbookError:
        return ""
    finally:
        session.invalidate()
