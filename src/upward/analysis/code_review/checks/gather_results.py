"""Exceptions that `asyncio.gather` returns as results and that are not read."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.scopes import Function

# Where tasks are ended or waited for, their exceptions are expected, or told by the tasks themselves.
_ENDS = re.compile(
    r"(?i)cancel|close|shut_?down|stop|disconnect|drain|clean_?up|teardown|dispose|__aexit__|lifespan|flush"
)
_BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each `gather(..., return_exceptions=True)` of work begun there whose results are dropped."""
    for call in module.calls:
        if module.origin(call.func) != "asyncio.gather" or not _returns_exceptions(call):
            continue
        awaited = module.parents.get(call)
        statement = module.parents.get(awaited) if isinstance(awaited, ast.Await) else None
        if isinstance(statement, ast.Expr) and not _is_expected(module, statement, call):
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


def _is_expected(module: SourceModule, statement: ast.stmt, call: ast.Call) -> bool:
    function = module.function_around(statement)
    if function is None or _ENDS.search(function.name):
        return True
    below: ast.AST = statement
    for each in module.ancestors(statement):
        if isinstance(each, ast.ExceptHandler) or (isinstance(each, ast.Try) and below in each.finalbody):
            return True
        below = each
    ended = any(isinstance(each, ast.Attribute) and _ENDS.fullmatch(each.attr) for each in ast.walk(function))
    kept = any(
        isinstance(each, ast.Attribute) and _holds_tasks(each) for given in call.args for each in ast.walk(given)
    )
    return ended or kept or _is_handled(module, function)


def _holds_tasks(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id == "self" and node.attr.endswith(("tasks", "futures"))


def _is_handled(module: SourceModule, function: Function) -> bool:
    """Whether a function that is called here, and may be what is gathered, handles every exception itself."""
    for each in ast.walk(function):
        found = module.function_named(module.origin(each.func)) if isinstance(each, ast.Call) else None
        if found is not None and _handles_all(*found):
            return True
    return False


def _handles_all(module: SourceModule, function: Function) -> bool:
    return any(
        isinstance(part, ast.Try)
        and any(each.type is None or module.origin(each.type) in _BROAD for each in part.handlers)
        for part in function.body
    )


CHECKS = (Check("gather-results-unread", "error handling", "warning", find, cwe=391),)
