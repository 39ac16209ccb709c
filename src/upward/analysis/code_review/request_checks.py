"""Which names a function checks before it uses them: by a condition, by what is called like a check, by a lookup."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import lru_cache

from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.scopes import Function

# Questions about a text that decide whether it is used.
_PREDICATES = frozenset({"isdigit", "isdecimal", "isnumeric", "isalnum", "isalpha", "isidentifier", "startswith"})
_CHECKS = re.compile(r"(?i)valid|check|verify|ensure|safe|allow|sanit|secure|guard|trusted")
_MATCHES = re.compile(r"re\.(?:compile\(\)\.)?(?:match|fullmatch|search)")


def is_tested(module: SourceModule, node: ast.Name) -> bool:
    """Whether the function asks about a name before: is it in a list, a number, does it match, does it pass a check."""
    around = module.function_around(node)
    return around is not None and _tested_names(module, around).get(node.id, node.lineno + 1) <= node.lineno


def _asked_about(module: SourceModule, node: ast.AST) -> list[ast.expr]:  # noqa: PLR0911 - a case a kind of question
    match node:
        case ast.Compare(left=left, ops=[ast.In() | ast.NotIn()], comparators=[right]):
            if isinstance(left, ast.Constant) and isinstance(left.value, str):
                return [] if re.search(r"\w", left.value) else [right]  # a character, not a key
            return [left]
        case ast.comprehension(ifs=tests):  # looked for among what is known
            equal = [inner for each in tests for inner in ast.walk(each) if isinstance(inner, ast.Compare)]
            return [
                side for each in equal if isinstance(each.ops[0], ast.Eq) for side in (each.left, *each.comparators)
            ]
        case ast.Call(func=ast.Attribute(value=value, attr=attr)) if attr in _PREDICATES:
            return [value]
        case ast.Call(func=func, args=args) if _MATCHES.fullmatch(module.origin(func)):
            return args
        case ast.Expr(value=ast.Call() as call) | ast.Expr(value=ast.Await(value=ast.Call() as call)):
            return call.args if checks_by_name(call) else []
        case ast.If(test=test) | ast.While(test=test) | ast.Assert(test=test) | ast.IfExp(test=test):
            calls = (each for each in ast.walk(test) if isinstance(each, ast.Call))
            return [argument for each in calls if checks_by_name(each) for argument in each.args]
    return []


def checks_by_name(call: ast.Call) -> bool:
    """Whether what is called says by its name that it checks what it is given."""
    return (
        _CHECKS.search(call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", ""))
        is not None
    )


@lru_cache(maxsize=64)
def _tested_names(module: SourceModule, function: Function) -> dict[str, int]:
    """Give the names that a function checks, each with the first line that does."""
    lines: dict[str, int] = {}
    nodes = list(ast.walk(function))
    asked = [each for inner in nodes for each in _asked_about(module, inner)]
    found = [(each.id, each.lineno) for each in asked if isinstance(each, ast.Name)]
    for name, line in (*found, *_looked_up(nodes)):
        lines[name] = min(line, lines.get(name, line))
    return lines


def _looked_up(nodes: list[ast.AST]) -> Iterator[tuple[str, int]]:
    """Yield names that something was looked up by, and the line that leaves the function where nothing was found."""
    by: dict[str, set[str]] = {}
    assigned = (each for each in nodes if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name))
    for each in sorted(assigned, key=lambda one: one.lineno):
        if any(isinstance(inner, ast.Call) for inner in ast.walk(each.value)):
            used = {inner.id for inner in ast.walk(each.value) if isinstance(inner, ast.Name)}
            by[each.targets[0].id] = used.union(*(by.get(name, set()) for name in used))  # type: ignore[attr-defined]
    for node in nodes:
        match node:
            case (
                ast.If(test=ast.UnaryOp(op=ast.Not(), operand=ast.Name(id=result)), body=body)
                | ast.If(
                    test=ast.Compare(left=ast.Name(id=result), ops=[ast.Is()], comparators=[ast.Constant(value=None)]),
                    body=body,
                )
            ) if isinstance(body[-1], (ast.Raise, ast.Return)):
                yield from ((name, node.lineno) for name in by.get(result, ()))
