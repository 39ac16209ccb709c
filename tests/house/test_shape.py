"""The house keeps its shape: small files, small functions, one rule a file, every rule explained by examples."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import upward
from upward.catalogue.catalogue import Catalogue

ROOT = Path(upward.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
MOST_LINES = 300
MOST_IN_A_FUNCTION = 40


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_and_its_functions_are_small(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= MOST_LINES
    long = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            first = node.body[1] if ast.get_docstring(node) and len(node.body) > 1 else node.body[0]
            if (node.end_lineno or 0) - first.lineno + 1 > MOST_IN_A_FUNCTION:
                long.append(node.name)
    assert long == []


def test_no_room_is_a_junk_drawer() -> None:
    names = {part for path in FILES for part in path.relative_to(ROOT).with_suffix("").parts}
    assert not names & {"utils", "util", "helpers", "helper", "common", "manager", "misc"}


def blocks(page: str, head: str) -> list[str]:
    found = re.search(rf"^## {head}\n\n((?:```markdown\n.*?\n```\n*)+)", page + "\n", re.MULTILINE | re.DOTALL)
    return re.findall(r"```markdown\n(.*?)```", found[1], re.DOTALL) if found else []


RULES = Catalogue().rules


@pytest.mark.parametrize("name", RULES)
def test_a_rule_finds_its_bad_examples_and_leaves_its_good_ones(name: str, names) -> None:
    rule = RULES[name]
    assert rule.page, "the docstring is the page"
    bad, good = blocks(rule.page, "Bad"), blocks(rule.page, "Good")
    explained = "example of" in rule.page or "fill a page" in rule.page or "no example" in rule.page
    assert (bad and good) or explained
    assert all(name in names(text, name) for text in bad)
    assert all(name not in names(text, name) for text in good)


def test_codes_and_names_of_rules_are_their_own() -> None:
    assert len({rule.code for rule in RULES.values()}) == len(RULES)
    assert all(
        re.fullmatch(r"UP\d{3}", rule.code) and re.fullmatch(r"[a-z][a-z-]+[a-z]", rule.name) for rule in RULES.values()
    )


def test_the_names_that_others_rely_on_are_there() -> None:
    stable = {
        "we-without-i", "over-credit", "no-obstacle", "vague-outcome", "no-learning", "missing-situation", "missing-task",
        "missing-action", "missing-result", "too-long-spoken", "too-short-spoken", "unknown-key", "broken-link",
    }  # fmt: skip
    assert stable <= set(RULES)
