"""What is tried again: for ever, at once, or by a call of itself."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, calls, name, on, owner, place, walked
from upward.analysis.faults._values import argument, hides, says

DIMENSION = "error handling"
_WAITS = frozenset({"sleep", "wait", "backoff"})
_COUNTED = re.compile(r"(?:\w+_)?(?:attempt|retry|retries|tries|trial)s?(?:_left)?$")


@on(ast.For, ast.While)
def _endless_retry(node: ast.AST, walk: Around) -> Found:
    """A loop that tries again without waiting: for ever, or as often as it counts."""
    if walk.is_test or not isinstance(node, (ast.While, ast.For)):
        return
    inside = [each for part in node.body for each in walked(part)]
    if any(isinstance(each, ast.Call) and name(each.func) in _WAITS for each in inside):
        return
    handlers = [each for each in inside if isinstance(each, ast.ExceptHandler)]
    leaves = (ast.Raise, ast.Break, ast.Return)
    again = any(not any(isinstance(part, leaves) for part in walked(each)) for each in handlers)
    endless = isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and bool(node.test.value)
    over = node.test if isinstance(node, ast.While) else node.target
    counted = [each.id for each in walked(over) if isinstance(each, ast.Name)]
    if isinstance(node, ast.While) and again and endless and _only_tries(node):
        yield node.lineno, "endless-retry", DIMENSION, "This tries again for ever, and without a pause."
    elif again and any(map(_COUNTED.match, counted)):
        yield node.lineno, "retry-without-pause", DIMENSION, "This tries again at once; what failed needs a pause."


def _only_tries(node: ast.While) -> bool:
    """Whether a loop is nothing but one attempt: then what comes round is the failure, and no next piece of work."""
    tries = [part for part in node.body if isinstance(part, ast.Try)]
    return len(tries) == 1 and len(node.body) <= 2  # noqa: PLR2004 - the attempt, and perhaps a count


@on(*FUNCTIONS)
def _decorated(node: ast.AST, walk: Around) -> Found:
    """A function that a decorator calls again whenever it fails, without an end or a pause: tenacity's, backoff's."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for each in node.decorator_list:
        call = each if isinstance(each, ast.Call) else None
        if call is not None and hides(call):
            continue
        given = {keyword.arg for keyword in call.keywords} if call is not None else set()
        called = call.func if call is not None else each
        if name(called) in {"on_exception", "on_predicate"} and not given & {"max_tries", "max_time"}:
            yield each.lineno, "endless-retry", DIMENSION, "This tries again for ever: max_tries, or max_time."
        elif name(called) == "retry" and owner(called) in {"", "tenacity"} and _is_tenacity(call, given):
            if "stop" not in given:
                yield each.lineno, "endless-retry", DIMENSION, "This tries again for ever: stop=stop_after_attempt(…)."
            elif "wait" not in given:
                message = "This tries again at once: wait=wait_random_exponential(…)."
                yield each.lineno, "retry-without-pause", DIMENSION, message


def _is_tenacity(call: ast.Call | None, given: set[str | None]) -> bool:
    """Whether a decorator called `retry` is given what tenacity's takes, or nothing at all."""
    ours = {
        "stop",
        "wait",
        "retry",
        "before",
        "after",
        "before_sleep",
        "reraise",
        "retry_error_callback",
        "retry_error_cls",
    }
    return call is None or (not call.args and given <= ours)


@on(ast.ExceptHandler)
def _calls_itself(node: ast.AST, walk: Around) -> Found:
    """A function that calls itself whenever it fails."""
    if walk.is_test or walk.function is None:
        return
    itself = {("", walk.function.name), ("self", walk.function.name)}
    given = [each.arg for each in (*walk.function.args.args, *walk.function.args.kwonlyargs) if each.arg != "self"]
    for call in calls(node):
        handed = [name(each) for each in (*call.args, *(each.value for each in call.keywords))]
        if place(call) in itself and handed == given:
            message = "It calls itself whenever it fails, until there is no room: a loop with a limit and a pause."
            yield call.lineno, "endless-retry", DIMENSION, message


@on(ast.Call)
def _no_limit(node: ast.AST, walk: Around) -> Found:
    """A job or a connection that may be tried as often as it fails."""
    if (
        walk.is_test
        or not isinstance(node, ast.Call)
        or name(node.func) not in {"task", "shared_task", "Retry", "retry"}
    ):
        return
    for limit in ("max_retries", "total", "retries"):
        if says(argument(node, limit), None):
            yield node.lineno, "endless-retry", DIMENSION, f"{limit}=None tries again for ever."


CHECKS: tuple[Check, ...] = (_endless_retry, _decorated, _calls_itself, _no_limit)
