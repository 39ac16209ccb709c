"""Where each criterion stands: confirmed occasions, another person's word, measures; what is missing and next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from upward.analysis.growth.assessment import RATINGS
from upward.analysis.growth.occasions import KINDS, TaggedRecords, distinct, occasions, support_of
from upward.analysis.growth.suggestions import suggested_criteria
from upward.model.judgement import CriterionStanding, Rating, Readiness, Support
from upward.model.record import Record
from upward.model.rubric import Criterion, Rubric
from upward.text.dates import parse_date
from upward.text.words import count_noun

# Older occasions show that one could, not that one does; it is said, and changes no standing.
FRESH_DAYS = 365
# From here on a half can be compared with the half before; below it there is no trend.
LEAST_FOR_TREND = 4
MEETS = RATINGS.index("meets")


def readiness(
    records: Sequence[Record],
    rubric: Rubric,
    level: str,
    today: date,
    books: Mapping[str, str],
    me: frozenset[str] = frozenset(),
) -> list[Readiness]:
    """Judge every criterion of a level, in the rubric's order, from all records of a logbook.

    Only what the person confirmed counts (`criteria` in the front matter), once for each occasion. Suggestions and
    records that are set aside are given beside it.
    """
    tagged, suggested = TaggedRecords.of(records), _all_suggested(records, me)
    ratings = _all_ratings(rubric, records)
    return [
        _judged(
            criterion, tagged, suggested.get(criterion.id, ()), tuple(ratings.get(criterion.id, ())), today, books, me
        )
        for criterion in rubric.criteria
        if level in {"", criterion.level} or not criterion.level
    ]


def _judged(
    criterion: Criterion,
    tagged: TaggedRecords,
    suggested: Sequence[tuple[Record, str]],
    ratings: tuple[Rating, ...],
    today: date,
    books: Mapping[str, str],
    me: frozenset[str],
) -> Readiness:
    support, aside = occasions(criterion, tagged, me)
    standing, because = _standing(support, ratings, today)
    days = [each.day for each in support if each.day is not None]
    return Readiness(
        criterion.id,
        standing,
        tuple(support),
        max(days, default=None),
        _gap(criterion, standing, support),
        _next_step(criterion, standing, books),
        because,
        suggested=tuple(support_of(record, because, me, confirmed=False) for record, because in suggested),
        set_aside=tuple(aside),
        ratings=ratings,
        disputed=is_disputed(ratings),
        breadth=len({place for each in support for place in each.places}),
        together=sum(bool(each.partners) for each in support),
        trend=trend(days, today),
    )


def _all_suggested(records: Sequence[Record], me: frozenset[str]) -> Mapping[str, Sequence[tuple[Record, str]]]:
    """Give the records that may show a criterion, each with the reason, by criterion; those decided on are left out."""
    found: dict[str, list[tuple[Record, str]]] = {}
    for record in records:
        if record.kind in KINDS:
            decided = {*record.strings("criteria"), *record.strings("rejected-criteria")}
            for ident, because in suggested_criteria(record, me).items():
                if because and ident not in decided:
                    found.setdefault(ident, []).append((record, because))
    return found


def _all_ratings(rubric: Rubric, records: Sequence[Record]) -> Mapping[str, Sequence[Rating]]:
    """Give the newest rating of each person and role by criterion, the person's own first."""
    newest: dict[str, dict[tuple[str, str], Rating]] = {}
    known = [record for record in records if record.kind == "assessment" and record.string("rubric") == rubric.id]
    for record in sorted(known, key=lambda each: (each.string("date"), each.id)):
        by, role, day = record.string("by"), record.string("role"), parse_date(record.string("date"))
        for each in record.mappings("ratings"):
            if each.get("rating") in RATINGS:
                rating = Rating(by or role, role, str(each["rating"]), day, str(each.get("note", "")))
                newest.setdefault(str(each.get("criterion")), {})[by, role] = rating
    return {
        ident: sorted(ratings.values(), key=lambda each: (each.role != "self", each.role, each.by))
        for ident, ratings in newest.items()
    }


def is_disputed(ratings: Sequence[Rating]) -> bool:
    """Whether one person says that it is met and another that it is not."""
    met = {RATINGS.index(each.rating) >= MEETS for each in ratings}
    return len(met) > 1


def _standing(support: Sequence[Support], ratings: Sequence[Rating], today: date) -> tuple[CriterionStanding, str]:
    """Give the standing and its reason: a second person's word counts beside an occasion, never without one."""
    number = distinct(support)
    others = [each for each in ratings if each.role != "self"]
    against = [each for each in others if RATINGS.index(each.rating) < MEETS]
    vouching = [f"{each.by} rates it {each.rating}" for each in others if each not in against]
    vouching += [f"{name} vouches for it" for each in support for name in each.vouched_by]
    objecting = "".join(f"; {each.by} rates it {each.rating}" for each in against)
    if not support:
        said = f"; {'; '.join(vouching)}, but no occasion is recorded" if vouching else ""
        return CriterionStanding.NONE, f"no evidence yet{said}{objecting}"
    count_text = count_noun(number, "distinct occasion")
    age = max((each.day for each in support if each.day), default=None)
    stale = ", none in the last year" if age is None or (today - age).days > FRESH_DAYS else ""
    if vouching and not against:
        return CriterionStanding.VOUCHED, f"{count_text}{stale}; {'; '.join(dict.fromkeys(vouching))}"
    standing = CriterionStanding.REPEATED if number > 1 else CriterionStanding.ONCE
    return standing, f"{count_text}{stale}{objecting}"


def _gap(criterion: Criterion, standing: CriterionStanding, support: Sequence[Support]) -> str:
    if standing is CriterionStanding.NONE:
        return f"what would count: {criterion.looks_like[0] if criterion.looks_like else criterion.text}"
    if standing is CriterionStanding.ONCE:
        return "a second occasion, at another time and in another place"
    missing = []
    if standing is CriterionStanding.REPEATED:
        missing.append("another person's word")
    if not any(each.measures for each in support):
        missing.append("a measure")
    return " and ".join(missing)


def _next_step(criterion: Criterion, standing: CriterionStanding, books: Mapping[str, str]) -> str:
    if standing is CriterionStanding.VOUCHED:
        return "Keep a story about it ready."
    if standing is CriterionStanding.REPEATED:
        return "Ask a person who was there: record their words under `said`, or `upward assess --role manager`."
    looks = f"Aim for: {criterion.looks_like[0]}." if criterion.looks_like else criterion.text
    step = criterion.next_step or looks
    book = next((books[ident] for ident in criterion.reading if ident in books), "")
    return f"{step} Read: {book}." if book and standing is CriterionStanding.NONE else step


def trend(days: Sequence[date], today: date) -> str:
    """Compare the last year's halves; empty below four dated occasions in that year."""
    ages = [(today - day).days for day in days]
    now = sum(0 <= age < FRESH_DAYS // 2 for age in ages)
    before = sum(FRESH_DAYS // 2 <= age < FRESH_DAYS for age in ages)
    if now + before < LEAST_FOR_TREND:
        return ""
    return "rising" if now > before else "falling" if now < before else "steady"
