"""Numbers with their standing and records, and the parts of a story that exports show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from upward.analysis.narrative.claims import ClaimStanding, claims_of
from upward.model.corpus import Corpus
from upward.model.page import Block, Table
from upward.model.record import Record
from upward.text.dates import parse_date
from upward.text.story_parts import Part, story_parts
from upward.text.template_slots import slots, text_without_slots

Row = tuple[str, str, str]


def numbers(story: Record, corpus: Corpus, me: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Yield a story's numbers and scopes, the standing of each, and the records or the reason."""
    for claim in claims_of(story, corpus, me):
        if claim.kind != "verb":
            yield claim.text, claim.standing.value, ", ".join(claim.evidence) or claim.because


def claim_table(stories: Sequence[Record], corpus: Corpus, me: frozenset[str] = frozenset()) -> Block | None:
    """Give a table of every number of these stories with its standing; None where they have none."""
    rows = tuple(dict.fromkeys((story.title, *row) for story in stories for row in numbers(story, corpus, me)))
    return Table(("story", "number", "standing", "records, or why not"), rows) if rows else None


def stated_only(story: Record, corpus: Corpus) -> list[str]:
    """Give the numbers of a story that rest on the person's word alone."""
    return [text for text, standing, _ in numbers(story, corpus) if standing == ClaimStanding.STATED.value]


def part(story: Record, *names: Part) -> str:
    """Give the words of some parts of a story, as they would be said; the whole where it labels none."""
    found = story_parts(story)
    text = text_without_slots(story)
    chosen = [found[name] for name in names if name in found]
    pieces = (
        [text[span.start - story.body.start : span.stop - story.body.start] for span in chosen] if found else [text]
    )
    return " ".join(" ".join(pieces).split())


def version(story: Record, name: str) -> str:
    """Give one of a story's shorter forms; empty where it has none."""
    versions = story.fields.get("versions", {})
    value = versions.get(name, "") if isinstance(versions, Mapping) else ""
    return value if isinstance(value, str) else ""


def metrics(story: Record) -> Iterator[str]:
    """Yield a story's metrics in words: "38 minutes to restore, before 310 (April 2026)"."""
    for metric in story.mappings("metrics"):
        value, unit, baseline, period = (str(metric.get(key, "")) for key in ("value", "unit", "baseline", "period"))
        before = f", before {baseline}" if baseline else ""
        when = f" ({period})" if period else ""
        yield f"{value} {unit}".strip() + before + when


def finished(records: Sequence[Record]) -> list[Record]:
    """Give the stories without open questions, newest first: a draft is nobody's business yet."""
    return by_day([record for record in records if record.kind == "story" and next(slots(record.prose), None) is None])


def by_day(records: Sequence[Record]) -> list[Record]:
    """Give the records newest first, those without a date last."""
    return sorted(records, key=lambda record: (str(parse_date(record.string("date")) or ""), record.id), reverse=True)
