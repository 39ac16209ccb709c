"""Review code in other languages than Python, by patterns on the syntax tree (ast-grep).

The patterns are data, a file a language, in `review_patterns/`; no rule of the repository under review is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upward.analysis.code_review.finding import CodeFinding, Severity

_SYMBOL = re.compile(r"(?:function|method|class|impl|struct)_?(?:declaration|definition|item)$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One pattern: what it is called, its dimension and message, ast-grep's rule, and whether it is about tests.

    One of the words in `needs`, in small letters, is in every text that it finds something in; looking for those first
    is many times faster than going through the tree.
    """

    id: str
    dimension: str
    message: str
    rule: Mapping[str, Any]
    in_tests: bool = False
    needs: tuple[str, ...] = ()
    severity: Severity = "warning"
    cwe: int = 0

    def may_be_in(self, lowered: str) -> bool:
        """Whether it could find anything in a text, given in small letters."""
        return not self.needs or any(word in lowered for word in self.needs)


@dataclass(frozen=True, slots=True)
class Patterns:
    """The patterns of a family of languages: its languages by file ending, and what tells a test."""

    languages: Mapping[str, str]
    tests: re.Pattern[str]
    outside: Mapping[str, Any]
    patterns: Sequence[Pattern]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Patterns:
        """Read the data of one file."""
        found = tuple(
            Pattern(
                each["id"],
                each["dimension"],
                each["message"],
                each["rule"],
                in_tests=each.get("in-tests", False),
                needs=tuple(each.get("needs", ())),
                severity=each.get("severity", "warning"),
                cwe=each.get("cwe", 0),
            )
            for each in data["rules"]
        )
        by_ending = {ending: name for name, endings in data["languages"].items() for ending in endings}
        return cls(by_ending, re.compile(data["tests"]), data.get("outside", {}), found)

    def language(self, path: str) -> str:
        """Give the language of a file by its ending; empty for one that is not of this family."""
        return self.languages.get(f".{path.rpartition('.')[2]}", "") if "." in path else ""


def review_source(source: str, path: str, patterns: Patterns) -> list[CodeFinding]:
    """Give what the patterns find; raises ModuleNotFoundError without ast-grep, ValueError for what does not parse."""
    from ast_grep_py import SgRoot

    # The parser's columns and ours part company at a lone surrogate, which belongs to no language.
    plain = source.encode("utf-8", "replace").decode("utf-8")
    try:
        root = SgRoot(plain, patterns.language(path)).root()
        return sorted(_found(root, patterns, is_test=patterns.tests.search(path) is not None), key=_order)
    except Exception as error:
        raise ValueError(str(error)) from error
    except BaseException as error:  # a panic of the parser is not an Exception
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"the parser failed: {error}") from error


def _order(finding: CodeFinding) -> tuple[int, str]:
    return finding.line, finding.check


def _found(root: Any, patterns: Patterns, *, is_test: bool) -> Iterator[CodeFinding]:
    seen: set[tuple[str, int]] = set()
    lowered = root.text().lower()
    for pattern in patterns.patterns:
        if pattern.in_tests is not is_test or not pattern.may_be_in(lowered):
            continue
        rule = dict(pattern.rule)
        if patterns.outside:
            rule = {"all": [rule, {"not": {"inside": dict(patterns.outside)}}]}
        for node in root.find_all({"rule": rule}):
            span = node.range()
            line = span.start.line + 1
            if (pattern.id, line) not in seen:
                seen.add((pattern.id, line))
                yield CodeFinding(
                    pattern.id, pattern.dimension, line, span.end.line + 1, pattern.message, _symbol(node),
                    pattern.severity, cwe=pattern.cwe,
                )  # fmt: skip


def _symbol(node: Any) -> str:
    around = (each.field("name") for each in node.ancestors() if _SYMBOL.search(each.kind()))
    return ".".join(reversed([name.text() for name in around if name is not None]))
