"""Faults somebody would meet in production, as checks of a syntax tree: line, name, dimension and message of each."""

from upward.analysis.faults import (
    error_handling,
    in_tests,
    logs,
    performance,
    security,
    served,
    testability,
    unguarded,
    wasteful,
)
from upward.analysis.faults._tree import Around, Check

CHECKS: tuple[Check, ...] = (
    *error_handling.CHECKS,
    *unguarded.CHECKS,
    *logs.CHECKS,
    *security.CHECKS,
    *served.CHECKS,
    *performance.CHECKS,
    *wasteful.CHECKS,
    *testability.CHECKS,
    *in_tests.CHECKS,
)

__all__ = ["CHECKS", "Around"]
