"""State that is changed, and put back only when nothing fails in between."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule

_BLOCKS = ("body", "orelse", "finalbody")


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each place where state is saved, changed and put back without `finally`."""
    reported = set[ast.AST | None]()
    for node in module.nodes:
        for name in _BLOCKS:
            block = getattr(node, name, None)
            if isinstance(block, list) and block and isinstance(block[0], ast.stmt):
                for place, message in _in_block(module, block):
                    if (function := module.function_around(place)) not in reported:
                        reported.add(function)
                        yield place, message


def _in_block(module: SourceModule, block: list[ast.stmt]) -> Iterator[tuple[ast.AST, str]]:
    for at, saved in enumerate(block):
        kept = _saved(module, saved)
        if kept is None:
            continue
        name, place = kept
        changed = next(
            (n for n, each in enumerate(block[at + 1 :], at + 1) if _sets(module, each, place, unless=name)), None
        )
        if changed is None:
            continue
        back = next(
            (n for n, each in enumerate(block[changed + 1 :], changed + 1) if _puts_back(module, each, place, name)),
            None,
        )
        between = block[changed + 1 : back] if back is not None else []
        if back is not None and any(_may_fail(each) for each in between):
            yield (
                block[changed],
                (
                    f"State is not restored on failure: `{place}` keeps its temporary value when a statement before line "
                    f"{block[back].lineno} raises. Restore it in `finally`, or use a context manager."
                ),
            )


def _saved(module: SourceModule, node: ast.stmt) -> tuple[str, str] | None:
    """Give the name that state is saved under, and the state: `old = a.b`, `old = os.getcwd()`."""
    match node:
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Attribute() | ast.Subscript() as value):
            return name, ast.unparse(value)
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Call(func=func)) if module.origin(func) in {
            "os.getcwd",
            "pathlib.Path.cwd",
        }:
            return name, "os.getcwd()"
    return None


def _sets(module: SourceModule, node: ast.stmt, place: str, unless: str) -> bool:
    match node:
        case ast.Assign(targets=[target], value=value):
            return ast.unparse(target) == place and unless not in {
                each.id for each in ast.walk(value) if isinstance(each, ast.Name)
            }
        case ast.Expr(value=ast.Call(func=func, args=[given])):
            return place == "os.getcwd()" and module.origin(func) == "os.chdir" and ast.unparse(given) != unless
    return False


def _puts_back(module: SourceModule, node: ast.stmt, place: str, name: str) -> bool:
    match node:
        case ast.Assign(targets=[target], value=ast.Name(id=given)):
            return ast.unparse(target) == place and given == name
        case ast.Expr(value=ast.Call(func=func, args=[ast.Name(id=given)])):
            return place == "os.getcwd()" and module.origin(func) == "os.chdir" and given == name
    return False


def _may_fail(node: ast.stmt) -> bool:
    """Whether a statement calls something."""
    return any(isinstance(each, (ast.Call, ast.Await)) for each in ast.walk(node))


CHECKS = (Check("state-not-restored", "error handling", "warning", find, cwe=460, in_one_off=False),)
