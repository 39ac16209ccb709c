"""Show where you stand against an archetype, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any

from upward.analysis.growth.readiness import readiness
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.json_value import as_json
from upward.model.judgement import CriterionStanding, Readiness, Support
from upward.model.page import Block, Callout, CodeBlock, FactList, Heading, Items, Meter, Page, Prose, Table, Tone
from upward.model.rubric import Area, Criterion, Rubric
from upward.session.session import Session
from upward.text import edits
from upward.text.words import count_noun

# How far each standing fills an area's bar.
_SHARE = {
    CriterionStanding.NONE: 0.0,
    CriterionStanding.ONCE: 1 / 3,
    CriterionStanding.REPEATED: 2 / 3,
    CriterionStanding.VOUCHED: 1.0,
}
_COLUMNS = ("criterion", "standing", "shown by", "missing")


def run(
    session: Session,
    *,
    rubric: Annotated[str, "The rubric's id", Names.RUBRIC] = "",
    level: Annotated[str, "The level to measure against"] = "",
    gaps: Annotated[int, "How many next steps to name"] = 5,
    side_by_side: Annotated[bool, "Show what each level expects, beside the next, and how far you are"] = False,
    confirm: Annotated[tuple[str, ...], "Confirm suggestions, as RECORD:CRITERION: the record shows it"] = (),
    reject: Annotated[tuple[str, ...], "Reject suggestions, as RECORD:CRITERION: never suggest it again"] = (),
    dry_run: Annotated[bool, "With --confirm and --reject: show, and write nothing"] = False,
) -> JobResult:
    """Judge every criterion of the level by confirmed occasions, other people's word and measures."""
    chosen, wanted = _target(session, rubric, level)
    for key, pairs in (("criteria", confirm), ("rejected-criteria", reject)):
        for pair in pairs:
            _decide(session, chosen, key, pair, dry_run=dry_run)
    books = {book.id: book.title for each in session.rubrics.values() for book in each.books}
    records = session.corpus.records()
    if side_by_side:
        judged = {each: readiness(records, chosen, each, session.today, books, session.me) for each in chosen.levels}
        return _levels(chosen, judged)
    found = readiness(records, chosen, wanted, session.today, books, session.me)
    rows = [_row(each) for each in found]
    data = {"rubric": chosen.id, "level": wanted, "day": session.today.isoformat(), "criteria": rows}
    return JobResult(_page(session, chosen, wanted, found, gaps), data, rows=rows)


def _target(session: Session, rubric: str, level: str) -> tuple[Rubric, str]:
    """Give the rubric and the level that are meant; raises UsageError for what there is not."""
    chosen = session.rubric(rubric)
    if not chosen.criteria:
        raise UsageError(f"{chosen.id} has no criteria to measure against", next_step="choose another rubric")
    configured = session.settings.level if session.settings.level in chosen.levels else ""
    wanted = level or configured or (chosen.levels[-1] if chosen.levels else "")
    if wanted and wanted not in chosen.levels:
        raise UsageError(f"{chosen.id} has no level called {wanted}", next_step=f"there are {', '.join(chosen.levels)}")
    return chosen, wanted


def _decide(session: Session, rubric: Rubric, key: str, pair: str, *, dry_run: bool) -> None:
    """Write a decision about a suggestion into its record."""
    ident, _, criterion = pair.rpartition(":")
    if not ident or rubric.criterion(criterion) is None:
        step = "write RECORD:CRITERION, such as `--confirm moved-checkout:senior-architecture-evolution`"
        raise UsageError(f"{pair} names no record and criterion of {rubric.id}", next_step=step)
    record = session.record(ident)
    if criterion not in record.strings(key) and not dry_run:
        text = edits.apply_edits([edits.add_to_list(record.text, key, criterion)], record.text)
        session.folder.replace(record.path, text, record.digest)
        session.invalidate()


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
            shown = [_expected(rubric, each) for each in _of_area(rubric, area, found)]
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
    mine = _of_area(rubric, area, judged)
    count = Counter(each.standing for each in mine)
    return {standing.value: count[standing] for standing in CriterionStanding} | {"share": round(_share(mine), 3)}


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


def _page(session: Session, rubric: Rubric, level: str, judged: Sequence[Readiness], most: int) -> Page:
    count = Counter(each.standing for each in judged)
    summary = ", ".join(
        f"{count[standing]} {standing.value}" for standing in reversed(CriterionStanding) if count[standing]
    )
    blocks: list[Block] = [
        FactList((
            ("against", f"{rubric.title}{f', {level}' if level else ''}"),
            ("on", session.today.isoformat()),
            ("from", _holdings(session)),
            ("standing", summary),
        )),
    ]  # fmt: skip
    if not any(each.support for each in judged):
        step = "Confirm suggestions below, or add `criteria` to the records that show them."
        blocks.append(Callout(f"No evidence yet: no record is confirmed to show a criterion. {step}", Tone.WARN))
    areas = [(area, _of_area(rubric, area, judged)) for area in rubric.areas]
    blocks += [Meter(area.title, _share(mine), _caption(mine)) for area, mine in areas if mine]
    steps = _steps(rubric, judged, most)
    if steps:
        blocks += [Heading("What to do next"), Items(steps, ordered=True)]
    blocks += _disputes(rubric, judged)
    for area, mine in areas:
        if mine:
            blocks += _area(rubric, area, mine)
    blocks += [*_apart(rubric, judged)]
    return Page("Readiness", tuple(blocks))


