"""What Python does other than it reads: a message never filled in, a thread without work, a handler never reached."""

from __future__ import annotations

import ast
import builtins
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, Function, calls, is_name, name, on, walked
from upward.analysis.faults._values import bound_by

DIMENSION = "error handling"
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[-+ #0]?\d*(?:\.\d+)?[diouxXeEfgGcrsa]|\{\w*(?:![rsa])?(?::[^{}]*)?\}")
# The first positional arguments of threading.Thread are its group, which must be None, and its target.
_TARGET_AT = 2
_LOCK = re.compile(r"(?i)(?:lock|mutex)\w*(?:\(\))?$")


@on(ast.Raise)
def _never_filled(node: ast.AST, walk: Around) -> Found:
    """An exception's message with places for values, and the values beside it."""
    if walk.is_test or not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Call):
        return
    given = node.exc.args
    first = given[0] if len(given) > 1 else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and _PLACEHOLDER.search(first.value):
        yield node.lineno, "never-filled-in", DIMENSION, "An exception fills nothing in: format the message."


@on(ast.Call)
def _no_target(node: ast.AST, walk: Around) -> Found:
    """A thread whose work is given where its group belongs, or called before it begins."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) not in {"Thread", "Process"}:
        return
    first = node.args[0] if 0 < len(node.args) < _TARGET_AT else None
    if first is not None and not (isinstance(first, ast.Constant) and first.value is None) and not _starred(node):
        yield node.lineno, "thread-without-work", DIMENSION, "The first argument is the group: target=…"
    for keyword in node.keywords:
        if keyword.arg == "target" and isinstance(keyword.value, ast.Call) and _is_own(keyword.value, walk):
            message = "The work is done here, before the thread begins: give the function, and args=…"
            yield node.lineno, "thread-without-work", DIMENSION, message


def _starred(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Starred) for each in call.args)


def _is_own(call: ast.Call, walk: Around) -> bool:
    """Whether a call is of a function of this program; partial and its like give back what to call."""
    return isinstance(call.func, (ast.Name, ast.Attribute)) and bool(call.args) and walk.function is not None and (
        name(call.func) not in {"partial", "partialmethod", "wraps", "copy_context", "getattr"}
        and not name(call.func).startswith(("make", "get", "build", "create", "wrap", "bind"))
    )  # fmt: skip


def _ancestors(asked: str) -> set[str]:
    """Give the built-in exceptions that a built-in one is a kind of; nothing for another's."""
    found = getattr(builtins, asked, None)
    is_one = isinstance(found, type) and issubclass(found, BaseException)
    return {each.__name__ for each in found.__mro__[1:]} if is_one and isinstance(found, type) else set()


def _kinds(handler: ast.ExceptHandler) -> list[str]:
    of = handler.type
    return [name(each) for each in of.elts] if isinstance(of, ast.Tuple) else [name(of)] if of is not None else []


@on(ast.Try)
def _never_reached(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A handler behind one of what its own exceptions are kinds of."""
    if not isinstance(node, ast.Try):
        return
    taken: set[str] = set()
    for handler in node.handlers:
        kinds = _kinds(handler)
        # What Exception and BaseException take is told by a check of its own.
        if kinds and all(_ancestors(each) & taken for each in kinds):
            message = f"{' and '.join(kinds)} are taken by the handler before: put this one first."
            yield handler.lineno, "never-reached", DIMENSION, message
        taken |= {each for each in kinds if each not in {"Exception", "BaseException"} and _ancestors(each)}


@on(*FUNCTIONS)
def _last_round(node: ast.AST, walk: Around) -> Found:
    """What only a loop binds, used behind it: where there was no round, there is no such name."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    loops = [(number, part) for number, part in enumerate(node.body) if isinstance(part, (ast.For, ast.AsyncFor))]
    stored = Counter(bound for each in (walked(node) if loops else ()) for bound in bound_by(each))
    last = {used.id: number for number, part in enumerate(node.body if loops else ()) for used in _read([part])}
    for number, part in loops:
        own = Counter(each.id for each in walked(part.target) if isinstance(each, ast.Name))
        # What nothing but this loop binds, and somebody reads behind it.
        bound = {each for each, count in own.items() if stored[each] == count and last.get(each, 0) > number} - {"_"}
        # Whoever asked of it before the loop has said what holds.
        if not bound or part.orelse or _surely_runs(part.iter) or _asked_before(node.body[:number], part.iter):
            continue
        for used in _read(node.body[number + 1 :]):
            if used.id in bound:
                message = f"Where there was no round, there is no {used.id}: say what holds then."
                yield used.lineno, "last-round", DIMENSION, message
                break


def _asked_before(body: Sequence[ast.stmt], over: ast.expr) -> bool:
    over_names = {each.id for each in walked(over) if isinstance(each, ast.Name)}
    tests = [each.test for part in body for each in walked(part) if isinstance(each, (ast.If, ast.Assert))]
    return any(each.id in over_names for test in tests for each in walked(test) if isinstance(each, ast.Name))


def _surely_runs(over: ast.expr) -> bool:
    """Whether a loop has a round for sure: over things that are written out, or a range of a number, or without end."""
    match over:
        case ast.Tuple(elts=each) | ast.List(elts=each) | ast.Set(elts=each):
            return bool(each)
        case ast.Constant():
            return True
        case ast.Call():
            numbers = all(isinstance(each, ast.Constant) for each in over.args)
            return name(over.func) in {"range", "count", "iter", "cycle", "repeat"} and numbers
        case ast.Name():
            return over.id.isupper()
    return False


def _read(body: Sequence[ast.stmt]) -> Iterator[ast.Name]:
    for part in body:
        for each in walked(part):
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load):
                yield each


