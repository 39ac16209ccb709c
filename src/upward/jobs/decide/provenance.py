"""List where AI was used in decisions, and how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, NamedTuple

from upward.jobs.decide._log import decisions_at
from upward.model.job import PLACE, Job, JobResult
from upward.model.page import Block, Callout, Page, Prose, Table
from upward.model.record import Record
from upward.session.session import Session
from upward.text.words import count_noun


class AiPart(NamedTuple):
    """What AI did in a decision, as its record says; what it does not say is empty."""

    path: str
    process: str = ""
    level: str = ""
    option: str = ""
    section: str = ""
    tool: str = ""
    model: str = ""
    date: str = ""


def run(
    session: Session,
    path: Annotated[str, "A decision, or a folder of them; by default the logbook's", PLACE] = "",
) -> JobResult:
    """List each mark of AI use by decision; a decision without one is undeclared."""
    records = decisions_at(session, path)
    parts = [part for record in records for part in _parts(record)]
    declared = {part.path for part in parts}
    silent = [record.path for record in records if record.path not in declared]
    blocks: list[Block] = []
    if parts:
        columns = ("decision", "process", "level", "about", "tool", "model")
        rows = tuple(
            (each.path, each.process, each.level, each.option or each.section, each.tool, each.model) for each in parts
        )
        levels = Counter(each.level for each in parts)
        blocks.append(Table(columns, rows))
        blocks.append(Prose(", ".join(f"{level}: {count}" for level, count in levels.most_common())))
    if silent:
        said = f"{count_noun(len(silent), 'decision')} say nothing about AI use; that does not mean that none was used"
        blocks.append(Callout(f"{said}: {', '.join(silent)}"))
    return JobResult(Page("AI involvement", tuple(blocks)), {"provenance": parts, "undeclared": silent}, rows=parts)


def _parts(record: Record) -> Iterator[AiPart]:
    """Yield the record's marks of AI, then the options that are marked as AI's and not named in a mark."""
    marks = [
        AiPart(record.path, *(str(each.get(key, "")) for key in AiPart._fields[1:])) for each in record.mappings("x-ai")
    ]
    yield from marks
    named = {mark.option for mark in marks}
    for each in record.mappings("x-options"):
        option = str(each.get("id", ""))
        if each.get("ai") and option not in named:
            yield AiPart(record.path, process="design", level=str(each["ai"]), option=option)


JOB = Job("decide provenance", run)
