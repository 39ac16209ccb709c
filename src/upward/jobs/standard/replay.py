"""Replay a standard over past bug fixes: how many bugs would it have prevented?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

from upward.analysis.standards.checking import PastFix, wanted_paths, would_have_stopped
from upward.analysis.standards.standard import StandardCheck, parse_standard
from upward.model.errors import NothingFoundError, UsageError
from upward.model.job import PLACE, Job, JobResult, Names
from upward.model.page import Block, Callout, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.store.git.commits import contents, read_commits
from upward.store.git.repository import Repository, open_repository
from upward.store.git.revisions import resolve_revision
from upward.text import edits
from upward.text.pattern_search import unsupported_syntax
from upward.text.words import count_noun

MOST_COMMITS = 2000
MOST_FIXES = 200
MOST_LISTED = 10
_FIX = re.compile(r"(?i)^(?:hot)?fix(?:e[sd]|up)?\b|^bug\b|^revert\b|^repair\b|\bfix(?:es|ed)? (?:#\d|a |the )")


def run(
    session: Session,
    standard: Annotated[str, "The standard's id", Names.RECORD],
    *,
    repo: Annotated[str, "The repository", PLACE] = ".",
    fix: Annotated[tuple[str, ...], "A commit that fixed a bug; by default those whose title says so"] = (),
    save: Annotated[bool, "Write into the record how many it would have prevented"] = False,
    dry_run: Annotated[bool, "With --save: show, and write nothing"] = False,
) -> JobResult:
    """A bug counts as prevented if a file violated the standard before its fix, and less afterwards."""
    record = session.record(standard, "standard")
    held = parse_standard(record)
    _require_replayable(record, held.check)
    repository = open_repository((session.here / Path(repo).expanduser()).resolve())
    fixes = list(session.progress(_fixes(repository, fix), "Reading fixes"))
    if not fixes:
        raise NothingFoundError(
            f"{repository.name} has no commit whose title says that it fixes a bug",
            next_step="name some with --fix",
        )
    covered = [each for each in fixes if wanted_paths(held.check, list(each.before))]
    found = [(each, would_have_stopped(held, each)) for each in covered]
    stopped = [(each, violation) for each, violation in found if violation is not None]
    rows = [
        {"oid": each.oid, "title": each.title, "stopped": violation is not None,
         "where": violation.place if violation else ""}
        for each, violation in found
    ]  # fmt: skip
    said = f"Would have prevented {len(stopped)} of {len(covered)} bugs fixed in files that the standard covers."
    blocks: list[Block] = [Callout(said, Tone.GOOD if stopped else Tone.PLAIN)]
    if stopped:
        shown = tuple((each.oid[:10], each.title, one.place) for each, one in stopped)
        blocks.append(Table(("fix", "title", "broken before it at"), shown))
    looked = f"the latest {MOST_FIXES} fixes" if len(fixes) == MOST_FIXES else count_noun(len(fixes), "fix", "fixes")
    others = len(fixes) - len(covered)
    blocks.append(
        Prose(
            f"Of {looked}, {others} changed none of those files. Bugs that the standard already prevents can't appear."
        )
    )
    if save:
        entry = {
            "date": session.today.isoformat(), "repository": repository.name, "stopped": str(len(stopped)),
            "fixes": str(len(covered)), "commits": ", ".join(each.oid[:10] for each, _ in stopped[:MOST_LISTED]),
        }  # fmt: skip
        rewrite(session, record, [edits.add_to_list(record.text, "replays", entry)], dry_run=dry_run)
        blocks.append(Prose(f"{'Would add' if dry_run else 'Added'} to replays of {record.path}."))
    data = {"id": record.id, "stopped": len(stopped), "fixes": len(covered), "outside": others, "rows": rows}
    return JobResult(Page(record.title, tuple(blocks)), data, rows=rows)


def _require_replayable(record: Record, check: StandardCheck) -> None:
    """Refuse a check that says nothing of a file's text, or that cannot be read; raises UsageError."""
    if not (check.must or check.must_not) or not check.files:
        raise UsageError(
            f"{record.id} can't be replayed", why="its check has no files with must or must-not",
            next_step=f"write `check` into {record.path}",
        )  # fmt: skip
    broken = next(
        (why for each in (check.only_if, check.must, check.must_not) if each and (why := unsupported_syntax(each))),
        "",
    )
    if broken:
        raise UsageError(f"The check of {record.id} {broken}", next_step=f"correct it in {record.path}")


def _fixes(repository: Repository, named: Sequence[str]) -> Iterator[PastFix]:
    if not repository.head:
        return
    oids = [resolve_revision(repository, each) for each in named] or repository.run(
        ["rev-list", "--no-merges", f"--max-count={MOST_COMMITS}", repository.head]
    ).decode().split()
    taken = 0
    for commit in read_commits(repository, oids):
        title = commit.message.split("\n", 1)[0]
        if (named or _FIX.search(title)) and len(commit.parents) == 1 and taken < MOST_FIXES:
            taken += 1
            before = contents(repository, commit.parents[0], commit.paths)
            yield PastFix(commit.oid, title, before, contents(repository, commit.oid, commit.paths))


JOB = Job("standard replay", run)
