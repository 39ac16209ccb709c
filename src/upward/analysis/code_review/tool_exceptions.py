"""What a tool finds that its own options cannot tell apart: closures over a loop variable that are called at once."""

from __future__ import annotations

import ast

from upward.analysis.code_review.scopes import Function

# These call what they are given before they return.
_CALLS_AT_ONCE = frozenset(
    "map filter sorted sort min max any all sum reduce next list dict set tuple sub groupby apply partition".split()
)


def closures_called_at_once(source: str) -> set[int]:
    """Give the lines of functions and lambdas in loops that are called in the same round: ruff's B023 does not apply."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    lines: set[int] = set()
    for loop in ast.walk(tree):
        if not isinstance(loop, (ast.For, ast.AsyncFor, ast.While)):
            continue
        inside = [each for part in loop.body for each in ast.walk(part)]
        for node in inside:
            if (isinstance(node, ast.Lambda) and _is_consumed(node, parents)) or (
                isinstance(node, Function) and _is_only_called(node, inside, parents)
            ):
                lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def _is_consumed(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether an expression is an argument of a call that uses it at once, or that is awaited there."""
    holder = parents.get(node)
    while isinstance(holder, (ast.keyword, ast.Starred)):
        holder = parents.get(holder)
    if not isinstance(holder, ast.Call):
        return False
    called = holder.func
    name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
    outer = parents.get(holder)
    at_once = isinstance(outer, ast.Await) or (
        isinstance(outer, ast.Call) and isinstance(parents.get(outer), ast.Await)
    )
    return called is node or name in _CALLS_AT_ONCE or at_once


def _is_only_called(function: Function, inside: list[ast.AST], parents: dict[ast.AST, ast.AST]) -> bool:
    uses = [each for each in inside if isinstance(each, ast.Name) and each.id == function.name]
    return bool(uses) and all(
        (isinstance(parents.get(each), ast.Call) and getattr(parents[each], "func", None) is each)
        or _is_consumed(each, parents)
        for each in uses
    )
