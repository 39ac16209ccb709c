"""Work that is done again, or that grows out of hand, where a little less would do."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import Around, Check, Found, calls, name, owner

DIMENSION = "performance"
_ROWS = frozenset({"all", "fetchall"})
_QUERIED = frozenset({"query", "objects", "select", "execute", "scalars", "filter", "filter_by"})
# A group that repeats, of something that repeats: what almost matches takes time without end.
_NESTED = re.compile(r"(?<!\\)\((?:\?:|\?P<\w+>)?(?:[^()\\|]|\\.)*[+*]\)[+*]")
_PATIENT = 0.01


def _filtered_here(node: ast.AST, walk: Around) -> Found:
    """All rows fetched, and most of them thrown away."""
    if walk.is_test or not isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
        return
    for each in (one for one in node.generators if one.ifs):
        chain = {name(call.func) for call in calls(each.iter)} | {owner(call.func) for call in calls(each.iter)}
        if isinstance(each.iter, ast.Call) and name(each.iter.func) in _ROWS and chain & _QUERIED:
            message = "All rows are fetched, and filtered here: let the database do it."
            yield node.lineno, "filtered-here", DIMENSION, message


def _recursed(node: ast.AST, walk: Around) -> Found:
    """A recursion that does everything again and again, or copies all the rest at each step."""
    if walk.is_test or not isinstance(node, ast.FunctionDef):
        return
    again = [call for call in calls(node) if isinstance(call.func, ast.Name) and call.func.id == node.name]
    kept = any("cache" in ast.unparse(each) or "memo" in ast.unparse(each) for each in node.decorator_list)
    for each in ast.walk(node):
        twice = isinstance(each, ast.BinOp) and isinstance(each.left, ast.Call) and isinstance(each.right, ast.Call)
        if isinstance(each, ast.BinOp) and twice and not kept and each.left in again and each.right in again:
            message = "Each step takes two more, of the same again: keep what is known, or go round."
            yield each.lineno, "recursed-twice", DIMENSION, message
    for call in again:
        rest = [each for each in call.args if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Slice)]
        if any(ast.unparse(each.slice) == "1:" for each in rest):
            yield call.lineno, "copied-each-step", DIMENSION, "All the rest is copied at each step: go round by index."


def _nested_repeat(node: ast.AST, walk: Around) -> Found:
    """A pattern that may take time without end on what almost matches."""
    if isinstance(node, ast.Call) and not walk.is_test and owner(node.func) == "re" and node.args:
        pattern = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
        if isinstance(pattern, str) and _NESTED.search(pattern):
            message = "A repeat of a repeat: what almost matches may take for ever."
            yield node.lineno, "nested-repeat", DIMENSION, message


def _busy(node: ast.AST, walk: Around) -> Found:
    """A wait that keeps a core busy."""
    if walk.is_test or not isinstance(node, ast.While):
        return
    sleeps = [call for part in node.body for call in calls(part) if name(call.func) == "sleep" and call.args]
    for call in sleeps:
        pause = call.args[0].value if isinstance(call.args[0], ast.Constant) else _PATIENT
        if isinstance(pause, (int, float)) and pause < _PATIENT and len(node.body) <= 2:  # noqa: PLR2004
            message = "This asks a thousand times a second: wait for an event, or ask more slowly."
            yield node.lineno, "busy-wait", DIMENSION, message


CHECKS: tuple[Check, ...] = (_filtered_here, _recursed, _nested_repeat, _busy)
