"""An answer for each leadership principle: the story that shows it, short enough to read on the go."""

from __future__ import annotations

from collections.abc import Sequence

from upward.analysis.narrative.traceability import claim_tables, finished, metrics, paragraphs, told, version
from upward.model.corpus import MemoryCorpus
from upward.model.exporter import Exporter
from upward.model.page import Block, Callout, Heading, Items, Page, Prose, Tone
from upward.model.record import Record
from upward.model.rule import Context

RUBRIC = "amazon-principles"


def page(records: Sequence[Record], context: Context) -> Page:
    """Give the answers, and which principles have none."""
    written = finished(records)
    blocks: list[Block] = []
    missing: list[str] = []
    shown: dict[str, Record] = {}
    for criterion in context.rubrics[RUBRIC].criteria:
        stories = [record for record in written if criterion.id in record.strings("principles")]
        if not stories:
            missing.append(criterion.title)
            continue
        blocks += [Heading(criterion.title), Prose(criterion.text)]
        for story in stories:
            blocks += [
                Heading(story.title, 3),
                *(_story_blocks(story) if story.id not in shown else (Prose("The same story as above."),)),
            ]
            shown[story.id] = story
    if missing:
        blocks.append(Callout(f"No story yet for {', '.join(missing)}.", Tone.WARN))
    return Page("Answers by principle", tuple(blocks))


def _story_blocks(story: Record) -> list[Block]:
    short = version(story, "two-minute")
    if short:
        return [Prose(paragraphs(short))]
    blocks: list[Block] = [Prose(f"{name}: {text}" if name else text) for name, text in told(story)]
    numbers = tuple(metrics(story))
    return [*blocks, Items(numbers)] if numbers else blocks


def _numbers(records: Sequence[Record], context: Context) -> Sequence[Block]:
    return claim_tables(finished(records), MemoryCorpus.of(records), context.me)


EXPORTER = Exporter(
    "principles",
    "An answer for each leadership principle",
    ".md",
    ("story", "evidence"),
    page=page,
    appendices={"numbers": _numbers},
)
