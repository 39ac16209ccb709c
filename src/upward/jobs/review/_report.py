"""The review as data and as a page: each dimension says found, no findings (and how many are hidden), or not checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from upward.analysis.code_review.finding import DIMENSIONS, CodeFinding
from upward.analysis.code_review.questions import Asked, Source, absent, questions
from upward.jobs.review._examination import Examined, Place
from upward.jobs.review._targets import Target
from upward.model.finding import Finding, Severity
from upward.model.page import Block, Callout, Heading, Items, Page, Table, Tone
from upward.model.span import Location, Span
from upward.text.words import count_noun

MOST_HIDDEN_NAMED = 5
# How many suppressed places are named.
MOST_SUPPRESSED = 5
# What no check looks for, whatever the dimension says.
NOT_LOOKED_FOR = (
    "No check looks for missing authorisation, races, wrong business rules, cross-site "
    "scripting or open redirects; checks of languages other than Python do not follow the "
    "data of a request."
)


class FoundAt(NamedTuple):
    """A finding as the review gives it: `tool` is upward where no other found it, `cwe` None without a number."""

    dimension: str
    check: str
    tool: str
    severity: str
    cwe: int | None
    name: str
    url: str
    path: str
    row: int
    message: str
    symbol: str
    fingerprint: str


class Question(NamedTuple):
    """What only a human can answer, and the first place that makes it worth asking."""

    question: str
    path: str
    row: int


class Dimension(NamedTuple):
    """What a review says of one dimension; `hidden` counts the findings of rules that are hidden by default."""

    status: str
    hidden: Mapping[str, int]
    findings: Sequence[FoundAt]
    questions: Sequence[Question]


class Review(NamedTuple):
    """A review as `review --format json` prints it; `map` is the version of the map of rules to dimensions.

    `failures` are those of `not_checked` that a review does not pass with: a checker that is missing or crashed.
    """

    map: int
    lines: int
    per_thousand_lines: float
    dimensions: Mapping[str, Dimension]
    absent: Sequence[str]
    not_checked: Sequence[str]
    failures: Sequence[str]
    suppressed: int
    suppressed_at: Sequence[Place]
    unused_suppressions: Sequence[Place]


def review_of(
    examined: Examined, targets: Sequence[Target], left: Sequence[str], version: int, *, is_change: bool
) -> Review:
    """Sum up an examination by dimension; `left` says which files were not examined."""
    texts = {each.path: each.text for each in targets}
    asked = questions([_source(each) for each in examined.looked_at])
    size = sum(each.size for each in examined.looked_at)
    has_code = any(each.is_code for each in targets)
    return Review(
        map=version,
        lines=size,
        per_thousand_lines=round(1000 * len(examined.found) / size, 2) if size else 0.0,
        dimensions={name: _dimension(name, examined, asked, texts, has_code=has_code) for name in DIMENSIONS},
        absent=absent([_source(each) for each in targets if each.is_code], is_change=is_change),
        not_checked=(*examined.not_checked, *left),
        failures=examined.failures,
        suppressed=len(examined.suppressed),
        suppressed_at=[each for each in examined.suppressed if each.path],
        unused_suppressions=examined.unused_suppressions,
    )


def _source(target: Target) -> Source:
    return Source(target.path, target.text, target.is_test, target.lines)


def _dimension(
    name: str, examined: Examined, asked: Sequence[Asked], texts: Mapping[str, str], *, has_code: bool
) -> Dimension:
    mine = [_found_at(path, each, texts.get(path, "")) for path, each in examined.found if each.dimension == name]
    hidden = {code: count for (dimension, code), count in sorted(examined.hidden.items()) if dimension == name}
    is_complete = examined.looked_at and not examined.failures
    clean = "no findings" if is_complete else "not checked" if has_code else "not applicable"
    own = [Question(each.question, each.path, each.row) for each in asked if each.dimension == name]
    return Dimension("found" if mine else clean, hidden, mine, own)


def _found_at(path: str, finding: CodeFinding, text: str) -> FoundAt:
    return FoundAt(
        dimension=finding.dimension,
        check=finding.check,
        tool=finding.tool or "upward",
        severity=finding.severity,
        cwe=finding.cwe or None,
        name=finding.name,
        url=finding.url,
        path=path,
        row=finding.line,
        message=finding.message,
        symbol=finding.symbol,
        fingerprint=finding.fingerprint(path, text),
    )


def page(review: Review) -> Page:
    """Draw the review."""
    lead = f"{count_noun(review.lines, 'line')}, {review.per_thousand_lines:g} findings per thousand lines."
    if {each.status for each in review.dimensions.values()} == {"not applicable"}:
        lead = "The change adds no line of code."
    blocks: list[Block] = [Callout(f"{lead} No findings does not mean production-ready. {NOT_LOOKED_FOR}")]
    blocks += [Callout(f"This review is not complete: {each}.", Tone.BAD) for each in review.failures]
    for name, each in review.dimensions.items():
        blocks.append(Heading(f"{name.capitalize()}: {each.status}{_hidden(each.hidden)}"))
        if each.findings:
            rows = tuple((f"{one.path}:{one.row}", one.severity, _rule(one), one.message) for one in each.findings)
            blocks.append(Table(("where", "severity", "rule", "what"), rows))
        if each.questions:
            blocks.append(Items(tuple(f"{one.question} ({one.path}:{one.row})" for one in each.questions)))
    if review.absent:
        blocks += [Heading("Absent"), Items(tuple(review.absent))]
    if review.suppressed:
        places = [f"{each.path}:{each.row}" for each in review.suppressed_at[:MOST_SUPPRESSED]]
        more = ["…"] if review.suppressed > len(places) else []
        blocks.append(
            Callout(f"{count_noun(review.suppressed, 'finding')} suppressed by comments: {', '.join([*places, *more])}")
        )
    if review.unused_suppressions:
        named = ", ".join(f"{each.path}:{each.row}" for each in review.unused_suppressions[:10])
        blocks.append(Callout(f"Unused `upward: ignore` comments; remove them: {named}", Tone.WARN))
    if any(each.hidden for each in review.dimensions.values()):
        blocks.append(
            Callout("Fewer than half of the findings of hidden rules are worth a change; --all-rules shows them.")
        )
    others = [each for each in review.not_checked if each not in review.failures]
    if others:
        blocks.append(Callout("Not checked: " + "; ".join(others[:10]), Tone.WARN))
    return Page("Production readiness", tuple(blocks))


def _hidden(hidden: Mapping[str, int]) -> str:
    """Say what the rules that are hidden by default found."""
    if not hidden:
        return ""
    named = ", ".join(
        f"{code} ({count})" for code, count in sorted(hidden.items(), key=lambda each: -each[1])[:MOST_HIDDEN_NAMED]
    )
    more = ", …" if len(hidden) > MOST_HIDDEN_NAMED else ""
    return f"; {sum(hidden.values())} by rules that are hidden by default: {named}{more}"


def _rule(found: FoundAt) -> str:
    words = [found.check, found.name, f"CWE-{found.cwe}" if found.cwe else ""]
    return " ".join(dict.fromkeys(filter(None, words)))


_SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.HINT}


def findings(found: Sequence[tuple[str, CodeFinding]]) -> list[Finding]:
    """Give the findings in the form that reports for other programs are made of."""
    return [
        Finding(
            code=each.check,
            name=each.name or each.check,
            severity=_SEVERITIES[each.severity],
            message=each.message,
            path=path,
            span=Span(0, 0),
            start=Location(each.line, 1),
            end=Location(each.end, 1),
            sentence=each.symbol,
        )
        for path, each in found
    ]
