"""Patterns of other languages than Python: the right and wrong examples beside each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import upward
from upward.analysis.code_review.finding import DIMENSIONS
from upward.analysis.code_review.languages import review_source
from upward.catalogue.catalogue import Catalogue

FAMILIES = Catalogue().patterns
ENDINGS = {"javascript": (".js", ".ts"), "go": (".go",), "java": (".java",), "rust": (".rs",)}


def rules(language: str) -> list[dict[str, Any]]:
    path = Path(upward.__file__).parent / "review_patterns" / f"{language}.yaml"
    found: list[dict[str, Any]] = yaml.safe_load(path.read_text("utf-8"))["rules"]
    return found


CASES = [
    (f"a{ending}", rule["id"], example["wrong"], example["right"])
    for language, endings in ENDINGS.items()
    for rule in rules(language)
    for example in rule["examples"]
    for ending in endings
]


def found(code: str, path: str) -> set[str]:
    family = next(each for each in FAMILIES.values() if each.language(path))
    return {each.check for each in review_source(code + "\n", path, family)}


@pytest.mark.parametrize(
    ("path", "rule", "wrong", "right"), CASES, ids=[f"{each[1]}-{n}" for n, each in enumerate(CASES)]
)
def test_a_pattern_finds_its_wrong_example_and_not_its_right_one(path: str, rule: str, wrong: str, right: str) -> None:
    assert rule in found(wrong, path)
    assert rule not in found(right, path)


def test_every_pattern_has_examples_a_dimension_and_a_severity() -> None:
    for language in ENDINGS:
        for rule in rules(language):
            assert rule["examples"]
            assert rule["dimension"] in DIMENSIONS
            assert rule["severity"] in {"error", "warning", "note"}