def _holdings(session: Session) -> str:
    count = Counter(record.kind for record in session.corpus.records())
    named = (("story", "stories"), ("decision", "decisions"), ("incident", "incidents"), ("assessment", "assessments"))
    parts = [count_noun(count["evidence"], "piece of evidence", "pieces of evidence")]
    parts += [count_noun(count[kind], kind, plural) for kind, plural in named if count[kind]]
    return ", ".join(parts)


def _of_area(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> list[Readiness]:
    return [each for each in judged if (found := rubric.criterion(each.criterion)) and found.area == area.id]


def _share(judged: Sequence[Readiness]) -> float:
    return sum(_SHARE[each.standing] for each in judged) / (len(judged) or 1)


def _caption(judged: Sequence[Readiness]) -> str:
    count = Counter(each.standing for each in judged)
    return ", ".join(
        f"{count[standing]} {standing.value}" for standing in reversed(CriterionStanding) if count[standing]
    )


def _steps(rubric: Rubric, judged: Sequence[Readiness], most: int) -> tuple[str, ...]:
    """Give the next steps, the weakest area first, one of each area in turn."""
    shares = {area.id: _share(_of_area(rubric, area, judged)) for area in rubric.areas}
    seen: Counter[str] = Counter()
    ordered = []
    for each in judged:
        criterion = rubric.criterion(each.criterion)
        if criterion is None or each.standing is CriterionStanding.VOUCHED:
            continue
        ordered.append((seen[criterion.area], shares.get(criterion.area, 0.0), each))
        seen[criterion.area] += 1
    chosen = [each for *_, each in sorted(ordered, key=lambda item: item[:2])][:most]
    return tuple(f"{_title(rubric, each.criterion)}: {each.next_step}" for each in chosen)


def _title(rubric: Rubric, ident: str) -> str:
    criterion: Criterion | None = rubric.criterion(ident)
    return (criterion.title or criterion.text) if criterion else ident


def _disputes(rubric: Rubric, judged: Sequence[Readiness]) -> Iterator[Block]:
    rows = tuple(
        (_title(rubric, each.criterion), "; ".join(f"{item.by} ({item.role}): {item.rating}" for item in each.ratings),
         "; ".join(item.note for item in each.ratings if item.note))
        for each in judged
        if each.disputed
    )  # fmt: skip
    if rows:
        yield Heading("Disputed: ratings disagree on whether it is met")
        yield Table(("criterion", "ratings", "notes"), rows)


def _area(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> list[Block]:
    blocks: list[Block] = [Heading(area.title), Prose(area.summary)]
    if area.path:
        blocks += [Prose("The path to it:"), Items(area.path)]
    shown = [each for each in judged if each.standing is not CriterionStanding.NONE]
    if shown:
        rows = tuple((_title(rubric, each.criterion), each.standing.value, _shown_by(each), each.gap) for each in shown)
        blocks.append(Table(_COLUMNS, rows))
    missing = [each for each in judged if each.standing is CriterionStanding.NONE]
    if missing:
        blocks += [Prose("No evidence yet:"), Items(tuple(_missing(rubric, each) for each in missing))]
    return blocks


def _shown_by(each: Readiness) -> str:
    """Say why it stands so, by which occasions, and what was measured."""
    occasions = "; ".join(f"{item.title} ({item.day or 'no date'})" for item in each.support[:3])
    measured = "; ".join(measure for item in each.support for measure in item.measures[:2])
    because = each.because + (f", {each.trend}" if each.trend else "")
    return f"{because}: {occasions}." + (f" Measured: {measured}." if measured else "")


def _missing(rubric: Rubric, each: Readiness) -> str:
    said = each.because.removeprefix("no evidence yet").strip("; ")
    return f"{_title(rubric, each.criterion)}: {each.gap}." + (f" {said[:1].upper()}{said[1:]}." if said else "")


def _apart(rubric: Rubric, judged: Sequence[Readiness]) -> Iterator[Block]:
    """Yield what does not count: suggestions to decide on, and tagged records that are set aside."""
    suggested = [(each, item) for each in judged for item in each.suggested]
    if suggested:
        yield Heading("Suggested, not counted")
        yield Items(
            tuple(
                f"{item.title}: may show {_title(rubric, each.criterion)} ({item.because})" for each, item in suggested
            )
        )
        yield Prose("Confirm each that is true, or write --reject in its place:")
        yield CodeBlock(
            "\n".join(f"upward readiness --confirm {item.evidence}:{each.criterion}" for each, item in suggested)
        )
    aside = [(item.title, _title(rubric, each.criterion), item.because) for each in judged for item in each.set_aside]
    if aside:
        yield Heading("Tagged, but not counted")
        yield Table(("record", "criterion", "because"), tuple(aside))


JOB = Job("readiness", run, group="Grow")
