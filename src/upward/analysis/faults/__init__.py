"""Faults somebody would meet in production, as checks of a syntax tree: line, name, dimension and message of each."""

from upward.analysis.faults import error_handling, logs, performance, security, testability
from upward.analysis.faults._tree import Around, Check

CHECKS: tuple[Check, ...] = (
    *error_handling.CHECKS,
    *logs.CHECKS,
    *security.CHECKS,
    *performance.CHECKS,
    *testability.CHECKS,
)

__all__ = ["CHECKS", "Around"]
