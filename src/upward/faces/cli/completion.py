"""Completion scripts, made by shtab from the same parsers that read the command."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from upward.catalogue.catalogue import Catalogue
from upward.catalogue.discovery import steps, verbs
from upward.faces.cli import parser
from upward.model.errors import UsageError
from upward.model.job import Job, Names, parameters

# What a shell runs to complete the ids of records, or of those of a kind: they differ from logbook to logbook.
IDS = "ids"
_ASK = "upward completion ids{0} 2>/dev/null"
_FUNCTION = {
    "bash": f'_upward_ids{{1}}() {{{{ compgen -W "$({_ASK})" -- "$1"; }}}}',
    "zsh": f'_upward_ids{{1}}() {{{{ compadd -- ${{{{(f)"$({_ASK})"}}}} }}}}',
    "powershell": "function _upward_ids{1} {{ param([string]$WordToComplete)\n"
    '  upward completion ids{0} 2>$null | Where-Object {{ $_ -like "$WordToComplete*" }} }}',
}
_COMPLETE = {
    "bash": "_upward_ids{1}",
    "zsh": "_upward_ids{1}",
    # tcsh goes by the word before alone, and several kinds share sub-verbs: ids of every kind.
    "tcsh": "`upward completion ids`",
    "fish": f"({_ASK})",
    "powershell": "_upward_ids{1}",
}


def completion(catalogue: Catalogue, arguments: Sequence[str]) -> str:
    """Give the script for a shell, or the ids of this logbook's records; raises UsageError for another word."""
    import shtab

    shells = tuple(shtab.SUPPORTED_SHELLS)
    if arguments and arguments[0] == IDS:
        return _ids(catalogue, arguments[1:])
    if len(arguments) != 1 or arguments[0] not in shells:
        raise UsageError("completion needs the name of a shell", next_step=f"one of {', '.join(shells)}")
    known = _known(catalogue)
    whole = argparse.ArgumentParser(prog="upward")
    subparsers = whole.add_subparsers()
    for verb in sorted(verbs()):
        _add(catalogue, subparsers, verb, known)
    # shtab takes a preamble by shell; its annotation says text.
    preamble: Any = {
        shell: "\n".join(_of_kind(text, kind) for kind in ("", *catalogue.kinds)) for shell, text in _FUNCTION.items()
    }
    return str(shtab.complete(whole, shell=arguments[0], preamble=preamble)) + "\n"


def _add(
    catalogue: Catalogue,
    subparsers: argparse._SubParsersAction[argparse.ArgumentParser],
    verb: str,
    known: Mapping[str, Sequence[str]],
) -> None:
    job = catalogue.job(verb)
    if job is None:
        return
    below = steps(verb)
    own = _parser(job, known)
    if below:
        # The word behind such a verb is a sub-verb: shells complete one thing in one place.
        for action in own._get_positional_actions():  # noqa: SLF001 - as in `_parser`
            own._remove_action(action)  # noqa: SLF001 - as in `_parser`
    made = subparsers.add_parser(verb, parents=[own], add_help=False, help=job.summary)
    if below:
        inner = made.add_subparsers()
        for step in below:
            found = catalogue.job(f"{verb} {step}")
            if found is not None:
                inner.add_parser(step, parents=[_parser(found, known)], add_help=False, help=found.summary)


def _parser(job: Job, known: Mapping[str, Sequence[str]]) -> argparse.ArgumentParser:
    """Give a parser whose arguments complete what they name."""
    made = parser.build_parser(job)
    named = {parameter.name: parameter.names for parameter in parameters(job) if parameter.names}
    for action in made._actions:  # noqa: SLF001 - argparse has no other way to reach its arguments
        names = named.get(action.dest, "")
        if names == Names.RECORD:
            kind = action.dest if action.dest in known.get(Names.KIND, ()) else ""
            action.complete = {  # type: ignore[attr-defined]
                shell: _of_kind(text, kind) for shell, text in _COMPLETE.items()
            }
        elif names and action.choices is None:
            action.choices = known.get(names, ())
    return made


def _of_kind(text: str, kind: str) -> str:
    return text.format(f" {kind}" if kind else "", f"_{kind}" if kind else "")


def _known(catalogue: Catalogue) -> Mapping[str, Sequence[str]]:
    """Give what there is of each thing; rules by their codes, too, as findings show them."""
    codes = sorted(rule.code for rule in catalogue.rules.values())
    found = parser.known_names(catalogue)
    return {**found, Names.RULE: [*found[Names.RULE], *codes]}


def _ids(catalogue: Catalogue, kinds: Sequence[str]) -> str:
    from upward.faces.cli.console import TerminalConsole, TerminalProgress
    from upward.model.errors import NoLogbookError
    from upward.session.session import Session

    session = Session.open(catalogue, Path.cwd(), os.environ, TerminalProgress(quiet=True), TerminalConsole())
    try:
        return "".join(f"{record.id}\n" for record in session.corpus.records() if not kinds or record.kind in kinds)
    except NoLogbookError:
        return ""
    finally:
        session.invalidate()