@on(*FUNCTIONS)
def _next_of_nothing(node: ast.AST, walk: Around) -> Found:
    """A generator that asks another for its next item, and ends by an error where there is none."""
    if walk.is_test or not isinstance(node, ast.FunctionDef) or not _yields(node):
        return
    caught = {id(inner) for each in walked(node) if isinstance(each, ast.Try) for inner in walked(each)}
    for call in calls(node):
        asks = is_name(call.func, "next") and len(call.args) == 1 and not call.keywords
        if asks and id(call) not in caught and name(call.args[0]) != "count":
            message = "In a generator, no next item becomes a RuntimeError: next(…, None), or a try."
            yield call.lineno, "next-of-nothing", DIMENSION, message
            return


def _yields(function: Function) -> bool:
    others = [part for part in walked(function)[1:] if isinstance(part, (*FUNCTIONS, ast.Lambda))]
    inner = {id(each) for part in others for each in walked(part)}
    return any(isinstance(each, (ast.Yield, ast.YieldFrom)) and id(each) not in inner for each in walked(function))


@on(ast.Module)
def _shared_without_lock(node: ast.AST, walk: Around) -> Found:
    """What several threads change at once, and none of them holds a lock."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    started = {
        name(keyword.value)
        for call in calls(node)
        for keyword in call.keywords
        if name(call.func) == "Thread" and keyword.arg == "target"
    }
    shared = {name(part.targets[0]) for part in node.body if isinstance(part, ast.Assign)}
    for part in node.body:
        if isinstance(part, ast.FunctionDef) and part.name in started and not _holds_lock(part):
            changed = _reckoned(part) & shared
            if changed:
                message = f"Threads change {min(changed)} at once: hold a lock, or hand results over in a queue."
                yield part.lineno, "shared-without-lock", DIMENSION, message


@on(ast.Module)
def _locks_crossed(node: ast.AST, walk: Around) -> Found:
    """Two locks that one function takes in one order, and another in the other."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    orders: set[tuple[str, str]] = set()
    for outer in (each for each in walked(node) if isinstance(each, (ast.With, ast.AsyncWith))):
        held = [ast.unparse(each.context_expr) for each in outer.items if _LOCK.search(ast.unparse(each.context_expr))]
        pairs = set(itertools.combinations(held, 2))
        for inner in (each for part in outer.body for each in walked(part)):
            if isinstance(inner, (ast.With, ast.AsyncWith)):
                taken = [ast.unparse(each.context_expr) for each in inner.items]
                pairs |= {(first, second) for first in held for second in taken if _LOCK.search(second)}
        if any((second, first) in orders for first, second in pairs if first != second):
            message = "Elsewhere these locks are taken the other way round: the two wait for each other for ever."
            yield outer.lineno, "locks-crossed", DIMENSION, message
        orders |= pairs


def _holds_lock(function: Function) -> bool:
    held = [item for each in walked(function) if isinstance(each, ast.With) for item in each.items]
    return bool(held) or any(name(call.func) in {"acquire", "put"} for call in calls(function))


def _reckoned(function: Function) -> set[str]:
    """Give the names outside of a function that it counts up, or fills."""
    outside = {each for part in walked(function) if isinstance(part, ast.Global) for each in part.names}
    counted = {name(each.target) for each in walked(function) if isinstance(each, ast.AugAssign)}
    filled = {
        call.func.value.id
        for call in calls(function)
        if isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
        if call.func.attr in {"append", "extend", "update", "add", "pop", "remove"}
    }
    kept = {
        each.value.id
        for each in walked(function)
        if isinstance(each, ast.Subscript) and isinstance(each.ctx, ast.Store) and isinstance(each.value, ast.Name)
    }
    return (counted & outside) | (filled | kept) - _own_names(function)


def _own_names(function: Function) -> set[str]:
    bound = {each.id for each in walked(function) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    return bound | {each.arg for each in walked(function) if isinstance(each, ast.arg)}


@on(ast.FunctionDef)
def _registered_undecorated(node: ast.AST, walk: Around) -> Found:
    """A function that is registered for a signal before the decorators above that are put on it."""
    if walk.is_test or not isinstance(node, ast.FunctionDef):
        return
    for each in node.decorator_list[1:]:
        if isinstance(each, ast.Call) and is_name(each.func, "receiver"):
            message = "What stands above this never runs for the signal: put receiver first."
            yield each.lineno, "registered-undecorated", DIMENSION, message


CHECKS: tuple[Check, ...] = (
    _shared_without_lock,
    _locks_crossed,
    _never_filled,
    _no_target,
    _never_reached,
    _last_round,
    _next_of_nothing,
    _registered_undecorated,
)
