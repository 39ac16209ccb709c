"""The policy of a repository: where it stands, and what it says."""

from __future__ import annotations

from pathlib import Path

from upward.analysis.ai_policy.evaluation import Policy, parse_policy
from upward.model.errors import ConfigurationError, UsageError
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.text import record_reader

FILE = "AI_POLICY.md"


def read_policy(session: Session, root: Path, name: str) -> Policy:
    """Read a repository's policy; raises UsageError without one, ConfigurationError for one that contradicts itself."""
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
            f"{path.name} can't be followed", why=" ".join(problems), next_step="settle it there first"
        )
    return found


def repository_folder(root: Path) -> Path:
    """Give the folder of the repository around a path."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
