"""Stress-test a decision: what can't stand, how the options score, and what would flip the choice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from upward.analysis.deciding import Flip, Score, Weighing, flips, scores, weighing
from upward.analysis.lint import lint
from upward.analysis.schema import day_of
from upward.model.corpus import Fragment
from upward.model.errors import NothingFoundError, SourceError
from upward.model.extension import Job, Outcome
from upward.model.page import Block, Heading, Meter, Note, Page, Table, Tone
from upward.model.record import Record
from upward.session import Session
from upward.store import notes
from upward.text import reading

# Codes of the rules about decisions; those on front matter are `check`'s.
CODES = "UP9"


def run(
    session: Session,
    action: Annotated[
        Literal["check", "score", "review"], "check what can't stand, score the options, or list what to look back at"
    ],
    path: Annotated[str, "The decision, or a folder of them; by default the logbook's"] = "",
    *,
    seed: Annotated[int, "For the drawn weightings of score"] = 1,
) -> Outcome:
    """Judge decisions in MADR with upward's x- keys; exit code 1 where one can't stand, or is due for a look back."""
    records = list(_records(session, path))
    if not records:
        raise NothingFoundError(
            f"There is no decision {f'at {path}' if path else 'in the logbook'}",
            next_step="begin one with `upward add decision`",
        )
    if action == "check":
        return _check(session, records, whole=not path)
    if action == "review":
        return _review(session, records)
    rows = [_scored(record, seed) for record in records if weighing(record).options]
    if not rows:
        raise SourceError(
            f"{records[0].path} has no options to score",
            why="it has no x-options",
            next_step="write x-options, x-scenarios and x-results; docs/decisions-tested.md shows them",
        )
    blocks = [block for record in records if weighing(record).options for block in _blocks(record, seed)]
    return Outcome(Page("How the options score", tuple(blocks)), rows[0] if len(rows) == 1 else rows, rows=rows)


def _records(session: Session, path: str) -> Iterator[Record]:
    if not path:
        yield from session.corpus.records("decision")
        return
    for name in notes.files([path], session.here):
        note = notes.loose(name, notes.shown(name, session.here), {}).record
        yield replace(note, kind="decision", id=reading.stem(name))


def _check(session: Session, records: list[Record], *, whole: bool) -> Outcome:
    rules = [rule for rule in session.catalogue.rules.values() if rule.code.startswith(CODES)]
    context = session.context() if whole else session.context(Fragment.of(records))
    found = lint(records, rules, context)
    rows = [
        {
            "path": each.path,
            "row": each.start.row,
            "rule": each.name,
            "severity": each.severity.value,
            "message": each.message,
        }
        for each in found
    ]
    table = Table(
        ("where", "rule", "what"), tuple((f"{each.path}:{each.start.row}", each.name, each.message) for each in found)
    )
    stands = Note("Nothing here stops it from standing.", Tone.GOOD)
    data = {"decisions": [record.path for record in records], "findings": rows}
    return Outcome(Page("What can't stand", (table if rows else stands,)), data, rows=rows, fulfilled=not rows)


def _scored(record: Record, seed: int) -> dict[str, Any]:
    made = weighing(record)
    return {
        "path": record.path,
        "title": record.title,
        "chosen": made.chosen or None,
        "weights": dict(made.weights),
        "options": [_option(each, made) for each in scores(made, seed)],
        "flips": [_flip(each) for each in flips(made)],
    }


def _option(each: Score, made: Weighing) -> dict[str, Any]:
    return {
        "id": each.option,
        "title": made.options[each.option],
        "score": each.total,
        "dominated_by": list(each.dominated_by),
        "wins": each.wins,
        "interval": [each.low, each.high],
    }


def _flip(each: Flip) -> Mapping[str, Any]:
    return {"scenario": each.scenario, "share": each.share, "flips_at": each.flips_at, "to": each.to or None}


def _blocks(record: Record, seed: int) -> Iterator[Block]:
    made = weighing(record)
    yield Heading(record.title)
    for each in scores(made, seed):
        caption = f"best in {each.wins:.0%} of all weightings ({each.low:.0%}-{each.high:.0%})"
        worse = f"; never better than {', '.join(each.dominated_by)}" if each.dominated_by else ""
        mark = " (chosen)" if each.option == made.chosen else ""
        yield Meter(f"{made.options[each.option]}{mark}", each.total, caption + worse)
    rows = tuple(
        (
            each.scenario,
            f"{each.share:.0%}",
            f"{each.flips_at:.0%}" if each.flips_at is not None else "never",
            made.options.get(each.to, ""),
        )
        for each in flips(made)
    )
    yield Table(("scenario", "weight now", "winner flips at", "to"), rows)


def _review(session: Session, records: list[Record]) -> Outcome:
    due = [
        (day, record)
        for record in records
        if (day := day_of(record.string("x-revisit"))) is not None and day <= session.today
    ]
    rows = tuple(
        (day.isoformat(), record.path, record.title)
        for day, record in sorted(due, key=lambda pair: (pair[0], pair[1].path))
    )
    data = [{"due": day, "path": path, "title": title} for day, path, title in rows]
    note = Note("Nothing is due for a look back.", Tone.GOOD)
    return Outcome(
        Page("Look back at", (Table(("since", "decision", "title"), rows) if rows else note,)),
        data,
        rows=data,
        fulfilled=not rows,
    )


JOB = Job("decide", run)
