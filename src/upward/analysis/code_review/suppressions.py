"""Comments that answer findings, of the trade's tools and our own, and our own ones that answer nothing.

`# noqa`, `# noqa: CODE`, `# nosec`, `# nosec B602`, `# pylint: disable=NAME`, `# type: ignore[CODE]`, `// eslint-disable-line`,
`// eslint-disable-next-line RULE`, `/* eslint-disable RULE */`, `//nolint:NAME`, `# upward: ignore[CHECK]`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from upward.analysis.code_review.finding import CodeFinding
from upward.analysis.code_review.merging import Equivalents, rule_key

# A comment's sign may stand in a text, too: a line is only asked when it has a finding.
_COMMENTS: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("noqa", re.compile(r"#\s*noqa(?![\w-])(?:\s*:\s*(?P<codes>[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*))?", re.IGNORECASE), 0),
    ("nosec", re.compile(r"#\s*nosec\b(?:\s*:?\s*(?P<codes>[Bb]\d+(?:[\s,]+[Bb]\d+)*))?"), 0),
    ("pylint", re.compile(r"#\s*pylint:\s*disable=(?P<codes>[\w\-, ]+)"), 0),
    ("pylint", re.compile(r"#\s*pylint:\s*disable-next=(?P<codes>[\w\-, ]+)"), 1),
    ("mypy", re.compile(r"#\s*type:\s*ignore(?:\[(?P<codes>[\w\-, ]+)\])?"), 0),
    ("eslint", re.compile(r"(?://|/\*)\s*eslint-disable-line(?P<codes>[^*\n]*)"), 0),
    ("eslint", re.compile(r"(?://|/\*)\s*eslint-disable-next-line(?P<codes>[^*\n]*)"), 1),
    ("nolint", re.compile(r"//\s*nolint\b(?::(?P<codes>[\w\-,]+))?"), 0),
    ("upward", re.compile(r"(?:#|//)\s*upward:\s*ignore(?:\[(?P<codes>[^\]\n]*)\])?"), 0),
)
_ESLINT_BLOCK = re.compile(r"/\*\s*eslint-(?P<sort>disable|enable)(?![\w-])(?P<codes>[^*]*)\*/")
_FILE = re.compile(
    r"^\s*#\s*(?:flake8|ruff):\s*noqa(?:\s*:\s*(?P<codes>[A-Z]+\d+(?:[\s,]+[A-Z]+\d+)*))?\s*$", re.MULTILINE
)
_PYLINT_FILE = re.compile(r"^#\s*pylint:\s*disable=(?P<codes>[\w\-, ]+)", re.MULTILINE)
_OWN_SIGN = "upward:"


@dataclass(slots=True)
class Suppression:
    """One comment: the tool whose it is, the lines it covers, the codes it names (none: all), and whether it was used."""

    tool: str
    line: int
    first: int
    last: int
    codes: frozenset[str]
    used: bool = field(default=False)


def suppressions(source: str, lines_with_findings: Iterable[int]) -> list[Suppression]:
    """Give the comments that may answer findings on some lines, and all of our own."""
    lines = source.splitlines()
    wanted = {line_number for line in lines_with_findings for line_number in (line - 1, line)}
    if _OWN_SIGN in source:
        wanted |= {number for number, line in enumerate(lines, 1) if _OWN_SIGN in line}
    found = [
        each for number in sorted(wanted) if 0 < number <= len(lines) for each in _on_line(lines[number - 1], number)
    ]
    last = len(lines) + 1
    found += [Suppression("noqa", 1, 1, last, _codes(each["codes"])) for each in _FILE.finditer(source)]
    found += [Suppression("pylint", 1, 1, last, _codes(each["codes"])) for each in _PYLINT_FILE.finditer(source)]
    return [*found, *_eslint_blocks(source, last)]


def _on_line(text: str, number: int) -> Iterator[Suppression]:
    for tool, pattern, offset in _COMMENTS:
        match = pattern.search(text)
        if match is None:
            continue
        # Our own on a line of its own covers the next one.
        alone = tool == "upward" and not text[: match.start()].strip()
        covered = number + max(offset, int(alone))
        yield Suppression(tool, number, covered, covered, _codes(match["codes"]))


def _eslint_blocks(source: str, last: int) -> Iterator[Suppression]:
    begun: dict[frozenset[str], int] = {}
    for match in _ESLINT_BLOCK.finditer(source):
        line = source.count("\n", 0, match.start()) + 1
        codes = _codes(match["codes"])
        if match["sort"] == "disable":
            begun[codes] = line
        else:
            for each in [each for each in begun if not codes or each == codes]:
                yield Suppression("eslint", begun[each], begun.pop(each), line, each)
    for codes, line in begun.items():
        yield Suppression("eslint", line, line, last, codes)


def _codes(text: str | None) -> frozenset[str]:
    # eslint and golangci-lint allow a reason after two dashes.
    named = (text or "").partition("--")[0]
    return frozenset(word for word in re.split(r"[\s,]+", named) if word and word != "all")


def is_answered(finding: CodeFinding, comments: Iterable[Suppression], equivalents: Equivalents) -> bool:
    """Whether a comment covers a finding; the comment is then marked as used."""
    members = equivalents.members(rule_key(finding))
    for each in comments:
        if finding.check == "hard-coded-credential" and not each.codes and each.tool != "upward":
            continue  # a comment for other tools that names no rule was not written for a key in the code
        overlaps = each.first <= finding.line <= each.last or each.first <= finding.end <= each.last
        if overlaps and _SPEAK[each.tool](each, finding, members):
            each.used = True
            return True
    return False


def _any_code(each: Suppression, members: frozenset[str], *tools: str) -> bool:
    names = {name.partition(":")[2] for name in members if name.partition(":")[0] in tools}
    return any(name.startswith(code) if code[-1].isdigit() else name == code for code in each.codes for name in names)


def _noqa(each: Suppression, finding: CodeFinding, members: frozenset[str]) -> bool:
    # ruff has read these comments itself; what comes of it here is by another tool.
    return not each.codes or _any_code(each, members, "ruff", "flake8", finding.tool.lower())


def _nosec(each: Suppression, finding: CodeFinding, members: frozenset[str]) -> bool:
    if each.codes:
        return _any_code(each, members, "bandit")
    return finding.dimension == "security" or any(name.startswith("bandit:") for name in members)


def _pylint(each: Suppression, finding: CodeFinding, members: frozenset[str]) -> bool:
    return _any_code(each, members | {f"pylint:{finding.name}"}, "pylint")


def _mypy(each: Suppression, finding: CodeFinding, members: frozenset[str]) -> bool:
    # Without a code it is about types alone.
    return _any_code(each, members, "mypy") if each.codes else finding.tool.lower() == "mypy"


def _eslint(each: Suppression, _: CodeFinding, members: frozenset[str]) -> bool:
    # Our patterns have no names in eslint: a line that is disabled in whole is disabled for them, too.
    return not each.codes or any(name.partition(":")[2] in each.codes for name in members)


def _own(each: Suppression, finding: CodeFinding, members: frozenset[str]) -> bool:
    names = {finding.check, finding.check.partition(":")[2]} | {name.removeprefix("upward:") for name in members}
    return not each.codes or bool(names & each.codes)


_SPEAK: dict[str, Callable[[Suppression, CodeFinding, frozenset[str]], bool]] = {
    "noqa": _noqa, "nosec": _nosec, "pylint": _pylint, "mypy": _mypy, "eslint": _eslint, "nolint": _eslint, "upward": _own,
}  # fmt: skip
