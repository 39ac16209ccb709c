"""What fails on the day something is missing, or is left open: nothing found, nothing given, nobody who closes it."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from upward.analysis.faults._tree import (
    FUNCTIONS,
    VERBS,
    Around,
    Check,
    Found,
    Function,
    calls,
    name,
    on,
    owner,
    sent,
    walked,
)

DIMENSION = "error handling"
_FINDERS = frozenset({"match", "search", "fullmatch"})
_CONVERTED = frozenset({"int", "float", "Decimal", "UUID"})
_WRITES = re.compile(r"(?i)\s*(?:insert|update|delete|replace)\b")
_SESSIONS = frozenset({"Session", "session"})


@on(ast.Attribute)
def _none_unseen(node: ast.AST, walk: Around) -> Found:
    """A match used as if there were always one."""
    if walk.is_test or not isinstance(node, ast.Attribute) or node.attr not in {"group", "groups", "groupdict", "span"}:
        return
    call = node.value
    if isinstance(call, ast.Call) and name(call.func) in _FINDERS:
        whose = owner(call.func)
        if whose == "re" or re.search(r"(?i)re$|regex|pattern", whose) or whose.isupper():
            yield node.lineno, "none-unseen", DIMENSION, "Where nothing matches this is None, and fails by its name."


@lru_cache(maxsize=64)
def _asked(function: Function) -> frozenset[str]:
    """Give the names a function asks anything about, so that it knows of their being empty."""
    found: set[str] = set()
    for each in walked(function):
        tests: list[ast.expr] = []
        if isinstance(each, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            tests = [each.test]
        elif isinstance(each, ast.BoolOp):
            tests = list(each.values)
        elif isinstance(each, ast.comprehension):
            tests = list(each.ifs)
        elif isinstance(each, ast.Match):
            tests = [each.subject]
        elif isinstance(each, ast.For):
            # Inside of a round over it there is something in it.
            tests = [each.iter]
        found |= {part.id for test in tests for part in walked(test) if isinstance(part, ast.Name)}
    return frozenset(found)


def _caught(function: Function) -> bool:
    """Whether a function catches anything at all: it has thought of failure."""
    return any(isinstance(each, ast.ExceptHandler) for each in walked(function))


def _sorted_name(node: ast.expr) -> str:
    """Give the name of the list of which all are sorted."""
    is_sorted = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "sorted"
    first = node.args[0] if is_sorted and isinstance(node, ast.Call) and node.args else None
    return first.id if isinstance(first, ast.Name) else ""


@on(*FUNCTIONS)
def _empty_unseen(node: ast.AST, walk: Around) -> Found:
    """A share of nothing, or the first of what may be empty."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _caught(node):
        return
    asked = _asked(node)
    given = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    picked = {
        name(part.targets[0])
        for part in walked(node)
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.ListComp) and part.value.generators[0].ifs
    }
    fetched = {
        name(part.targets[0])
        for part in walked(node)
        if isinstance(part, ast.Assign)
        and isinstance(part.value, ast.Call)
        and isinstance(part.value.func, ast.Attribute)
    }
    for each in walked(node):
        if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Div, ast.FloorDiv)):
            counted = each.right.args[0] if isinstance(each.right, ast.Call) and each.right.args else each.right
            if isinstance(counted, ast.Name) and name(each.right) == "len" and counted.id in given - asked:
                message = f"With no {counted.id} this divides by zero: say what holds then."
                yield each.lineno, "empty-unseen", DIMENSION, message
        elif isinstance(each, ast.Subscript) and (of := _sorted_name(each.value)) and of in fetched - asked:
            message = f"Where there are no {of}, this fails: say what holds then."
            yield each.lineno, "empty-unseen", DIMENSION, message
        elif isinstance(each, ast.Subscript) and isinstance(each.value, ast.Name) and each.value.id in picked - asked:
            index = each.slice.operand if isinstance(each.slice, ast.UnaryOp) else each.slice
            if isinstance(index, ast.Constant) and index.value in {0, 1} and isinstance(each.ctx, ast.Load):
                message = f"Where nothing was picked, {each.value.id} is empty: say what holds then."
                yield each.lineno, "empty-unseen", DIMENSION, message


