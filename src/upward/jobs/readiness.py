"""Show where you stand against an archetype, and what to do next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Annotated, Any

from upward.analysis.growth.readiness import readiness
from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.judgement import CriterionStanding, Readiness
from upward.model.page import Block, Callout, FactList, Heading, Items, Meter, Page, Prose, Table, Tone
from upward.model.rubric import Area, Rubric
from upward.session.session import Session
from upward.text.words import count_noun

# How far each standing carries an area's bar.
_WORTH = {
    CriterionStanding.STRONG: 1.0,
    CriterionStanding.SOME: 0.5,
    CriterionStanding.FADED: 0.25,
    CriterionStanding.NOTHING: 0.0,
}


def run(
    session: Session,
    *,
    rubric: Annotated[str, "The rubric's id", Names.RUBRIC] = "",
    level: Annotated[str, "The level to measure against"] = "",
    gaps: Annotated[int, "How many next steps to name"] = 5,
    side_by_side: Annotated[bool, "Show what each level expects, beside the next, and how far you are"] = False,
) -> JobResult:
    """Judge every criterion of the level by the logbook's evidence."""
    chosen = session.rubric(rubric)
    if not chosen.criteria:
        raise UsageError(f"{chosen.id} has no criteria to measure against", next_step="choose another rubric")
    wanted = (
        level
        or (session.settings.level if session.settings.level in chosen.levels else "")
        or (chosen.levels[-1] if chosen.levels else "")
    )
    if wanted and wanted not in chosen.levels:
        raise UsageError(f"{chosen.id} has no level called {wanted}", next_step=f"there are {', '.join(chosen.levels)}")
    books = {book.id: book.title for each in session.rubrics.values() for book in each.books}
    evidence = session.corpus.records("evidence")
    if side_by_side:
        return _levels(session, chosen, books)
    judged = readiness(evidence, session.corpus.records("story"), chosen, wanted, session.today, books)
    data = {
        "rubric": chosen.id,
        "level": wanted,
        "day": session.today.isoformat(),
        "criteria": [_row(each) for each in judged],
    }
    return JobResult(_page(session, chosen, wanted, judged, gaps), data, rows=[_row(each) for each in judged])


def _levels(session: Session, rubric: Rubric, books: Mapping[str, str]) -> JobResult:
    """Show all levels side by side: what each expects in an area, and how much of it evidence carries."""
    if not rubric.levels:
        raise UsageError(f"{rubric.id} has no levels to compare", next_step="choose another rubric")
    evidence, stories = session.corpus.records("evidence"), session.corpus.records("story")
    by_level = {level: readiness(evidence, stories, rubric, level, session.today, books) for level in rubric.levels}
    rows = [
        {"level": level, "area": area.id, **_count(rubric, area, judged)}
        for area in rubric.areas
        for level, judged in by_level.items()
    ]
    blocks: list[Block] = []
    for area in rubric.areas:
        blocks += [Heading(area.title), Table(rubric.levels, _columns(rubric, area, by_level))]
    return JobResult(Page(f"{rubric.title}, side by side", tuple(blocks)), rows, rows=rows)


