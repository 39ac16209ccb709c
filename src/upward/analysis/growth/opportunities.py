"""Where in one's own work the next step could be: open concerns, decisions due or unwritten, unreviewed changes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from upward.model.record import Record
from upward.text.dates import parse_date
from upward.text.template_slots import text_without_slots

# Work of the last so many days is still a place to do something in.
RECENT = 180
# What somebody chose, and could have chosen otherwise.
_CHOICE = re.compile(
    r"(?i)\b(?:decid|chose\b|choos|instead of|trade-?offs?|replac|migrat|switch(?:ed)? (?:from|to)|re-?design"
    r"|rewr[io]te|adopt)"
)
_REVIEWED = frozenset({"reviewer", "tester", "committer"})
# From here on an effort is large enough that somebody else should have looked at it.
LEAST_SIGNIFICANCE = 0.3


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Something to do: in words, the record it is about, and the text that says what it speaks to."""

    text: str
    record: str
    words: str
    areas: tuple[str, ...] = ()
    # How much better than recent work at large: what waits for somebody comes first.
    weight: float = 1.0


def opportunities(records: Sequence[Record], today: date) -> Iterator[Opportunity]:
    """Yield what waits in a logbook's records, and the recent work in which something could be done."""
    decisions = [record for record in records if record.kind == "decision"]
    told = "\n".join(record.text for record in decisions)
    for record in records:
        if record.kind == "concern" and record.string("status") in {"", "open"}:
            due = parse_date(record.string("review-by"))
            late = ", whose review is overdue" if due is not None and due < today else ""
            text = f"{record.title} ({record.id}), an open concern{late}"
            words = f"{record.title} {record.string('about')} {text_without_slots(record)}"
            yield Opportunity(text, record.id, words, record.strings("paths"), 1.5)
        elif record.kind == "decision":
            due = parse_date(record.string("x-revisit"))
            if due is not None and due <= today:
                text = f"{record.title} ({record.id}), a decision to look back at"
                yield Opportunity(text, record.id, f"decision {record.title} {text_without_slots(record)}", (), 1.2)
        elif (
            record.kind == "evidence" and 0 <= (today - (parse_date(record.string("date")) or date.min)).days <= RECENT
        ):
            yield from _of_work(record, told)


def _of_work(record: Record, told: str) -> Iterator[Opportunity]:
    said = f"{record.title} {text_without_slots(record)}"
    areas = record.strings("areas")
    yield Opportunity(f"{record.title} ({record.id})", record.id, said, areas)
    named = record.id in told or any(ref in told for ref in record.strings("refs"))
    if _CHOICE.search(said) and not named:
        text = f"{record.title} ({record.id}), whose decision nobody wrote down"
        yield Opportunity(text, record.id, f"decision trade-off design document {said}", areas, 1.1)
    parts = {str(person.get("part", "")) for person in record.mappings("people")}
    from_git = any(origin.startswith("git:") for origin in record.strings("origins"))
    if from_git and not parts & _REVIEWED and _number(record.string("significance")) >= LEAST_SIGNIFICANCE:
        text = f"{record.title} ({record.id}), which carries nobody's review"
        yield Opportunity(text, record.id, f"review standard feedback {said}", areas, 1.1)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
