"""Show before and after for measures with a baseline, and draft the mentorship story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

from upward.analysis.mentoring.progress import (
    Change,
    HistoryPeriod,
    HistoryProgress,
    MentoredCommit,
    history_progress,
    progress_of,
    story_answers,
)
from upward.jobs.mentor._reviews import review_progress, rounds_blocks
from upward.model.errors import UsageError
from upward.model.job import PLACE, Job, JobResult
from upward.model.json_value import as_json
from upward.model.page import Block, Callout, Heading, Items, Page, Prose, Table
from upward.model.ports import Git
from upward.model.record import Record
from upward.session.session import Session
from upward.session.writing import WrittenRecord
from upward.store.import_source import PathImportSource
from upward.text import frontmatter, record_writer
from upward.text.dates import parse_date
from upward.text.template_slots import fill_slots, open_slots


def run(
    session: Session,
    mentoring: Annotated[str, "The record's id"],
    *,
    repo: Annotated[str, "Also read git history; needs `agreed-history` in the record", PLACE] = "",
    reviews: Annotated[
        str, ("Also read review rounds from github:owner/name or gitlab:…; needs `agreed-reviews` in the record"), PLACE
    ] = "",
    author: Annotated[str, "Their address for --repo, or their login for --reviews; it is not stored"] = "",
    draft: Annotated[bool, "Draft the mentorship story"] = False,
    dry_run: Annotated[bool, "With --draft: show, and write nothing"] = False,
) -> JobResult:
    """Compare with the baseline; measures without one are listed separately. People are not ranked."""
    record = session.record(mentoring, "mentoring")
    changes = progress_of(record)
    blocks = list(_change_blocks(changes))
    history = _history(session, record, repo, author) if repo else None
    if history is not None:
        blocks += _history_blocks(history)
    rounds = review_progress(session, record, reviews, author) if reviews else None
    if rounds is not None:
        blocks += rounds_blocks(rounds)
    made = _draft(session, record, story_answers(record, changes), dry_run=dry_run) if draft else None
    if made is not None:
        blocks.append(
            Prose(
                f"{'Would draft' if dry_run else 'Drafted'} {made.path}, private. It has questions for you to answer."
            )
        )
    if not blocks:
        blocks.append(
            Callout(
                f"Nothing to compare yet. `upward mentor observe {record.id} --baseline …` records the starting point."
            )
        )
    data = {
        "id": record.id,
        # The days of the observations are in the record.
        "changes": [as_json(each, "measure", "before", "after", "unit") for each in changes],
        "history": history,
        "reviews": rounds,
        "story": made.id if made else None,
    }
    return JobResult(Page(record.title, tuple(blocks)), data)


def _change_blocks(changes: Sequence[Change]) -> Iterator[Block]:
    known = [each for each in changes if each.before is not None]
    if known:
        rows = tuple(
            (each.measure, f"{each.before} ({each.before_day})", f"{each.after} ({each.after_day})", each.unit)
            for each in known
        )
        yield Heading("Before and after")
        yield Table(("measure", "before", "after", "unit"), rows)
    alone = tuple(f"{each.measure}: {each.after} {each.unit}" for each in changes if each.before is None)
    if alone:
        yield Heading("Seen, without a baseline")
        yield Items(alone)


def _history(session: Session, record: Record, repo: str, author: str) -> HistoryProgress:
    if parse_date(record.string("agreed-history")) is None:
        raise UsageError(
            "They have not agreed to an analysis of git history", why="`agreed-history` is not recorded",
            next_step=f"ask them, and write the date into {record.path}",
        )  # fmt: skip
    start = parse_date(record.string("date"))
    if not author or start is None:
        raise UsageError(
            "The author or the first day is missing", next_step=f"write --author ADDRESS, and `date` in {record.path}"
        )
    git = PathImportSource(str((session.here / Path(repo).expanduser()).resolve())).git()
    return history_progress(_commits(git, author), start, session.today)


def _commits(git: Git, author: str) -> Iterator[MentoredCommit]:
    held: dict[str, tuple[date, str]] = {}
    for commit in git.log():
        seconds = commit.when.split()[0] if commit.when.split() else b""
        is_theirs = commit.email.decode("utf-8", "replace").lower() == author.lower()
        if is_theirs and seconds.isdigit() and len(commit.parents.split()) <= 1:
            day = datetime.fromtimestamp(int(seconds), UTC).date()
            held[commit.oid.decode("ascii")] = day, commit.message.decode("utf-8", "replace")
    for oid, changed in git.changes(list(held)):
        yield MentoredCommit(*held[oid], tuple(each.path for each in changed))


def _history_blocks(found: HistoryProgress) -> list[Block]:
    def cells(period: HistoryPeriod | None) -> tuple[str, ...]:
        if period is None:
            return "?", "?", "?"
        return str(period.commits), str(period.unaided), ", ".join(period.areas) or "none"

    rows = (("before", *cells(found.before)), ("after", *cells(found.after)))
    said = (
        f"Periods of {found.days} days each. git does not record review rounds. A missing trailer "
        "does not mean that no one helped."
    )
    first = f"First change without a co-author after the beginning: {found.first_unaided or 'none'}."
    return [Heading("In git"), Table(("", "changes", "without a co-author", "areas"), rows), Prose(f"{first} {said}")]


def _draft(session: Session, record: Record, answers: dict[str, str], *, dry_run: bool) -> WrittenRecord:
    """Write the mentorship story's template with what is known above each question; private unless they agreed."""
    template = session.kind("story").templates["mentorship"]
    limits = frontmatter.front_matter_limits(template)
    body = template[limits[1] :] if limits else template
    prompts = {slot.name: slot.prompt for slot in open_slots(body)}
    filled = {name: f"{said}\n\n{{{{{name}: {prompts[name]}}}}}" for name, said in answers.items() if name in prompts}
    fields = {
        **frontmatter.parse_front_matter(template).fields, "title": record.title, "date": session.today.isoformat(),
        "evidence": list(record.strings("evidence")), "private": "true" if record.private else "",
    }  # fmt: skip
    text = record_writer.compose_record(fields, fill_slots(body, filled))
    ident, path = session.free_id("story", record_writer.slug(record.title))
    if not dry_run:
        session.folder.create(path, text)
        session.invalidate()
    return WrittenRecord(ident, path, text)


JOB = Job("mentor review", run)
