"""Findings that the owner has answered: `<!-- upward: ignore[name] reason -->` and `# upward: ignore[name]` in YAML.

A comment at the end of a line covers that line; one on a line of its own the block, or in
front matter the line, that follows; `ignore-file` the whole file. Without names it covers
every rule. One that covers nothing is a finding itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from upward.model.finding import Edit, Finding, Fix, Severity
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Lines, Span

_COMMENT = re.compile(
    r"(?:<!--|#)[ \t]*upward:[ \t]*ignore(?P<file>-file)?[ \t]*(?:\[(?P<names>[^\]\n]*)\])?[^\n]*?(?:-->|$)",
    re.MULTILINE,
)
# Without it no text holds a comment of ours.
SIGN = "upward:"
CODE, NAME = "UP710", "unused-suppression"


@dataclass(slots=True)
class Suppression:
    """One comment: the characters it covers, the rules it names (none means all), and whether it was of use."""

    place: Span
    covers: Span
    names: frozenset[str]
    used: set[str] = field(default_factory=set)

    def answers(self, finding: Finding) -> bool:
        """Whether the finding is covered."""
        named = not self.names or finding.name in self.names or finding.code in self.names
        return named and self.covers.start <= finding.span.start < max(self.covers.stop, self.covers.start + 1)


def apply_suppressions(findings: list[Finding], record: Record, rules: Sequence[Rule]) -> list[Finding]:
    """Give the findings that no comment suppresses, and one for each unused suppression of one of the rules.

    A text without `SIGN` holds no answer.
    """
    active = frozenset(name for rule in rules for name in (rule.name, rule.code))
    comments = list(suppressions(record))
    left = []
    for finding in findings:
        answers = [comment for comment in comments if comment.answers(finding)]
        for comment in answers:
            comment.used |= {finding.name, finding.code}
        if not answers:
            left.append(finding)
    return [*left, *_unused(comments, record, active)]


def suppressions(record: Record) -> Iterator[Suppression]:
    """Give the comments of a record in order."""
    text = record.text
    for match in _COMMENT.finditer(text):
        in_front = match.start() < record.body.start
        if in_front != match.group().startswith("#"):
            continue
        names = frozenset(name.strip() for name in (match["names"] or "").split(",") if name.strip())
        yield Suppression(Span(*match.span()), _covered(text, match, in_front=in_front), names)


def _covered(text: str, match: re.Match[str], *, in_front: bool) -> Span:
    if match["file"]:
        return Span(0, len(text) + 1)
    start = text.rfind("\n", 0, match.start()) + 1
    end = text.find("\n", match.end())
    end = len(text) if end < 0 else end
    if text[start : match.start()].strip() or text[match.end() : end].strip():
        return Span(start, end + 1)
    begin = end + 1
    while begin < len(text) and text[begin] in "\r\n":
        begin += 1
    if in_front:
        stop = text.find("\n", begin)
        return Span(begin, len(text) if stop < 0 else stop)
    blank = re.compile(r"\n[ \t\r]*\n").search(text, begin)
    return Span(begin, blank.start() + 1 if blank else len(text) + 1)


def _unused(comments: Sequence[Suppression], record: Record, active: frozenset[str]) -> Iterator[Finding]:
    lines = Lines.of(record.text)
    for comment in comments:
        idle = (
            sorted((comment.names & active) - comment.used)
            if comment.names
            else ([] if comment.used else ["all rules"])
        )
        if not idle:
            continue
        start, end = lines.locate(comment.place.start), lines.locate(comment.place.stop)
        message = f"Unused suppression: nothing here is found by {', '.join(idle)}."
        fix = Fix("Remove the comment", (Edit(comment.place, ""),)) if len(idle) == max(1, len(comment.names)) else None
        yield Finding(
            code=CODE,
            name=NAME,
            severity=Severity.HINT,
            message=message,
            path=record.path,
            span=comment.place,
            start=start,
            end=end,
            fix=fix,
        )
