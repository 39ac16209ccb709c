"""A promotion packet: who, from which level to which, what was shown in each area, what others say, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from upward.analysis.growth.readiness import readiness
from upward.analysis.narrative.shown_records import for_others
from upward.analysis.narrative.traceability import (
    by_day,
    claim_tables,
    finished,
    metrics,
    paragraphs,
    result_line,
    sources,
    told,
    version,
    words_of_others,
)
from upward.model.corpus import MemoryCorpus
from upward.model.exporter import Exporter
from upward.model.judgement import CriterionStanding, Readiness
from upward.model.page import Block, Callout, FactList, Heading, Items, Meter, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.model.rubric import Area, Rubric
from upward.model.rule import Context
from upward.text.story_parts import Part
from upward.text.words import count_noun

PATH = "senior-path"
# A story without a confirmed criterion stands in the area of its template, and says so.
_BY_TEMPLATE = {
    "technical-direction": "architecture",
    "crisis": "ownership",
    "mentorship": "mentoring",
    "cross-team-alignment": "communication",
}
_SHARE = {
    CriterionStanding.NONE: 0.0,
    CriterionStanding.ONCE: 1 / 3,
    CriterionStanding.REPEATED: 2 / 3,
    CriterionStanding.VOUCHED: 1.0,
}
KINDS = ("story", "evidence", "decision", "incident", "mentoring", "standard", "concern", "review", "assessment")


def page(records: Sequence[Record], context: Context) -> Page:
    """Give the packet."""
    rubric = context.rubrics[PATH]
    target = context.level if context.level in rubric.levels else rubric.levels[-1]
    present = rubric.levels[max(0, rubric.levels.index(target) - 1)]
    judged = {level: readiness(records, rubric, level, context.today, {}, context.me) for level in rubric.levels}
    stories = finished(records)
    held = {record.id: record for record in records}
    areas = {story.id: _areas_of(story, held, rubric) for story in stories}
    facts = [("name", context.name)] if context.name else []
    facts += [
        ("present level", present),
        ("level asked for", target),
        ("as of", context.today.isoformat()),
        ("measured against", rubric.title),
    ]
    blocks: list[Block] = [FactList(tuple(facts))]
    blocks += [Heading("Summary"), *_summary(rubric, judged[target], stories, areas)]
    blocks += [Heading("Standing by area"), *_chart(rubric, judged, target)]
    story_ids: dict[str, str] = {}
    for area in rubric.areas:
        mine = [story for story in stories if area.id in areas[story.id]]
        blocks += _area(area, rubric, [each for found in judged.values() for each in found], mine, held)
        for story in mine:
            if story.id in story_ids:
                blocks.append(Prose(f"See also {story.title}, under {story_ids[story.id]}."))
            else:
                story_ids[story.id] = area.title
                blocks += _story(story, held, rubric, context.me)
    rest = [story for story in stories if not areas[story.id]]
    if rest:
        blocks += [Heading("Other work"), *(block for story in rest for block in _story(story, held, rubric))]
    blocks += [*_others(records, context.me), *_ratings(rubric, judged[target]), *_timeline(records, rubric)]
    if not stories and not any(record.kind == "evidence" for record in records):
        blocks.append(Callout("There is no story or evidence that may be shared.", Tone.WARN))
    return Page(f"Promotion packet{f': {context.name}' if context.name else ''}", tuple(blocks))


def _criteria_of(story: Record, held: Mapping[str, Record]) -> tuple[str, ...]:
    """Give the criteria of a story: its own, and those of the records it links."""
    linked = (held[ident] for ident in story.strings("evidence") if ident in held)
    confirmed = (
        each
        for record in (story, *linked)
        for each in record.strings("criteria")
        if each not in record.strings("rejected-criteria")
    )
    return tuple(dict.fromkeys(confirmed))


def _areas_of(story: Record, held: Mapping[str, Record], rubric: Rubric) -> set[str]:
    found = (rubric.criterion(ident) for ident in _criteria_of(story, held))
    confirmed = {criterion.area for criterion in found if criterion is not None}
    template = _BY_TEMPLATE.get(story.string("template"), "")
    return confirmed or ({template} if template else set())


def _summary(
    rubric: Rubric, judged: Sequence[Readiness], stories: Sequence[Record], areas: Mapping[str, set[str]]
) -> Iterator[Block]:
    count = Counter(each.standing for each in judged)
    shown = [area.title for area in rubric.areas if any(area.id in found for found in areas.values())]
    where = f" in {', '.join(shown)}" if shown else ""
    yield Prose(f"{count_noun(len(stories), 'story', 'stories')}{where}.")
    met = ", ".join(
        f"{count[standing]} {standing.value}" for standing in reversed(CriterionStanding) if count[standing]
    )
    yield Prose(f"Of the {len(judged)} criteria of that level: {met}.")
    lines = tuple(f"{story.title}{f': {line}' if (line := result_line(story)) else ''}" for story in stories)
    if lines:
        yield Items(lines)
    open_ones = [each for each in judged if each.disputed]
    if open_ones:
        yield Callout(
            (f"Ratings disagree on {count_noun(len(open_ones), 'criterion', 'criteria')}; see the section Ratings."),
            Tone.WARN,
        )


def _chart(rubric: Rubric, judged: Mapping[str, Sequence[Readiness]], target: str) -> Iterator[Block]:
    """Yield a bar for each area of the level asked for; of another level only what its records show.

    Evidence of a level that the person holds is not collected: that it is missing says nothing.
    """
    for level, found in judged.items():
        meters = []
        for area in rubric.areas:
            mine = _of_area(rubric, area, found)
            count = Counter(each.standing for each in mine)
            shown = [standing for standing in reversed(CriterionStanding) if count[standing]]
            if level != target:
                shown = [standing for standing in shown if standing is not CriterionStanding.NONE]
            caption = ", ".join(f"{count[standing]} {standing.value}" for standing in shown)
            if shown:
                meters.append(Meter(area.title, sum(_SHARE[each.standing] for each in mine) / len(mine), caption))
        if meters:
            yield Heading(level.capitalize(), 3)
            yield from meters
            if level != target:
                yield Prose("Evidence of this level was not collected as such; other criteria are left out.")


def _of_area(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> list[Readiness]:
    return [each for each in judged if (criterion := rubric.criterion(each.criterion)) and criterion.area == area.id]


def _area(
    area: Area, rubric: Rubric, judged: Sequence[Readiness], stories: Sequence[Record], held: Mapping[str, Record]
) -> Iterator[Block]:
    shown = [each for each in _of_area(rubric, area, judged) if each.support]
    if not stories and not shown:
        return
    yield Heading(area.title)
    rows = tuple(
        (
            _title(rubric, each.criterion),
            each.standing.value,
            "; ".join(held[item.evidence].title for item in each.support[:3] if item.evidence in held),
            each.because,
        )
        for each in shown
    )
    yield (
        Table(("criterion", "standing", "shown by", "because"), rows)
        if rows
        else Prose("No criterion is confirmed yet.")
    )


def _title(rubric: Rubric, ident: str) -> str:
    criterion = rubric.criterion(ident)
    return (criterion.title or criterion.text) if criterion else ident


def _story(
    story: Record, held: Mapping[str, Record], rubric: Rubric, me: frozenset[str] = frozenset()
) -> Iterator[Block]:
    """Yield a story: its situation kept, what was done and what came of it, numbers, criteria and sources."""
    yield Heading(story.title, 3)
    short = paragraphs(version(story, "packet"))
    parts = told(story)
    if short:
        parts = [(name, text) for name, text in parts if name == Part.SITUATION.value.title()] + [("", short)]
    yield from (Prose(f"{name}: {text}" if name else text) for name, text in parts)
    shown = tuple(metrics(story))
    if shown:
        yield Items(shown)
    linked = [held[ident] for ident in story.strings("evidence") if ident in held]
    facts = [
        ("shows", ", ".join(_title(rubric, ident) for ident in _criteria_of(story, held) if rubric.criterion(ident)))
    ]
    facts += [
        (
            "sources",
            "; ".join(f"{record.title} ({', '.join(sources(record)) or record.string('date')})" for record in linked),
        )
    ]
    facts += [
        (
            "others say",
            "; ".join(f"{by}: {text}" for record in (story, *linked) for by, _, text in words_of_others(record, me)),
        )
    ]
    kept = tuple((name, text) for name, text in facts if text)
    yield FactList(kept) if kept else Prose("It has no link to evidence, and no criterion is confirmed for it.")


def _others(records: Sequence[Record], me: frozenset[str]) -> Iterator[Block]:
    rows = tuple(
        (by, role, text, record.title) for record in by_day(records) for by, role, text in words_of_others(record, me)
    )
    if rows:
        yield Heading("What other people say")
        yield Table(("who", "role", "words", "about"), rows)


def _ratings(rubric: Rubric, judged: Sequence[Readiness]) -> Iterator[Block]:
    """Yield the ratings; a note is written to the person, and stays with them."""
    rows = tuple(
        (
            _title(rubric, each.criterion),
            f"{item.by} ({item.role}): {item.rating}",
            "disputed" if each.disputed else "",
        )
        for each in judged
        for item in each.ratings
    )
    if rows:
        yield Heading("Ratings")
        yield Table(("criterion", "rating", ""), rows)


def _timeline(records: Sequence[Record], rubric: Rubric) -> Iterator[Block]:
    """Yield the evidence by date, with its areas and where it is kept."""
    rows = []
    for record in by_day(
        [each for each in records if each.kind in {"evidence", "decision", "incident"} and each.string("date")]
    ):
        criteria = (rubric.criterion(ident) for ident in record.strings("criteria"))
        titles = {area.id: area.title for area in rubric.areas}
        areas = dict.fromkeys(titles[criterion.area] for criterion in criteria if criterion)
        rows.append((record.string("date"), record.title, ", ".join(areas), "; ".join(sources(record))))
    if rows:
        yield Heading("Evidence by date")
        yield Table(("date", "what", "area", "source"), tuple(rows))


def _numbers(records: Sequence[Record], context: Context) -> Sequence[Block]:
    return claim_tables(finished(records), MemoryCorpus.of(records), context.me)


EXPORTER = Exporter(
    "packet",
    "A promotion packet by area, with sources",
    ".md",
    KINDS,
    page=page,
    select=for_others,
    appendices={"numbers": _numbers},
)
