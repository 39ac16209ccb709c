"""The shape of a check of Python code: a module in `checks/` lists its own in `CHECKS`."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from upward.analysis.code_review.finding import Severity
from upward.analysis.code_review.name_resolution import SourceModule

Finder = Callable[[SourceModule], Iterator[tuple[ast.AST, str]]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check: its id, dimension, severity, CWE number (0 for none), and what yields each place with its message.

    `in_tests` and `in_one_off` say whether it looks at tests, and at code that runs once: migrations, seeds, scripts.
    """

    id: str
    dimension: str
    severity: Severity
    find: Finder
    cwe: int = 0
    in_tests: bool = False
    in_one_off: bool = True
