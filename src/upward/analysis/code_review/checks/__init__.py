"""Checks of Python code that no kept tool has: every module beside this one, found by listing the folder."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from upward.analysis.code_review.check import Check


@cache
def all_checks() -> tuple[Check, ...]:
    """Give the checks of every module in this folder, by module name."""
    names = sorted(each.name for each in pkgutil.iter_modules(__path__))
    return tuple(check for name in names for check in importlib.import_module(f"{__name__}.{name}").CHECKS)
