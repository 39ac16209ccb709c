"""Show where you stand against an archetype, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from upward.analysis.growth.readiness import readiness
from upward.analysis.growth.rubric_signals import match_criteria
from upward.analysis.growth.suggestions import suggested_criteria
from upward.jobs.readiness import _page
from upward.model.errors import ConfigurationError, UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.judgement import CriterionStanding, Readiness, Support
from upward.model.page import Block, Heading, Page, Table
from upward.model.record import Record
from upward.model.rubric import Area, Rubric
from upward.session.known_levels import level_problem
from upward.session.session import Session
from upward.text import edits
from upward.text.suggestion import unknown_name


def run(
    session: Session,
    *,
    rubric: Annotated[str, "The rubric's id", Names.RUBRIC] = "",
    level: Annotated[str, "The level to measure against"] = "",
    limit: Annotated[int, "How many next steps to name"] = 5,
    side_by_side: Annotated[
        bool, "Show what each level expects, the next level beside it, and how far you are"
    ] = False,
    confirm: Annotated[
        tuple[str, ...], "RECORD:CRITERION: confirm that a record shows a criterion, suggested or not"
    ] = (),
    reject: Annotated[tuple[str, ...], "RECORD:CRITERION: reject a suggestion and never repeat it"] = (),
    dry_run: Annotated[bool, "With --confirm and --reject: show, and write nothing"] = False,
) -> JobResult:
    """Judge every criterion of the level by confirmed records, other people's ratings and measures."""
    chosen, wanted = _target(session, rubric, level)
    decided = [_decide(session, chosen, "criteria", pair, dry_run=dry_run) for pair in confirm]
    for pair in reject:
        _decide(session, chosen, "rejected-criteria", pair, dry_run=dry_run)
    books = {book.id: book.title for each in session.rubrics.values() for book in each.books}
    records = session.corpus.records()
    if side_by_side:
        judged = {each: readiness(records, chosen, each, session.today, books, session.me) for each in chosen.levels}
        return _levels(chosen, judged)
    found = readiness(records, chosen, wanted, session.today, books, session.me)
    rows = [_row(each) for each in found]
    data = {"rubric": chosen.id, "level": wanted, "day": session.today.isoformat(), "criteria": rows}
    return JobResult(_page.page(session, chosen, wanted, found, limit, decided), data, rows=rows)


def _target(session: Session, rubric: str, level: str) -> tuple[Rubric, str]:
    """Give the rubric and the level that are meant; raises UsageError for what there is not."""
    chosen = session.rubric(rubric)
    if not chosen.criteria:
        raise UsageError(f"{chosen.id} has no criteria to measure against", next_step="choose another rubric")
    configured = session.settings.level if session.settings.level in chosen.levels else ""
    if not level and not configured:
        _require_level(session)
    wanted = level or configured or (chosen.levels[-1] if chosen.levels else "")
    if wanted and wanted not in chosen.levels:
        raise UsageError(f"{chosen.id} has no level called {wanted}", next_step=f"there are {', '.join(chosen.levels)}")
    return chosen, wanted


def _require_level(session: Session) -> None:
    """Raise ConfigurationError where `level` of the settings is a level of no rubric."""
    problem = level_problem(session)
    if problem:
        raise ConfigurationError(problem, next_step="correct `level` in .upward/config.toml, or give --level")


def _decide(session: Session, rubric: Rubric, key: str, pair: str, *, dry_run: bool) -> tuple[str, str]:
    """Write a decision about a record and a criterion into the record, and give the ids of both."""
    ident, _, criterion = pair.rpartition(":")
    if not ident:
        step = "write RECORD:CRITERION, such as `--confirm moved-checkout:senior-architecture-evolution`"
        raise UsageError(f"{pair} is not in the form RECORD:CRITERION", next_step=step)
    record = session.record(ident)
    if rubric.criterion(criterion) is None:
        step = f"`upward rubric {rubric.id}` lists them"
        raise unknown_name(f"criterion of {rubric.id}", criterion, [each.id for each in rubric.criteria], step)
    opposite = "criteria" if key == "rejected-criteria" else "rejected-criteria"
    made = [edits.add_to_list(record.text, key, criterion)] if criterion not in record.strings(key) else []
    # A record is never both confirmed and rejected for one criterion.
    gone = edits.remove_from_list(record.text, opposite, criterion)
    made += [gone] if gone is not None else []
    if made and not dry_run:
        session.folder.replace(record.path, edits.apply_edits(made, record.text), record.digest)
        session.invalidate()
    if key == "criteria":
        _warn(session, rubric, record, criterion)
    return record.id, criterion


def _warn(session: Session, rubric: Rubric, record: Record, ident: str) -> None:
    """Say where the words of a record have nothing of the criterion: it counts because the person says so."""
    asked = rubric.criterion(ident)
    signals = asked is not None and (asked.signals.words or asked.signals.paths)
    spoken = {label.criterion for label in match_criteria(f"{record.title}\n{record.prose}", rubric, least=0.0)}
    if signals and ident not in spoken and ident not in suggested_criteria(record, session.me):
        session.console.say(
            f"{record.id} has no word of {ident} in it. It counts because you confirmed it; "
            f"`upward readiness --reject {record.id}:{ident}` takes it back."
        )


def _levels(rubric: Rubric, judged: Mapping[str, Sequence[Readiness]]) -> JobResult:
    """Show all levels, area by area: what each criterion expects, below and above it, and where you stand."""
    if not rubric.levels:
        raise UsageError(f"{rubric.id} has no levels to compare", next_step="choose another rubric")
    rows = [
        {"level": level, "area": area.id, **_count(rubric, area, found)}
        for area in rubric.areas
        for level, found in judged.items()
    ]
    blocks: list[Block] = []
    for area in rubric.areas:
        blocks.append(Heading(area.title))
        for level, found in judged.items():
            shown = [_expected(rubric, each) for each in _page.of_area(rubric, area, found)]
            if shown:
                blocks += [
                    Heading(level.capitalize(), 3),
                    Table(("criterion", "you", "not yet", "meets", "exceeds"), tuple(shown)),
                ]
    return JobResult(Page(f"{rubric.title}, side by side", tuple(blocks)), rows, rows=rows)


def _expected(rubric: Rubric, each: Readiness) -> tuple[str, ...]:
    criterion = rubric.criterion(each.criterion)
    if criterion is None:
        return (each.criterion, each.standing.value, "", "", "")
    return (criterion.title or criterion.id, each.standing.value, criterion.not_yet, criterion.text, criterion.exceeds)


def _count(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> dict[str, Any]:
    mine = _page.of_area(rubric, area, judged)
    count = Counter(each.standing for each in mine)
    return {standing.value: count[standing] for standing in CriterionStanding} | {"share": round(_page.share(mine), 3)}


def _row(each: Readiness) -> dict[str, Any]:
    judged = {
        name: [_support(item) for item in items]
        for name, items in (("confirmed", each.support), ("suggested", each.suggested), ("set_aside", each.set_aside))
    }
    ratings = [{**as_json(item, "by", "role", "rating"), "date": item.day, "note": item.note} for item in each.ratings]
    rest = as_json(each, "disputed", "gap", "next_step", "breadth", "together")
    head = as_json(each, "criterion", "standing", "because", "latest")
    return {**head, **judged, "ratings": ratings, **rest, "trend": each.trend or None}


def _support(item: Support) -> dict[str, Any]:
    rest = as_json(item, "because", "records", "vouched_by", "measures")
    return {"id": item.evidence, "kind": item.kind, "title": item.title, "date": item.day, **rest}


JOB = Job("readiness", run, group="Grow")
