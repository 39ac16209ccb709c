"""The policy of a repository: where it stands, and what it says."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from upward.analysis.ai_policy.evaluation import Policy, parse_policy
from upward.analysis.lint.runner import lint_records
from upward.analysis.lint.selection import UNFILLED
from upward.model.corpus import MemoryCorpus
from upward.model.errors import ConfigurationError, UsageError
from upward.model.page import Callout, Tone
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.text import record_reader

FILE = "AI_POLICY.md"
# The rules that say what of a policy is not settled yet.
_UNSETTLED = (UNFILLED, "wrong-value", "unknown-key")


def read_policy(session: Session, root: Path, name: str) -> tuple[Policy, list[Callout]]:
    """Read a repository's policy, and say what of it is not settled: open questions, and values that are none.

    Raises UsageError without one, ConfigurationError for one that contradicts itself.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder", next_step="name the repository's folder with --repo")
    path = session.here / Path(name).expanduser() if name else repository_folder(root) / FILE
    if not path.exists():
        raise UsageError(
            f"There is no {path.name} at {path.parent}",
            next_step="begin one with `upward policy new`, or name one with --policy",
        )
    record = record_reader.parse_record(FILE, PathImportSource(str(path)).text(), {}, otherwise="policy")
    found, faults = parse_policy(record)
    problems = [problem.message for problem in record.problems] + faults
    if problems:
        raise ConfigurationError(
            f"{path.name} can't be followed", why=" ".join(problems), next_step="fix the links there first"
        )
    rules = [session.catalogue.rules[rule] for rule in _UNSETTLED]
    remarks = lint_records([replace(record, path=path.name)], rules, session.context(MemoryCorpus.of([record])))
    return found, [Callout(f"{each.path}:{each.start.row}: {each.message}", Tone.WARN) for each in remarks]


def repository_folder(root: Path) -> Path:
    """Give the folder of the repository around a path."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
