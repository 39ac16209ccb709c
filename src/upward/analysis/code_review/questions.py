"""Questions that only a human can answer, each with the place that makes it worth asking; and what code lacks."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from upward.analysis.code_review.finding import DIMENSIONS
from upward.analysis.code_review.python_review import runs_once
from upward.analysis.code_review.request_data import route
from upward.analysis.code_review.scopes import Function

MOST_QUESTIONS = 3
# A list of more places is not read.
MOST_ABSENT = 10
# Which dimension asks first.
_ORDER = ("security", "error handling", "performance", "testability", "logging")
_PATTERNS = {
    "error handling": (
        ("What does the caller see when this fails halfway?", r"\bcommit\(|\.save\(|\bwrite\("),
        ("Who notices when this gives up?", r"\bretry|\bwhile True\b"),
    ),
    "logging": (("Which line of the log would tell you at night that this broke?", r"\bdef (?:handle|process|run|main|sync)\w*\("),),
    "security": (("What if this input is a megabyte long, or malicious?", r"\brequest\.|json\.loads\(|\.read\(\)"),),
    "performance": (("How does this grow with ten times the data?", r"\.all\(\)|fetchall\(|\bfor .+ in .+:\n\s+for "),),
    "testability": (("Which test fails if this line is wrong?", r"\bif .+ (?:and|or) .+:"),),
}  # fmt: skip
_WHO = "Who may call this, and where is that checked?"
_ENDPOINT = re.compile(
    r"@\w+\.(?:route|get|post|put|delete|patch)\(|\b(?:app|router)\.(?:get|post|put|delete|patch)\(['\"]/"
    r"|@(?:Get|Post|Put|Delete|Request)Mapping"
)
_AUTH = re.compile(r"(?i)depends\(|login_required|current_user|permission|auth|secur|token|jwt|roles?_")
_LOGS = re.compile(r"(?i)\blog(?:ger|ging)?\b|\bslog\.|tracing::")
_REMOTE = re.compile(
    r"\b(?:requests|httpx|aiohttp|urllib3?)\.[\w.]+\(|\burlopen\(|\bfetch\(|\baxios[.(]|\bhttps?\.(?:get|request|Get|Post|NewRequest)\("
    r"|\b(?:HttpClient|RestTemplate|WebClient)\b"
)
_LIMIT = re.compile(r"(?i)timeout|deadline|signal")


@dataclass(frozen=True, slots=True)
class Source:
    """A file: its path and text, whether it is a test, and the lines that count (None: all)."""

    path: str
    text: str
    is_test: bool
    lines: frozenset[int] | None

    def counts(self, line: int) -> bool:
        """Whether a line counts."""
        return self.lines is None or line in self.lines


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a place, and the dimension it belongs to."""

    dimension: str
    question: str
    path: str
    row: int


def questions(sources: Sequence[Source]) -> list[Asked]:
    """Give at most three questions, one a dimension, each with the first place that makes it worth asking."""
    code = [each for each in sources if not each.is_test and not runs_once(each.path, each.text)]
    asked = (first for name in _ORDER if (first := next(_of_dimension(name, code), None)) is not None)
    found = [each for each, _ in zip(asked, range(MOST_QUESTIONS), strict=False)]
    return sorted(found, key=lambda each: DIMENSIONS.index(each.dimension))


def _of_dimension(name: str, code: Sequence[Source]) -> Iterator[Asked]:
    if name == "security":
        opened = [(reads, each.path, row) for each in code for reads, row in _open_endpoints(each)]
        for _, path, row in sorted(opened, key=lambda one: one[0])[:1]:
            yield Asked(name, _WHO, path, row)
    for question, pattern in _PATTERNS[name]:
        for each in code:
            text = without_words(each.path, each.text)
            match = re.search(pattern, text)
            row = _row(text, match) if match else 0
            if match and each.counts(row):
                yield Asked(name, question, each.path, row)


def _open_endpoints(source: Source) -> Iterator[tuple[bool, int]]:
    """Yield the endpoints of a Python file whose decorators and parameters name no check of who calls.

    Each with whether it only reads, and its line.
    """
    if not source.path.endswith(".py") or not _ENDPOINT.search(source.text):
        return
    try:
        nodes = [each for each in ast.walk(ast.parse(source.text)) if isinstance(each, Function)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for each in nodes:
        head = " ".join(ast.unparse(part) for part in (*each.decorator_list, each.args))
        if route(each) and source.counts(each.lineno) and not _AUTH.search(head):
            yield not re.search(r"\.(?:post|put|patch|delete)\(|methods=.*(?:POST|PUT|PATCH|DELETE)", head), each.lineno


def absent(sources: Sequence[Source], *, is_change: bool) -> list[str]:
    """Name what is lacking: tests, and for an endpoint a line in the log, a time limit and, in a change, its test."""
    code = [each for each in sources if not each.is_test]
    found = []
    if code and len(code) == len(sources) and (not is_change or any(each.lines for each in code)):
        found.append("The change has no test in it." if is_change else "There is no test among these files.")
    tests = "\n".join(each.text for each in sources if each.is_test)
    for each in code:
        text = without_words(each.path, each.text)
        if not any(each.counts(_row(text, match)) for match in _ENDPOINT.finditer(text)):
            continue
        if not _LOGS.search(text):
            found.append(f"{each.path} has an endpoint and logs nothing.")
        if _REMOTE.search(text) and not _LIMIT.search(text):
            found.append(f"{each.path} has an endpoint and calls another service without a time limit in this file.")
        stem = each.path.rpartition("/")[2].partition(".")[0]
        if is_change and tests and stem not in tests:
            found.append(f"{each.path} has an endpoint, and no test in the change names {stem}.")
    more = len(found) - MOST_ABSENT
    return [*found[:MOST_ABSENT], *([f"{more} more of the same kinds."] if more > 0 else [])]


def _row(text: str, match: re.Match[str]) -> int:
    return text.count("\n", 0, match.start()) + 1


@lru_cache(maxsize=256)
def without_words(path: str, text: str) -> str:
    """Give a text in which comments, imports and, in Python, strings are blank; every other place stays where it is."""
    if not path.endswith((".py", ".pyi")):
        return re.sub(r"(?m)^\s*(?://|\*|/\*|import\b).*$", lambda match: " " * len(match[0]), text)
    rows = text.split("\n")
    try:
        for token in tokenize.generate_tokens(io.StringIO(text).readline):
            if token.type in {tokenize.STRING, tokenize.COMMENT}:
                _blank(rows, token.start, token.end)
    except (tokenize.TokenError, SyntaxError, IndexError):
        return text
    return "\n".join(re.sub(r"^\s*(?:from|import)\b.*", lambda match: " " * len(match[0]), row) for row in rows)


def _blank(rows: list[str], start: tuple[int, int], end: tuple[int, int]) -> None:
    for number in range(start[0] - 1, end[0]):
        first = start[1] if number == start[0] - 1 else 0
        last = end[1] if number == end[0] - 1 else len(rows[number])
        rows[number] = rows[number][:first] + " " * (last - first) + rows[number][last:]
