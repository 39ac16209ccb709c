"""Where a criterion could be shown next: open concerns, due and unrecorded decisions, open actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from upward.model.record import Record
from upward.text.dates import parse_date

# Work of the last so many days can still be written up, in days.
RECENT = 180
# A title that says something was replaced by something else: a choice was made.
_CHOICE = re.compile(
    r"(?i)\b(?:replac\w+|migrat\w+|switch(?:ed|es|ing)? (?:from|to)|re-?design\w*|rewr[io]te|adopt(?:ed|s|ing)?)\b"
)
# Which criteria an open concern serves, by what it is about.
_BY_CONCERN = {
    "observability": ("senior-ownership-observability", "intermediate-ownership-observability"),
    "performance": ("senior-ownership-performance", "intermediate-ownership-performance"),
    "security": ("senior-ownership-security", "intermediate-ownership-security"),
    "debt": ("senior-ownership-debt", "intermediate-ownership-debt"),
    "technical-debt": ("senior-ownership-debt", "intermediate-ownership-debt"),
}
_ANY_CONCERN = ("senior-ownership-steps-in", "senior-standards-measures")
_REVISIT = ("senior-architecture-revisits",)
_UNRECORDED = ("senior-architecture-trade-offs", "senior-architecture-decides", "intermediate-architecture-options")
_ACTION = ("senior-ownership-prevents", "intermediate-ownership-root-cause")
_FORGES = ("github:", "gitlab:", "gerrit:", "bitbucket:")
_UNREVIEWED = ("senior-architecture-stress-tests", "intermediate-architecture-seeks-review")
_REVIEWED = frozenset({"reviewer", "tester", "committer", "merger"})
# From here on an effort is large enough that another person should have looked at it.
LEAST_SIGNIFICANCE = 0.3


@dataclass(frozen=True, slots=True)
class Opportunity:
    """Something to do: in words, the record it is about, and the criteria it serves by its kind."""

    text: str
    record: str
    criteria: tuple[str, ...]
    # What waits longest or weighs most comes first.
    weight: float = 1.0


def opportunities(records: Sequence[Record], today: date) -> Iterator[Opportunity]:
    """Yield what waits in a logbook's records, and recent work whose decision is not recorded."""
    decided = "\n".join(record.text for record in records if record.kind == "decision")
    for record in records:
        match record.kind:
            case "concern":
                yield from _of_concern(record, today)
            case "decision":
                due = parse_date(record.string("x-revisit"))
                if (
                    due is not None
                    and due <= today
                    and not any(each.get("came") for each in record.mappings("x-predictions"))
                ):
                    yield Opportunity(
                        f"{record.title} ({record.id}), a decision due for its review", record.id, _REVISIT, 1.2
                    )
            case "incident":
                yield from _of_incident(record)
            case "evidence":
                yield from _of_work(record, decided, today)


def _of_concern(record: Record, today: date) -> Iterator[Opportunity]:
    if record.string("status") not in {"", "open"}:
        return
    due = parse_date(record.string("review-by"))
    late = ", whose review is overdue" if due is not None and due < today else ""
    criteria = (*_BY_CONCERN.get(record.string("about").lower(), ()), *_ANY_CONCERN)
    yield Opportunity(f"{record.title} ({record.id}), an open concern{late}", record.id, criteria, 1.5)


def _of_incident(record: Record) -> Iterator[Opportunity]:
    waiting = [each for each in record.mappings("actions") if each.get("status", "open") == "open"]
    if waiting:
        text = f"{record.title} ({record.id}), an incident with {len(waiting)} open action{'s' * (len(waiting) > 1)}"
        yield Opportunity(text, record.id, _ACTION, 1.3)


def _of_work(record: Record, decided: str, today: date) -> Iterator[Opportunity]:
    day = parse_date(record.string("date"))
    if day is None or not 0 <= (today - day).days <= RECENT:
        return
    named = record.id in decided or any(ref in decided for ref in record.strings("refs"))
    if _CHOICE.search(record.title) and not named:
        yield Opportunity(f"{record.title} ({record.id}), whose decision is not recorded", record.id, _UNRECORDED, 1.1)
    parts = {str(person.get("part", "")) for person in record.mappings("people")}
    on_forge = any(origin.startswith(_FORGES) for origin in record.strings("origins"))
    # Only a forge knows who reviewed; a git history alone does not.
    if on_forge and not parts & _REVIEWED and _significance(record) >= LEAST_SIGNIFICANCE:
        text = f"{record.title} ({record.id}), for which the forge shows no review"
        yield Opportunity(text, record.id, _UNREVIEWED, 1.1)


def _significance(record: Record) -> float:
    try:
        return float(record.string("significance"))
    except ValueError:
        return 0.0
