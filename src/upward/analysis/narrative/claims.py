"""The claims of a story: every number, scope and strong verb, whether it is stated, self-reported, traced or confirmed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from upward.analysis.narrative import authorship, subjects
from upward.analysis.narrative.claimed_numbers import claimed_numbers
from upward.analysis.narrative.metric_claims import MetricMatch, metric_of
from upward.analysis.narrative.number_claims import Claimed, Trace, look_alike, traces
from upward.analysis.narrative.outcome import measured_sentences
from upward.analysis.narrative.record_facts import WORK_KINDS, RecordFacts, facts_of
from upward.analysis.narrative.story_text import StoryText
from upward.model.corpus import Corpus
from upward.model.quantity import Quantity, QuantityKind
from upward.model.record import Record
from upward.model.span import Span
from upward.text import units
from upward.text.story_parts import Part

# Counts and times below it are asked about only where they are compared.
LARGE = 10
# As much is quoted of a change, in characters.
MOST_QUOTED = 60
_HARD_KINDS = {QuantityKind.PERCENT, QuantityKind.POINTS, QuantityKind.FACTOR, QuantityKind.MONEY, QuantityKind.SIZE}
_UNITS = (
    r"services|teams|regions|countries|repositories|products|departments|sites|offices|apps|markets|engineers|customers|clients|users|squads|systems"
    r"|developers|employees|platforms|stakeholders"
)
_SCOPE = re.compile(
    rf"(?i)\b(?:the (?:whole|entire) (?:org|organi[sz]ation|company|department|engineering|business|platform|industry|team|group)"
    rf"|(?:company|org|organi[sz]ation|industry|team|department|business)-?wide|globally|world-?wide|everyone in the company|everywhere"
    rf"|(?:every|each)(?: single)? (?:team|service|engineer|department|product|region|customer|office|squad|developer)|all (?:of )?(?:our |the )?(?:\w+ )?(?:{_UNITS})"
    rf"|none (?:of (?:them|the \w+) )?(?:was|were|is|has been|had been|has|had|failed|got|came)(?: \w+)?|not a single \w+)\b"
)
_NONE = re.compile(r"(?i)none\b|not a single\b")
_VERB = re.compile(
    r"\bI\s+(?:\w+ly\s+|also\s+|then\s+|personally\s+|single-?handedly\s+|had\s+|have\s+){0,2}"
    r"(led|owned|drove|designed|architected|spearheaded|founded|created|managed|headed|pioneered)\b"
    r"|\b(?i:(single-?handedly|all on my own|on my own|by myself|all alone))\b|\bI\s+(?:built|wrote|designed|did|ran|made|fixed|moved|rebuilt|implemented|shipped|developed|created)\b[^.\n]{0,30}?\b(alone)\b(?=[,.;]|\s+(?:and|I|in)\b)"
    r"|\b(?:I was|[Aa]s)\s+(?:the\s+)?(?:tech(?:nical)?\s+|team\s+|project\s+)?(lead|owner)\b|\bI was (in charge)\b|\b(?i:I was (the only one))\b"
)


class ClaimStanding(StrEnum):
    """How far a claim is shown: by the person's word, by their own measure, by a record, by another person."""

    STATED = "stated"
    SELF_REPORTED = "self-reported"
    TRACED = "traced"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Claim:
    """Something a listener could doubt; `because` says why it has its standing, `to_trace` what would raise it."""

    kind: str
    text: str
    span: Span
    standing: ClaimStanding
    evidence: tuple[str, ...]
    because: str
    to_trace: str
    quantity: Quantity | None = None
    # The words to quote it by: of a change both ends, "310 in January to 4".
    quoted: str = ""
    # Whether a metric holds the number and says how it was measured.
    has_method: bool = False


