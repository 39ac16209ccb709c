"""The review as data and as a page: each dimension says found, no findings (and how many are hidden), or not checked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from upward.analysis.code_review.finding import DIMENSIONS, CodeFinding
from upward.jobs.review._examination import Examined, Place
from upward.jobs.review._targets import Target
from upward.model.finding import Finding, Severity
from upward.model.page import Block, Callout, Heading, Items, Page, Table, Tone
from upward.model.span import Location, Span
from upward.text.words import count_noun

# What only a human can answer, by dimension, and what in the text makes it worth asking.
QUESTIONS = {
    "error handling": (("What does the caller see when this fails halfway?", r"\bcommit\(|\.save\(|\bwrite\("), ("Who notices when this gives up?", r"\bretry|\bwhile True\b")),
    "logging": (("Which line of the log would tell you at night that this broke?", r"\bdef (?:handle|process|run|main|sync)\w*\("),),
    "security": (("Who may call this, and where is that checked?", r"@\w+\.(?:route|get|post|put|delete|patch)\("), ("What if this input is a megabyte long, or malicious?", r"request\.|json\.loads\(|\.read\(\)")),
    "performance": (("How does this grow with ten times the data?", r"\.all\(\)|fetchall\(|\bfor .+ in .+:\n\s+for "),),
    "testability": (("Which test fails if this line is wrong?", r"\bif .+ (?:and|or) .+:"),),
}  # fmt: skip
MOST_QUESTIONS = 3
MOST_HIDDEN_NAMED = 5
_ENDPOINT = re.compile(
    r"@\w+\.(?:route|get|post|put|delete|patch)\(|\b(?:app|router)\.(?:get|post|put|delete|patch)\(['\"]/|@(?:Get|Post|Put|Delete|Request)Mapping"
)
_LOGS = re.compile(r"(?i)\blog(?:ger|ging)?\b|\bslog\.|tracing::")
_REMOTE = re.compile(r"\b(?:requests|httpx|urllib|aiohttp|fetch|axios|http)\b")
_LIMIT = re.compile(r"(?i)timeout|deadline|signal")


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
    """A review as `review --format json` prints it; `map` is the version of the map of rules to dimensions."""

    map: int
    lines: int
    per_thousand_lines: float
    dimensions: Mapping[str, Dimension]
    absent: Sequence[str]
    not_checked: Sequence[str]
    suppressed: int
    unused_suppressions: Sequence[Place]


def review_of(examined: Examined, targets: Sequence[Target], left: Sequence[str], version: int) -> Review:
    """Sum up an examination by dimension; `left` says which files were not examined."""
    texts = {each.path: each.text for each in targets}
    size = sum(each.size for each in examined.looked_at)
    has_code = any(each.is_code for each in targets)
    return Review(
        map=version,
        lines=size,
        per_thousand_lines=round(1000 * len(examined.found) / size, 2) if size else 0.0,
        dimensions={name: _dimension(name, examined, texts, has_code=has_code) for name in DIMENSIONS},
        absent=absent(targets),
        not_checked=(*examined.not_checked, *left),
        suppressed=examined.suppressed,
        unused_suppressions=examined.unused_suppressions,
    )


def _dimension(name: str, examined: Examined, texts: Mapping[str, str], *, has_code: bool) -> Dimension:
    mine = [_found_at(path, each, texts.get(path, "")) for path, each in examined.found if each.dimension == name]
    hidden = {code: count for (dimension, code), count in sorted(examined.hidden.items()) if dimension == name}
    clean = "no findings" if examined.looked_at else "not checked" if has_code else "not applicable"
    return Dimension("found" if mine else clean, hidden, mine, list(_questions(name, examined.looked_at)))


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


def _questions(dimension: str, targets: Sequence[Target]) -> Iterator[Question]:
    """Yield at most three questions, each with the first place that makes it worth asking."""
    number = 0
    for question, pattern in QUESTIONS[dimension]:
        for each in targets:
            match = None if each.is_test else re.search(pattern, each.text)
            row = each.text.count("\n", 0, match.start()) + 1 if match else 0
            if match and each.counts(row) and number < MOST_QUESTIONS:
                number += 1
                yield Question(question, each.path, row)
                break


def absent(targets: Sequence[Target]) -> list[str]:
    """Name what a change lacks: a test, and for a new endpoint a word in the log and a limit on what it waits for."""
    code = [each for each in targets if each.is_code and not each.is_test]
    found = []
    if any(each.lines for each in code) and not any(each.is_test for each in targets):
        found.append("The change has no test in it.")
    tests = "\n".join(each.text for each in targets if each.is_test)
    for each in code:
        new = [
            match for match in _ENDPOINT.finditer(each.text) if each.counts(each.text.count("\n", 0, match.start()) + 1)
        ]
        if not new:
            continue
        if not _LOGS.search(each.text):
            found.append(f"{each.path} has an endpoint and logs nothing.")
        if _REMOTE.search(each.text) and not _LIMIT.search(each.text):
            found.append(f"{each.path} has an endpoint that asks others, and no time limit.")
        stem = each.path.rpartition("/")[2].partition(".")[0]
        if tests and stem not in tests:
            found.append(f"{each.path} has an endpoint, and no test in the change names {stem}.")
    return found


def page(review: Review) -> Page:
    """Draw the review."""
    lead = f"{count_noun(review.lines, 'line')}, {review.per_thousand_lines:g} findings per thousand lines."
    if {each.status for each in review.dimensions.values()} <= {"not applicable"}:
        lead = "The change adds no line of code."
    blocks: list[Block] = [Callout(f"{lead} No findings does not mean production-ready.")]
    for name, each in review.dimensions.items():
        blocks.append(Heading(f"{name.capitalize()}: {each.status}{_hidden(each.hidden)}"))
        if each.findings:
            rows = tuple((f"{one.path}:{one.row}", one.severity, _rule(one), one.message) for one in each.findings)
            blocks.append(Table(("where", "severity", "rule", "what"), rows))
        if each.questions:
            blocks.append(Items(tuple(f"{one.question} ({one.path}:{one.row})" for one in each.questions)))
    if review.absent:
        blocks += [Heading("Absent"), Items(tuple(review.absent))]
    if review.unused_suppressions:
        named = ", ".join(f"{each.path}:{each.row}" for each in review.unused_suppressions[:10])
        blocks.append(Callout(f"Unused `upward: ignore` comments; remove them: {named}", Tone.WARN))
    if any(each.hidden for each in review.dimensions.values()):
        blocks.append(
            Callout("Fewer than half of the findings of hidden rules are worth a change; --all-rules shows them.")
        )
    if review.not_checked:
        blocks.append(Callout("Not checked: " + "; ".join(review.not_checked[:10]), Tone.WARN))
    return Page("Production readiness", tuple(blocks))


def _hidden(hidden: Mapping[str, int]) -> str:
    """Say what the rules that are hidden by default found."""
    if not hidden:
        return ""
    named = ", ".join(
        f"{code} ({count})" for code, count in sorted(hidden.items(), key=lambda each: -each[1])[:MOST_HIDDEN_NAMED]
    )
    more = ", …" if len(hidden) > MOST_HIDDEN_NAMED else ""
    return f"; {sum(hidden.values())} of rules hidden by default: {named}{more}"


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
