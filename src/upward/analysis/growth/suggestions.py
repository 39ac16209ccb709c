"""Which criteria a record may show, by what its kind and fields say; never by single words, and never counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from upward.analysis.growth import practice_suggestions
from upward.model.record import Record
from upward.text.template_slots import open_slots
from upward.text.words import parse_number

# A decision with so many options weighed something.
OPTIONS = 2
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
    if record.kind in _BY_PERSON:
        return {**dict(_BY_PERSON[record.kind](record, me)), **stored}
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
        yield "senior-architecture-revisits", "predictions of a decision that were compared with the outcome"


_BY_KIND: Mapping[str, Callable[[Record], Iterator[tuple[str, str]]]] = {
    "story": _story,
    "concern": practice_suggestions.concern,
    "radar": practice_suggestions.radar,
    "mentoring": practice_suggestions.mentoring,
    "standard": practice_suggestions.standard,
    "message": practice_suggestions.message,
}
_BY_PERSON: Mapping[str, Callable[[Record, frozenset[str]], Iterator[tuple[str, str]]]] = {
    "decision": _decision,
    "incident": practice_suggestions.incident,
}
