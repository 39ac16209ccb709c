"""The policy of a repository: where it stands, which of its versions decides, and what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, TypeAlias

from upward.analysis.ai_policy.policy import Policy, parse_policy
from upward.analysis.lint.runner import lint_records
from upward.analysis.lint.selection import UNFILLED
from upward.model.corpus import MemoryCorpus
from upward.model.errors import ConfigurationError, NoPolicyError, UsageError
from upward.session.session import Session
from upward.store.git.commits import contents, paths_at
from upward.store.git.repository import Repository
from upward.store.git.revisions import CommitRange
from upward.store.import_source import PathImportSource
from upward.text import record_reader

FILE = "AI_POLICY.md"
# The rules that say what of a policy is not settled yet.
_UNSETTLED = (UNFILLED, "wrong-value", "unknown-key")
Change: TypeAlias = Literal["", "changed", "removed", "new"]


@dataclass(frozen=True, slots=True)
class DecidingPolicy:
    """The policy that decides about a range: its path, the commit it was read at, and what the range does to it.

    `commit` is empty for a file read from the disk; `differs` tells that the file on the disk is another version.
    """

    rules: Policy
    path: str
    commit: str
    change: Change = ""
    differs: bool = False

    @property
    def notes(self) -> Sequence[str]:
        """What a reader must know before the verdicts: that the range touches the policy it is judged by."""
        base = f"by these commits; the version of their base ({self.commit[:12]}) decides."
        said = {
            "changed": f"{self.path} is changed {base}",
            "removed": f"{self.path} is removed {base}",
            "new": f"{self.path} is new in these commits, and decides about them.",
        }
        found = [said[self.change]] if self.change else []
        if self.differs:
            step = "To try that version, copy it out of the repository and name the copy with --policy."
            found.append(f"{self.path} on the disk is another version, which does not decide. {step}")
        return found


def read_policy(session: Session, root: Path, name: str) -> tuple[Policy, list[str]]:
    """Read a repository's policy as it is on the disk, and say what of it is not settled.

    That is open questions, values that are none, and unknown keys. Raises NoPolicyError without one, ConfigurationError
    for one that contradicts itself.
    """
    if not root.is_dir():
        raise UsageError(f"{root} is not a folder", next_step="name the repository's folder with --repo")
    path = _place(session, root, name)
    if not path.exists():
        raise _missing(path)
    return _parsed(session, path.name, PathImportSource(str(path)).text())


def deciding_policy(
    session: Session, repository: Repository, root: Path, name: str, ends: CommitRange
) -> DecidingPolicy:
    """Read the policy that decides about a range: of a file in the repository, the version of the range's base.

    One that the base does not have yet is read at the range's end, and one that is in neither, or outside of the
    repository, as it is on the disk. Raises NoPolicyError without one, and ConfigurationError for one that contradicts
    itself or is not settled: a policy that cannot be read does not allow anything.
    """
    path, folder = _place(session, root, name), repository_folder(root)
    inside = path.relative_to(folder).as_posix() if path.is_relative_to(folder) else ""
    base, fork, end = (
        _held(repository, commit, inside) if inside and commit else None for commit in (ends.base, ends.fork, ends.head)
    )
    commit, text = (ends.base, base) if base is not None else (ends.head, end)
    on_disk = PathImportSource(str(path)).text() if path.is_file() else None
    change: Change = "" if fork == end else "removed" if end is None else "changed"
    if text is None:
        if on_disk is None:
            raise _missing(path)
        return DecidingPolicy(_settled(session, path.name, on_disk), path.name, "")
    if base is None:
        change = "new" if ends.base else ""
    differs = on_disk is not None and on_disk not in {text, end}
    return DecidingPolicy(_settled(session, inside, text), inside, commit, change, differs)


def _held(repository: Repository, commit: str, path: str) -> str | None:
    """Give what a file holds at a commit; None where it is not there. Raises ConfigurationError for one too large."""
    found = contents(repository, commit, [path]).get(path)
    if found is None and path in paths_at(repository, commit):
        raise ConfigurationError(f"{path} is too large for a policy", next_step="keep it under 1 MiB")
    return found


def _place(session: Session, root: Path, name: str) -> Path:
    return (session.here / Path(name).expanduser()).resolve() if name else repository_folder(root) / FILE


def _missing(path: Path) -> NoPolicyError:
    step = "write one with `upward policy new`, or name one with --policy"
    return NoPolicyError(f"There is no {path.name} at {path.parent}", next_step=step)


def _settled(session: Session, name: str, text: str) -> Policy:
    """Read a policy in which nothing is left open; raises ConfigurationError for any other."""
    rules, unsettled = _parsed(session, name, text)
    if unsettled:
        raise ConfigurationError(
            f"{name} has open questions, so nothing can be checked against it",
            why=" ".join(unsettled[:5]) + (f" And {len(unsettled) - 5} more." if len(unsettled) > 5 else ""),  # noqa: PLR2004 - what fits in a message
            next_step="answer them in that file; `upward policy` lists what is open",
        )
    return rules


def _parsed(session: Session, name: str, text: str) -> tuple[Policy, list[str]]:
    record = record_reader.parse_record(FILE, text, {}, otherwise="policy")
    found, faults = parse_policy(record)
    problems = [problem.message for problem in record.problems] or faults
    rules = [session.catalogue.rules[rule] for rule in _UNSETTLED]
    remarks = lint_records([replace(record, path=name)], rules, session.context(MemoryCorpus.of([record])))
    if problems:
        unknown = [each.message for each in remarks if each.name == "unknown-key"]
        why = " ".join(each.rstrip(".") + "." for each in (*problems, *unknown))
        raise ConfigurationError(
            f"{name} is not a valid policy",
            why=why.removesuffix("."),
            next_step=f"correct it in {name}; the form is in docs/how-to/ai-policy.md",
        )
    return found, [f"{each.path}:{each.start.row}: {each.message}" for each in remarks]


def repository_folder(root: Path) -> Path:
    """Give the folder of the repository around a path."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
