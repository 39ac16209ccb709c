"""Where evidence carries each criterion, how fresh it is, what is missing, and what to do next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from upward.analysis.growth import rubric_signals
from upward.model.judgement import CriterionStanding, Label, Readiness, Support
from upward.model.record import Record
from upward.model.rubric import Criterion, Rubric
from upward.text.dates import parse_date
from upward.text.template_slots import text_without_slots
from upward.text.words import count_noun

# Evidence older than this shows that one could, not that one does.
FRESH_DAYS = 365
HALF_YEAR = 183
# Two confirmed pieces are a habit; one is an occasion. What is only read out of words counts less.
ENOUGH_CONFIRMED = 2
LIKELY = 0.6


def readiness(
    evidence: Sequence[Record],
    stories: Sequence[Record],
    rubric: Rubric,
    level: str,
    today: date,
    books: Mapping[str, str],
) -> list[Readiness]:
    """Judge every criterion of a level, in the rubric's order.

    A criterion that the owner tagged is confirmed support; one that the words and paths
    only hint at is a suggestion, and never by itself more than "some".
    """
    told = {ident for story in stories for ident in story.strings("evidence")}
    hints = {record.path: _hints(record, rubric, level) for record in evidence}
    return [
        _judged(criterion, _support(criterion, evidence, hints, told), today, books)
        for criterion in rubric.criteria
        if level in {"", criterion.level} or not criterion.level
    ]


def _hints(record: Record, rubric: Rubric, level: str) -> Mapping[str, Label]:
    text = f"{record.title} {text_without_slots(record)}"
    paths = [f"{area}/x" for area in record.strings("areas")] + list(record.strings("areas"))
    return {
        label.criterion: label
        for label in rubric_signals.match_criteria(text, rubric, paths, level)[:6]
        if label.strength >= LIKELY
    }


def _support(
    criterion: Criterion, evidence: Sequence[Record], hints: Mapping[str, Mapping[str, Label]], told: set[str]
) -> list[Support]:
    found = []
    for record in evidence:
        confirmed = criterion.id in record.strings("criteria")
        hint = hints[record.path].get(criterion.id)
        if not confirmed and hint is None:
            continue
        because = "you tagged it" if confirmed else hint.because if hint else ""
        if record.id in told:
            because += "; told in a story"
        day, places, partners = parse_date(record.string("date")), _places(record), _partners(record)
        found.append(Support(record.id, record.title, day, because, confirmed, places, partners))
    return sorted(found, key=lambda each: (not each.confirmed, -(each.day or date.min).toordinal(), each.evidence))


def _judged(criterion: Criterion, support: Sequence[Support], today: date, books: Mapping[str, str]) -> Readiness:
    confirmed = [each for each in support if each.confirmed]
    days = [each.day for each in support if each.day is not None]
    latest = max(days, default=None)
    fresh = [each for each in support if each.day is not None and (today - each.day).days <= FRESH_DAYS]
    standing, because, gap = _standing(criterion, support, confirmed, fresh)
    return Readiness(
        criterion.id,
        standing,
        tuple(support),
        latest,
        gap,
        _next_step(criterion, standing, support, books),
        because,
        breadth=len({place for each in support for place in each.places}),
        together=sum(bool(each.partners) for each in support),
        trend=_trend(support, today),
    )


def _places(record: Record) -> tuple[str, ...]:
    """Give where it was: the repository, or else the top of the areas touched."""
    repo = record.string("repo")
    return (repo,) if repo else tuple(dict.fromkeys(area.split("/")[0] for area in record.strings("areas")))


def _partners(record: Record) -> tuple[str, ...]:
    """Give who else was there."""
    return tuple(str(person.get("name", "")) for person in record.mappings("people") if person.get("part") != "author")


def _trend(support: Sequence[Support], today: date) -> str:
    """Compare the last half-year with the one before; empty where both are too little to say."""
    ages = [(today - each.day).days for each in support if each.day is not None]
    now, before = (sum(low <= age < low + HALF_YEAR for age in ages) for low in (0, HALF_YEAR))
    if now + before < ENOUGH_CONFIRMED:
        return ""
    return "rising" if now > before else "falling" if now < before else "steady"


def _standing(
    criterion: Criterion, support: Sequence[Support], confirmed: Sequence[Support], fresh: Sequence[Support]
) -> tuple[CriterionStanding, str, str]:
    wanted = criterion.looks_like[0] if criterion.looks_like else criterion.text
    if not support:
        return CriterionStanding.NOTHING, "no evidence speaks to it", f"nothing yet that looks like: {wanted}"
    if not fresh:
        return CriterionStanding.FADED, f"{_count(support)}, none from the last year", "something recent"
    if len([each for each in fresh if each.confirmed]) >= ENOUGH_CONFIRMED:
        return CriterionStanding.STRONG, f"{len(confirmed)} confirmed, {len(fresh)} from the last year", ""
    if confirmed:
        alone = "" if any(each.partners for each in fresh) else ", better with other people"
        return (
            CriterionStanding.SOME,
            f"{len(confirmed)} confirmed",
            f"a second occasion{alone}, better in another place",
        )
    return (
        CriterionStanding.SOME,
        f"{_count(support)} suggested by words or paths, none confirmed",
        "your word for it: tag the evidence that shows it",
    )


def _count(support: Sequence[Support]) -> str:
    return count_noun(len(support), "piece of evidence", "pieces of evidence")


def _next_step(
    criterion: Criterion, standing: CriterionStanding, support: Sequence[Support], books: Mapping[str, str]
) -> str:
    if standing is CriterionStanding.STRONG:
        return "Keep a story of it ready."
    suggested = next((each for each in support if not each.confirmed), None)
    if standing is CriterionStanding.SOME and suggested is not None and not any(each.confirmed for each in support):
        return f"Does {suggested.evidence} show it? Then add `criteria: [{criterion.id}]` to it."
    step = criterion.next_step or f"Aim for: {criterion.looks_like[0]}." if criterion.looks_like else criterion.text
    book = next((books[ident] for ident in criterion.reading if ident in books), "")
    return f"{step} Read: {book}." if book and standing is CriterionStanding.NOTHING else step
