"""Completion scripts, made by shtab from the same parsers that read the command."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from upward.catalogue.catalogue import Catalogue
from upward.catalogue.discovery import verbs
from upward.faces.cli import parser
from upward.model.errors import UsageError

SHELLS = ("bash", "zsh", "tcsh")


def completion(catalogue: Catalogue, arguments: Sequence[str]) -> str:
    """Give the script for a shell; raises UsageError for one that is not supported."""
    if len(arguments) != 1 or arguments[0] not in SHELLS:
        raise UsageError("completion needs the name of a shell", next_step=f"one of {', '.join(SHELLS)}")
    import shtab

    whole = argparse.ArgumentParser(prog="upward")
    parsers = whole.add_subparsers()
    for name in sorted(verbs()):
        job = catalogue.job(name)
        if job is not None:
            parsers.add_parser(name, parents=[parser.build(job)], add_help=False, help=job.summary)
    return str(shtab.complete(whole, shell=arguments[0])) + "\n"
