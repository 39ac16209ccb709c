"""The same worked out, copied or waited for again and again, where once would do."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from upward.analysis.faults._tree import REMOTE, VERBS, Around, Check, Found, Function, calls, name, on, owner, walked

DIMENSION = "performance"
_LOOKS = frozenset({"values", "items", "keys", "get"})
_WHOLE = frozenset({"sum", "max", "min", "sorted"})
_LOCK = re.compile(r"(?i)(?:^|_)lock$|mutex")


@on(ast.For)
def _same_sum(node: ast.AST, walk: Around) -> Found:
    """A sum over all, which is the same in every round."""
    if walk.is_test or not isinstance(node, ast.For) or walk.function is None:
        return
    given = {each.arg for each in walk.function.args.args}
    inside = [each for part in node.body for each in walked(part)]
    changed = {name(each) for each in inside if isinstance(getattr(each, "ctx", None), ast.Store)}
    changed |= {owner(call.func) for part in node.body for call in calls(part) if name(call.func) not in _LOOKS}
    for call in (each for part in node.body for each in calls(part)):
        if isinstance(call.func, ast.Name) and call.func.id in _WHOLE and len(call.args) == 1 and not call.keywords:
            over = _seen(call.args[0])
            if isinstance(over, ast.Name) and over.id in given - changed:
                message = f"The {call.func.id} of {over.id} is the same in every round: work it out once, before."
                yield call.lineno, "same-each-time", DIMENSION, message


def _seen(node: ast.expr) -> ast.expr:
    """Give what is gone over: of a view of a dictionary, the dictionary."""
    view = node.func if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else None
    return view.value if view is not None and view.attr in _LOOKS else node


@lru_cache(maxsize=64)
def _begun_empty(function: Function) -> frozenset[str]:
    """Give the names that a function begins as a text without letters."""
    return frozenset(
        name(each.targets[0])
        for each in walked(function)
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Constant) and each.value.value == ""
    )


@on(ast.For)
def _by_characters(node: ast.AST, walk: Around) -> Found:
    """A text put together from its characters, one after the other."""
    if walk.is_test or not isinstance(node, ast.For) or walk.function is None:
        return
    begun = _begun_empty(walk.function)
    for each in (inner for part in node.body for inner in walked(part)):
        grown = each if isinstance(each, ast.AugAssign) and isinstance(each.op, ast.Add) else None
        if grown is not None and name(grown.target) in begun and name(grown.value) == name(node.target):
            message = "Text grown piece by piece costs its square: collect and join."
            yield grown.lineno, "text-grown-in-loop", DIMENSION, message


@on(ast.Subscript)
def _whole_for_one(node: ast.AST, walk: Around) -> Found:
    """All of something copied or read, for one part of it."""
    if walk.is_test or not isinstance(node, ast.Subscript) or not isinstance(node.value, ast.Call):
        return
    made = node.value
    if name(made.func) == "deepcopy":
        yield node.lineno, "copied-for-one", DIMENSION, "All is copied for one part: copy that part."
    elif isinstance(node.slice, ast.Constant) and node.slice.value == 0:
        lines = name(made.func) == "readlines" or (
            name(made.func) in {"split", "splitlines"} and any(name(call.func) == "read" for call in calls(made))
        )
        if lines:
            yield node.lineno, "read-for-one", DIMENSION, "All of the file is read for its first line: next(handle)."


@on(ast.With)
def _locked_while_waiting(node: ast.AST, walk: Around) -> Found:
    """Everybody kept waiting while one asks another machine."""
    if walk.is_test or not isinstance(node, ast.With):
        return
    if not any(_LOCK.search(name(each.context_expr)) for each in node.items):
        return
    for call in (each for part in node.body for each in calls(part)):
        remote = owner(call.func) in REMOTE and name(call.func) in VERBS
        if remote or (owner(call.func), name(call.func)) == ("time", "sleep") or name(call.func) == "urlopen":
            message = "All others wait at the lock while this waits: ask first, and lock for the result."
            yield call.lineno, "locked-while-waiting", DIMENSION, message


CHECKS: tuple[Check, ...] = (_same_sum, _by_characters, _whole_for_one, _locked_while_waiting)