def claims_of(story: StoryText, corpus: Corpus, me: frozenset[str] = frozenset()) -> list[Claim]:
    """Give the claims of a story in the order of the text; `me` holds the person's names and addresses, lower case.

    Every verb, rule and export asks here, so that they agree. A story in another language has none: its numbers, dates
    and words would be misread, and `StoryText.unread` says so.
    """
    if story.is_foreign:
        return []
    linked = linked_facts(story.record, corpus, me)
    claims = [*_numbers(story, linked), *_scopes(story, linked), *_verbs(story, linked, me)]
    return sorted(claims, key=lambda claim: (claim.span, claim.kind))


def verb_claims(story: StoryText, corpus: Corpus, me: frozenset[str] = frozenset()) -> list[Claim]:
    """Give those of `claims_of` that are verbs, without looking at the numbers."""
    if story.is_foreign:
        return []
    return sorted(_verbs(story, linked_facts(story.record, corpus, me), me), key=lambda claim: claim.span)


def open_result_claims(story: StoryText, claims: Sequence[Claim]) -> list[Claim]:
    """Give the numbers and scopes of the Result that a listener asks about first, since nothing shows them.

    Those are shares, money, changes and numbers from ten on, unless a metric says how they were measured. Where no
    Result is labelled, it is the sentences with a measured result, and the whole story where there is none.
    """
    results = story.within(Part.RESULT) or (claims and measured_sentences(story)) or [story.body]
    return [
        claim
        for claim in claims
        if claim.standing is ClaimStanding.STATED
        and claim.kind != "verb"
        and not _NONE.match(claim.text)
        and any(span.start <= claim.span.start < span.stop for span in results)
        and (claim.quantity is None or _is_asked_about(claim.quantity, has_method=claim.has_method))
    ]


def _is_asked_about(quantity: Quantity, *, has_method: bool) -> bool:
    """Whether a number is large or a change, and no metric says how it was measured; a baseline is asked with its end."""
    is_large = quantity.kind in _HARD_KINDS or quantity.baseline is not None or abs(quantity.value) >= LARGE
    return is_large and not quantity.is_baseline and not has_method


def linked_facts(record: Record, corpus: Corpus, me: frozenset[str] = frozenset()) -> list[RecordFacts]:
    """Give what the records that a story links show; an assessment by another person speaks for what it cites."""
    found = [facts_of(item, me) for ident in record.strings("evidence") for item in corpus.named(ident)]
    return [item for item in found if item.record.kind in WORK_KINDS]


def _numbers(story: StoryText, linked: Sequence[RecordFacts]) -> Iterator[Claim]:
    found = story.quantities
    after = {each.baseline.span: each for each in found if each.baseline is not None}
    for quantity in claimed_numbers(story.text, story.body, found, story.within(Part.RESULT)):
        said = subjects.context(story.text, quantity.span, story.body)
        claimed = Claimed(quantity, said, after.get(quantity.span) if quantity.is_baseline else None)
        metric = metric_of(story, quantity, claimed.after)
        made = _number(claimed, list(traces(claimed, linked)), metric, look_alike(claimed, linked))
        has_method = metric.metric is not None and bool(metric.metric.get("method"))
        yield replace(made, quoted=_quoted(story.text, quantity), has_method=has_method)


def _quoted(text: str, quantity: Quantity) -> str:
    """Give the words of a number, of a change with both ends where they stand close together."""
    span, base = quantity.span, quantity.baseline
    if base is not None:
        whole = Span(min(span.start, base.span.start), max(span.stop, base.span.stop))
        span = whole if whole.stop - whole.start <= MOST_QUOTED else span
    return " ".join(span.cut(text).split())


