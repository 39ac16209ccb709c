"""Which criteria a record may show, by what its kind and fields say; never by single words, and never counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from upward.model.record import Record
from upward.text.template_slots import open_slots
from upward.text.words import parse_number

# A mentoring of so many sessions is one over months; a decision with so many options weighed something.
SESSIONS, OPTIONS = 3, 2
_BY_TEMPLATE = {
    "mentorship": ("senior-mentoring-grows", "a finished story of mentoring"),
    "crisis": ("senior-ownership-leads-incidents", "a finished story of a crisis"),
    "cross-team-alignment": ("senior-communication-aligns", "a finished story of teams that disagreed"),
    "technical-direction": ("senior-architecture-trade-offs", "a finished story of a technical direction"),
}
_ACCEPTED = "accepted"


def suggested_criteria(record: Record, me: frozenset[str] = frozenset()) -> Mapping[str, str]:
    """Give the criteria that a record may show, each with the reason; stored suggestions come along."""
    stored = dict.fromkeys(record.strings("suggested-criteria"), "suggested when it was recorded")
    if record.kind == "decision":
        return {**dict(_decision(record, me)), **stored}
    maker = _BY_KIND.get(record.kind)
    return {**dict(maker(record) if maker else ()), **stored}


def _story(record: Record) -> Iterator[tuple[str, str]]:
    if next(open_slots(record.prose), None) is None and record.string("template") in _BY_TEMPLATE:
        yield _BY_TEMPLATE[record.string("template")]


def _decision(record: Record, me: frozenset[str]) -> Iterator[tuple[str, str]]:
    makers = [name.lower() for name in record.strings("decision-makers")]
    if record.string("status").split(" ")[0] != _ACCEPTED or (makers and me and not me & set(makers)):
        return
    options, results = record.mappings("x-options"), record.mappings("x-results")
    if len(options) >= OPTIONS and results:
        yield (
            "senior-architecture-trade-offs",
            f"an accepted decision between {len(options)} options, weighed against scenarios",
        )
    scenarios = [
        each
        for each in record.mappings("x-scenarios")
        if parse_number(str(each.get("measure", "")).split(" ")[0]) is not None
    ]
    if scenarios:
        yield "senior-architecture-requirements", "requirements with numbers in a decision"
    if any(each.get("came") for each in record.mappings("x-predictions")):
        yield "senior-architecture-revisits", "predictions of a decision that were looked back at"


def _incident(record: Record) -> Iterator[tuple[str, str]]:
    if record.string("part").lower() in {"lead", "owner", "commander", "incident commander"}:
        yield "senior-ownership-leads-incidents", "an incident with you as its commander"
    done = [
        each for each in record.mappings("actions") if each.get("status") == "done" and each.get("type") == "prevent"
    ]
    if record.string("cause") and done:
        yield "senior-ownership-prevents", "an incident whose cause is known and whose preventive action is done"


def _mentoring(record: Record) -> Iterator[tuple[str, str]]:
    if len(record.mappings("sessions")) >= SESSIONS:
        yield "senior-mentoring-grows", f"mentoring over {len(record.mappings('sessions'))} sessions"


def _standard(record: Record) -> Iterator[tuple[str, str]]:
    if record.mappings("adoption") or record.mappings("measurements"):
        yield "senior-standards-wins-adoption", "a standard whose adoption is measured"


_BY_KIND: Mapping[str, Callable[[Record], Iterator[tuple[str, str]]]] = {
    "story": _story,
    "incident": _incident,
    "mentoring": _mentoring,
    "standard": _standard,
}
