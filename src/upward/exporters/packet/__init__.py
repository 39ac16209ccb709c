"""A promotion packet: what was done for each area of the path, in a paragraph a story, every number traced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from upward.analysis.narrative.traceability import by_day, claim_table, finished, metrics, part, version
from upward.model.exporter import Exporter
from upward.model.page import Block, Callout, FactList, Heading, Items, Page, Prose, Table, Tone
from upward.model.record import Record
from upward.model.rubric import Area, Rubric
from upward.model.rule import Context
from upward.text.story_parts import Part

PATH = "senior-path"


def page(records: Sequence[Record], context: Context) -> Page:
    """Give the packet."""
    rubric = context.rubrics[PATH]
    stories = finished(records)
    evidence = by_day([record for record in records if record.kind == "evidence"])
    blocks: list[Block] = [FactList((("as of", context.today.isoformat()), ("measured against", rubric.title)))]
    for area in rubric.areas:
        blocks += _area(area, rubric, stories, evidence)
    rest = [story for story in stories if not _areas(story, rubric)]
    if rest:
        blocks += [Heading("Other work"), *(block for story in rest for block in _story(story))]
    table = claim_table(stories, context.corpus, context.me)
    if table is not None:
        blocks += [Heading("Where each number comes from"), table]
    if not stories and not evidence:
        blocks.append(Callout("There is nothing to show yet: no story and no evidence that may be shared.", Tone.WARN))
    return Page("Promotion packet", tuple(blocks))


def _areas(record: Record, rubric: Rubric) -> set[str]:
    found = (rubric.criterion(ident) for ident in record.strings("criteria"))
    return {criterion.area for criterion in found if criterion is not None}


def _area(area: Area, rubric: Rubric, stories: Sequence[Record], evidence: Sequence[Record]) -> Iterator[Block]:
    mine = [story for story in stories if area.id in _areas(story, rubric)]
    told = {ident for story in mine for ident in story.strings("evidence")}
    loose = [item for item in evidence if area.id in _areas(item, rubric) and item.id not in told]
    if not mine and not loose:
        return
    yield Heading(area.title)
    for story in mine:
        yield from _story(story)
    if loose:
        yield Table(
            ("also", "when", "it shows", "record"),
            tuple((item.title, item.string("date"), ", ".join(_titles(item, area, rubric)), item.id) for item in loose),
        )


def _titles(record: Record, area: Area, rubric: Rubric) -> Iterator[str]:
    for ident in record.strings("criteria"):
        criterion = rubric.criterion(ident)
        if criterion is not None and criterion.area == area.id:
            yield criterion.title or criterion.id


def _story(story: Record) -> Iterator[Block]:
    yield Heading(story.title, 3)
    yield Prose(version(story, "packet") or part(story, Part.TASK, Part.ACTION, Part.RESULT))
    shown = tuple(metrics(story))
    if shown:
        yield Items(shown)
    linked = story.strings("evidence")
    yield Prose(f"Rests on: {', '.join(linked)}." if linked else "It names no evidence yet.")


EXPORTER = Exporter(
    "packet", "A promotion packet by area, every number traced", ".md", ("story", "evidence"), page=page
)