def _number(claimed: Claimed, found: Sequence[Trace], metric: MetricMatch, alike: str) -> Claim:
    quantity = claimed.quantity
    confirmed = [trace for trace in found if trace.by]
    traced = [trace for trace in found if not trace.by]
    if confirmed:
        standing, because = ClaimStanding.CONFIRMED, f"{confirmed[0].by} says so: {confirmed[0].because}"
    elif traced:
        standing, because = ClaimStanding.TRACED, traced[0].because
    elif metric.metric is not None and not metric.lacking:
        standing, because = ClaimStanding.SELF_REPORTED, metric.source
    else:
        standing, because = ClaimStanding.STATED, metric.lacking or alike or "no metric or linked record has it"
    sources = tuple(dict.fromkeys(trace.record for trace in (*confirmed, *traced)))
    text = " ".join(quantity.text.split())
    return Claim("number", text, quantity.span, standing, sources, because, _to_trace(quantity, standing), quantity)


def _to_trace(quantity: Quantity, standing: ClaimStanding) -> str:
    if standing in {ClaimStanding.TRACED, ClaimStanding.CONFIRMED}:
        return ""
    if quantity.kind is QuantityKind.BARE:
        return "say what it counts; then link a record with that measure"
    return f"link evidence with an origin whose measures contain {quantity.text} for the same metric"


def _scopes(story: StoryText, linked: Sequence[RecordFacts]) -> Iterator[Claim]:
    for match in _SCOPE.finditer(story.text, story.body.start, story.body.stop):
        span = Span(*match.span())
        said = subjects.context(story.text, span, story.body)
        yield _scope(span, " ".join(match.group().split()), said, linked)


def _scope(span: Span, text: str, said: str, linked: Sequence[RecordFacts]) -> Claim:
    """A scope of everything is traced by a record that counts all of them: 14 of 14 services."""
    noun = units.singular(text.rsplit(maxsplit=1)[-1])
    about = subjects.terms(said) - subjects.terms(noun)
    for item in linked:
        for fact in item.facts:
            held = fact.quantity
            complete = held.whole is not None and held.value == held.whole and held.noun == noun
            full = held.kind is QuantityKind.PERCENT and held.value == 100 and held.noun == noun  # noqa: PLR2004
            if (
                (complete or full)
                and (item.is_traceable or fact.by)
                and (about & (fact.terms | subjects.terms(item.record.title)))
            ):
                standing = ClaimStanding.CONFIRMED if fact.by else ClaimStanding.TRACED
                return Claim("scope", text, span, standing, (item.record.id,), f"the record has {held.text}", "")
    because = "no linked record counts all of them"
    return Claim(
        "scope",
        text,
        span,
        ClaimStanding.STATED,
        (),
        because,
        "say how many of how many, and link a record that counts them",
    )


def _verbs(story: StoryText, linked: Sequence[RecordFacts], me: frozenset[str]) -> Iterator[Claim]:
    for span in story.without(Part.SITUATION, Part.LEARNING):
        for match in _VERB.finditer(story.text, span.start, span.stop):
            group = next(number for number in range(1, 7) if match[number])
            yield _verb(story, match[group].lower(), Span(*match.span(group)), linked, me)


def _verb(story: StoryText, text: str, span: Span, linked: Sequence[RecordFacts], me: frozenset[str]) -> Claim:
    verb = "single-handedly" if text in {"all on my own", "all alone"} else "owned" if text == "owner" else text
    said = subjects.context(story.text, span, story.body)
    found = list(authorship.signs(verb, said, story.record.title, linked, me))
    against = list(authorship.doubts(verb, linked, me))
    to_trace = (
        "link a decision that names you, evidence with `part: lead`, or most of the work; or choose the verb that fits"
    )
    if found and not (against and not any(sign.by for sign in found)):
        said_by = next((sign for sign in found if sign.by), None)
        standing = ClaimStanding.CONFIRMED if said_by else ClaimStanding.TRACED
        best = said_by or found[0]
        return Claim(
            "verb", text, span, standing, tuple(dict.fromkeys(sign.record for sign in found)), best.because, ""
        )
    because = "; ".join(against) or ("no linked record shows your part in this" if linked else "no record is linked")
    return Claim(
        "verb",
        text,
        span,
        ClaimStanding.STATED,
        tuple(item.record.id for item in linked) if against else (),
        because,
        to_trace,
    )