def _count(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> dict[str, Any]:
    mine = [each for each in judged if _area_of(rubric, each.criterion) == area.id]
    count = Counter(each.standing for each in mine)
    return {standing.value: count[standing] for standing in CriterionStanding} | {
        "share": round(_share(mine), 3) if mine else 0.0
    }


def _columns(rubric: Rubric, area: Area, by_level: Mapping[str, Sequence[Readiness]]) -> tuple[tuple[str, ...], ...]:
    columns = [
        [
            f"{_title(rubric, each.criterion)}: {each.standing.value}"
            for each in judged
            if _area_of(rubric, each.criterion) == area.id
        ]
        for judged in by_level.values()
    ]
    return tuple(zip_longest(*columns, fillvalue=""))


def _row(each: Readiness) -> dict[str, Any]:
    return {
        "criterion": each.criterion,
        "standing": each.standing.value,
        "because": each.because,
        "latest": each.latest.isoformat() if each.latest else None,
        "evidence": [
            {"id": item.evidence, "because": item.because, "confirmed": item.confirmed} for item in each.support
        ],
        "gap": each.gap,
        "next_step": each.next_step,
        "breadth": each.breadth,
        "together": each.together,
        "trend": each.trend or None,
    }


def _page(session: Session, rubric: Rubric, level: str, judged: Sequence[Readiness], most: int) -> Page:
    by_area = {
        area.id: [each for each in judged if _area_of(rubric, each.criterion) == area.id] for area in rubric.areas
    }
    count = Counter(each.standing for each in judged)
    evidence = session.corpus.records("evidence")
    blocks: list[Block] = [
        FactList((
            ("against", f"{rubric.title}{f', {level}' if level else ''}"),
            ("on", session.today.isoformat()),
            ("from", _holdings(session)),
            ("standing", ", ".join(f"{count[one]} {one.value}" for one in CriterionStanding if count[one])),
        )),
    ]  # fmt: skip
    if not evidence:
        blocks.append(
            Callout("There is no evidence yet, so nothing can be said. Run `upward mine PATH --save` first.", Tone.WARN)
        )
    blocks += [
        Meter(area.title, _share(by_area[area.id]), _caption(by_area[area.id]))
        for area in rubric.areas
        if by_area[area.id]
    ]
    steps = _steps(rubric, judged, most)
    if steps:
        blocks += [Heading("What to do next"), Items(steps, ordered=True)]
    for area in rubric.areas:
        if by_area[area.id]:
            blocks += _area(rubric, area, by_area[area.id])
    return Page("Readiness", tuple(blocks))


def _holdings(session: Session) -> str:
    evidence = count_noun(len(session.corpus.records("evidence")), "piece of evidence", "pieces of evidence")
    return f"{evidence}, {count_noun(len(session.corpus.records('story')), 'story', 'stories')}"


def _area_of(rubric: Rubric, ident: str) -> str:
    criterion = rubric.criterion(ident)
    return criterion.area if criterion else ""


def _share(judged: Sequence[Readiness]) -> float:
    return sum(_WORTH[each.standing] for each in judged) / len(judged)


def _caption(judged: Sequence[Readiness]) -> str:
    count = Counter(each.standing for each in judged)
    return ", ".join(f"{count[one]} {one.value}" for one in CriterionStanding if count[one])


def _steps(rubric: Rubric, judged: Sequence[Readiness], most: int) -> tuple[str, ...]:
    """Give the next steps: what only needs a word first, then a gap of each area in turn."""
    confirm = [
        each
        for each in judged
        if each.standing is CriterionStanding.SOME and not any(item.confirmed for item in each.support)
    ]
    gaps = [each for each in judged if each.standing in {CriterionStanding.NOTHING, CriterionStanding.FADED}]
    seen: Counter[str] = Counter()
    ordered = []
    for each in [*confirm[:2], *gaps]:
        area = _area_of(rubric, each.criterion)
        ordered.append((seen[area], each))
        seen[area] += 1
    chosen = [each for _, each in sorted(ordered, key=lambda pair: pair[0])][:most]
    return tuple(f"{_title(rubric, each.criterion)}: {each.next_step}" for each in chosen)


def _title(rubric: Rubric, ident: str) -> str:
    criterion = rubric.criterion(ident)
    return (criterion.title or criterion.text) if criterion else ident


def _area(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> list[Block]:
    blocks: list[Block] = [Heading(area.title), Prose(area.summary)]
    if area.path:
        blocks += [Prose("The path to it:"), Items(area.path)]
    rows = tuple(
        (
            _title(rubric, each.criterion),
            each.standing.value,
            each.latest.isoformat() if each.latest else "",
            _shape(each),
            _why(each),
        )
        for each in judged
    )
    blocks.append(Table(("criterion", "standing", "latest", "shape", "because, and what is missing"), rows))
    shown = [(each, item) for each in judged for item in each.support[:3]]
    if shown:
        blocks.append(Heading("Evidence", 3))
        blocks.append(
            Items(
                tuple(
                    f"{_title(rubric, each.criterion)}: {item.title} ({item.day or 'no date'}; {item.because})"
                    for each, item in shown
                )
            )
        )
    return blocks


def _shape(each: Readiness) -> str:
    """Say how broad it is, whether others were there, and where it goes."""
    if not each.support:
        return ""
    parts = [count_noun(each.breadth, "place")] if each.breadth else []
    parts.append(f"others in {each.together} of {len(each.support)}")
    return ", ".join([*parts, *([each.trend] if each.trend else [])])


def _why(each: Readiness) -> str:
    if each.standing is CriterionStanding.NOTHING:
        return f"{each.gap[:1].upper()}{each.gap[1:]}."
    return f"{each.because[:1].upper()}{each.because[1:]}." + (f" Missing: {each.gap}." if each.gap else "")


JOB = Job("readiness", run, group="Grow")
