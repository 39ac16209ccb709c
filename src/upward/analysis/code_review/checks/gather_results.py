"""Exceptions that `asyncio.gather` returns as results and that are not read."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each `gather(..., return_exceptions=True)` whose results are dropped."""
    for call in module.calls:
        if module.origin(call.func) == "asyncio.gather" and _returns_exceptions(call):
            awaited = module.parents.get(call)
            statement = module.parents.get(awaited) if isinstance(awaited, ast.Await) else None
            if isinstance(statement, ast.Expr) and not _follows_cancel(module, statement):
                yield (
                    call,
                    (
                        "Results of `gather(return_exceptions=True)` are not read, so every exception is lost. Go through "
                        "the results and log or raise each exception, or use `asyncio.TaskGroup`."
                    ),
                )


def _returns_exceptions(call: ast.Call) -> bool:
    return any(
        each.arg == "return_exceptions" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )


def _follows_cancel(module: SourceModule, statement: ast.stmt) -> bool:
    """Whether the tasks were cancelled just before: then their exceptions are expected."""
    function = module.function_around(statement)
    return function is not None and any(
        isinstance(each, ast.Attribute) and each.attr in {"cancel", "close", "aclose", "shutdown", "stop", "disconnect"}
        for each in ast.walk(function)
    )


CHECKS = (Check("gather-results-unread", "error handling", "warning", find, cwe=391),)
