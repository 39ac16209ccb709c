"""The agenda of a one-to-one: what happened since the last, what is open, and what to ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from upward.analysis.growth.readiness import readiness
from upward.analysis.narrative.shown_records import answered
from upward.analysis.narrative.traceability import by_day
from upward.model.exporter import Exporter
from upward.model.judgement import CriterionStanding, Readiness
from upward.model.page import Block, Callout, Heading, Items, Page, Table
from upward.model.record import Record
from upward.model.rule import Context
from upward.text.dates import parse_date
from upward.text.template_slots import open_slots
from upward.text.words import count_noun

# A one-to-one looks back as far as this, and asks for so much.
DAYS, MOST = 30, 3
PATH, LEVEL = "senior-path", "senior"
KINDS = ("evidence", "story", "reading", "decision", "incident", "mentoring", "standard", "concern", "assessment")


def page(records: Sequence[Record], context: Context) -> Page:
    """Give the agenda."""
    since = context.today - timedelta(days=DAYS)
    evidence = [record for record in records if record.kind == "evidence"]
    recent = [record for record in by_day(evidence) if (parse_date(record.string("date")) or since) > since]
    stories = [record for record in records if record.kind == "story"]
    drafts = [(story.title, count) for story in stories if (count := len(list(open_slots(story.prose))))]
    judged = readiness(records, context.rubrics[PATH], LEVEL, context.today, {}, context.me)
    gaps = [each for each in judged if each.standing is CriterionStanding.NONE][:MOST]
    blocks: list[Block] = [*_disagreements(judged, context), Heading(f"Since {since.isoformat()}")]
    rows = tuple((record.string("date"), record.title, record.id) for record in recent)
    blocks.append(Table(("when", "what", "record"), rows) if rows else Callout("Nothing was recorded."))
    if drafts:
        blocks += [
            Heading("Stories I am still writing"),
            Items(tuple(f"{title}: {count_noun(count, 'question')} open" for title, count in drafts)),
        ]
    reading = tuple(
        record.title for record in records if record.kind == "reading" and record.string("state") == "reading"
    )
    if reading:
        blocks += [Heading("Reading"), Items(reading)]
    if gaps:
        criteria = {criterion.id: criterion for criterion in context.rubrics[PATH].criteria}
        asks = tuple(
            f"{criterion.title}: where could I show this? {criterion.looks_like[0]} would count."
            for criterion in (criteria[each.criterion] for each in gaps)
        )
        blocks += [Heading("What I would like to ask"), Items(asks)]
    return Page("One-to-one", tuple(blocks))


def _disagreements(judged: Sequence[Readiness], context: Context) -> Iterator[Block]:
    """Yield what the ratings disagree on: it comes first."""
    criteria = {criterion.id: criterion for criterion in context.rubrics[PATH].criteria}
    rows = tuple(
        (criteria[each.criterion].title, "; ".join(f"{item.by} ({item.role}): {item.rating}" for item in each.ratings),
         "; ".join(item.note for item in each.ratings if item.note))
        for each in judged
        if each.disputed
    )  # fmt: skip
    if rows:
        yield Heading("Where our ratings disagree")
        yield Table(("criterion", "ratings", "notes"), rows)


EXPORTER = Exporter("agenda", "The agenda of a one-to-one", ".md", KINDS, page=page, select=answered)