@on(*FUNCTIONS)
def _blind_conversion(node: ast.AST, walk: Around) -> Found:
    """What a stranger sent taken for a number, with nobody there for the day it is none."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _caught(node):
        return
    for call in calls(node):
        if name(call.func) in _CONVERTED and call.args and sent(call.args[0]):
            message = "A stranger may send anything: answer what is no number, instead of failing."
            yield call.lineno, "blind-conversion", DIMENSION, message


@on(ast.Expr)
def _lost_future(node: ast.AST, walk: Around) -> Found:
    """Work handed to a pool whose failure nobody asks for."""
    if walk.is_test or not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return
    call = node.value
    if name(call.func) == "submit" and re.search(r"(?i)pool|executor", owner(call.func)) and call.args:
        message = "If this fails, nobody hears of it: keep the future, and ask for its result."
        yield node.lineno, "lost-future", DIMENSION, message


def _is_field(node: ast.AugAssign | ast.Assign) -> bool:
    target = node.target if isinstance(node, ast.AugAssign) else node.targets[0]
    return isinstance(target, ast.Attribute) and name(target.value) != "self"


@on(*FUNCTIONS)
def _half_committed(node: ast.AST, walk: Around) -> Found:
    """Writes that belong together, made for good one by one."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    said = list(calls(node))
    commits = [call for call in said if name(call.func) == "commit" and not call.args]
    writes = [
        call
        for call in said
        if name(call.func) == "execute"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and _WRITES.match(str(call.args[0].value))
    ]
    undone = any(name(call.func) == "rollback" for call in said)
    # What is added, or changed in an object, between two commits of a session.
    changed = [
        each.lineno for each in walked(node) if isinstance(each, (ast.AugAssign, ast.Assign)) and _is_field(each)
    ]
    changed += [call.lineno for call in said if name(call.func) in {"add", "add_all", "delete"} and call.args]
    lines = sorted(call.lineno for call in commits)
    between = len(lines) > 1 and min(changed, default=lines[0]) < lines[0] < max(changed, default=0) < lines[-1]
    if len(commits) > 1 and (len(writes) > 1 or between) and not undone:
        message = "If the second write fails, the first stands alone: commit once, and roll back."
        yield commits[1].lineno, "half-committed", DIMENSION, message


@on(ast.ClassDef, ast.Module)
def _session_without_limit(node: ast.AST, walk: Around) -> Found:
    """A session kept by a class, or one that waits in a coroutine, asked without a time limit."""
    if walk.is_test or not isinstance(node, (ast.Module, ast.ClassDef)):
        return
    limited = {"aiohttp": "ClientSession"}
    kept = {
        target.attr
        for each in (walked(node) if isinstance(node, ast.ClassDef) else ())
        if isinstance(each, ast.Assign)
        for target in each.targets
        if isinstance(target, ast.Attribute)
        and any(owner(call.func) == "requests" and name(call.func) in _SESSIONS for call in calls(each.value))
    }
    for call in calls(node) if kept or isinstance(node, ast.Module) else ():
        whose, what = owner(call.func), name(call.func)
        asks = what in VERBS and whose in kept and isinstance(call.func.value, ast.Attribute)  # type: ignore[attr-defined]
        makes = isinstance(node, ast.Module) and limited.get(whose) == what
        if not (asks or makes) or any(keyword.arg in {"timeout", None} for keyword in call.keywords):
            continue
        if asks:
            yield call.lineno, "no-timeout", DIMENSION, "A remote call without a time limit can hang for ever."
        else:
            message = "Without a limit of its own this client waits for five minutes: set ClientTimeout."
            yield call.lineno, "no-timeout", DIMENSION, message


def _body_of(node: ast.expr) -> bool:
    """Whether an expression takes the body of a request."""
    return any(
        isinstance(each, ast.Attribute)
        and each.attr in {"json", "get_json", "data", "body"}
        and name(each.value) == "request"
        for each in walked(node)
    )


@on(*FUNCTIONS)
def _blind_key(node: ast.AST, walk: Around) -> Found:
    """Keys within keys of what a stranger sent, as if they were always there."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _caught(node):
        return
    held = {name(each.targets[0]) for each in walked(node) if isinstance(each, ast.Assign) and _body_of(each.value)}
    for each in (part for part in walked(node) if isinstance(part, ast.Subscript)):
        inner = each.value
        if isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name) and inner.value.id in held:
            message = "A stranger may leave these keys out: answer that, instead of failing."
            yield each.lineno, "blind-conversion", DIMENSION, message
            return


CHECKS: tuple[Check, ...] = (
    _none_unseen,
    _empty_unseen,
    _blind_conversion,
    _lost_future,
    _half_committed,
    _session_without_limit,
    _blind_key,
)
