"""Loops over data: which names change with each element, and which loops are too short or too coarse to matter."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.scopes import Assigned, Function

Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp
Loop = ast.For | ast.AsyncFor | Comprehension
# So few rounds, and written out: not data.
MAX_FIXED_ROUNDS = 20
_BATCH = re.compile(r"(?i)batch|chunk|page|slice|window|attempt|retry|retries|tries|shard")
_LITERAL = (ast.Tuple, ast.List, ast.Set, ast.Dict)


def loop_around(module: SourceModule, node: ast.AST) -> Loop | None:
    """Give the innermost loop over data that runs a node once an element, within the function around it."""
    below = node
    for each in module.ancestors(node):
        if isinstance(each, (Function, ast.Lambda, ast.ClassDef)):
            return None
        if isinstance(each, (ast.For, ast.AsyncFor)) and below is not each.iter and below not in each.orelse:
            return each
        if isinstance(each, Comprehension) and below is not each.generators[0]:
            return each
        below = each
    return None


def targets(loop: Loop) -> list[tuple[ast.expr, ast.expr]]:
    """Give the targets of a loop, each with what it iterates over."""
    if isinstance(loop, Comprehension):
        return [(each.target, each.iter) for each in loop.generators]
    return [(loop.target, loop.iter)]


def names_in(node: ast.AST) -> set[str]:
    """Give the names that an expression uses."""
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def changing_names(loop: Loop) -> set[str]:
    """Give the names that change with each element: the targets, and what is computed from them in the body."""
    changing = {name for target, _ in targets(loop) for name in names_in(target)} - {"_"}
    if isinstance(loop, Comprehension):
        return changing
    assigned = [each for part in loop.body for each in ast.walk(part) if isinstance(each, (ast.Assign, ast.AnnAssign))]
    for each in assigned:
        if each.value is not None and names_in(each.value) & changing:
            places = each.targets if isinstance(each, ast.Assign) else [each.target]
            changing |= {place.id for place in places if isinstance(place, ast.Name)}
    return changing


def is_over_data(module: SourceModule, loop: Loop) -> bool:
    """Whether a loop goes over data of unknown size: not over what is written out, batches, or attempts."""
    return all(
        not _is_fixed(module, iterable) and not _is_batch(target, iterable) for target, iterable in targets(loop)
    )


def _is_batch(target: ast.expr, iterable: ast.expr) -> bool:
    called = iterable.func if isinstance(iterable, ast.Call) else None
    words = [*names_in(target), *(names_in(called) | set(_attributes(called)) if called else ())]
    stepped = isinstance(iterable, ast.Call) and ast.unparse(iterable.func) == "range" and len(iterable.args) > 2  # noqa: PLR2004 - start, stop and step
    return stepped or any(map(_BATCH.search, words))


def _attributes(node: ast.AST) -> Iterator[str]:
    return (each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute))


def _is_fixed(module: SourceModule, iterable: ast.expr) -> bool:  # noqa: PLR0911 - a case a kind of expression
    match iterable:
        case ast.Constant():
            return True
        case ast.Tuple(elts=elts) | ast.List(elts=elts) | ast.Set(elts=elts):
            return not any(isinstance(each, ast.Starred) for each in elts)
        case ast.Dict():
            return True
        case ast.Call(func=ast.Name(id="range"), args=[*_, ast.Constant(value=int(rounds))]):
            return rounds <= MAX_FIXED_ROUNDS
        case ast.Call(func=ast.Name(id="enumerate" | "zip" | "sorted" | "reversed" | "list" | "set"), args=args):
            return any(_is_fixed(module, each) for each in args)
        case ast.Call(func=ast.Attribute(value=inner, attr="items" | "keys" | "values")):
            return _is_fixed(module, inner)
        case ast.Name(id=name):
            return _is_written_out(module, iterable, name) or module.class_named(module.origin(iterable)) is not None
        case ast.Attribute(attr=name):
            return name.isupper()
    return False


def _is_written_out(module: SourceModule, node: ast.AST, name: str) -> bool:
    scope = module.scope_of.get(node)
    found = scope.lookup(name) if scope else None
    if found is None or len(found[1]) != 1:
        return name.isupper()
    binding = found[1][0]
    return name.isupper() or (
        isinstance(binding, Assigned) and isinstance(binding.value, _LITERAL) and _full(binding.value)
    )


def _full(literal: ast.expr) -> bool:
    """Whether a literal holds something: an empty one is filled elsewhere."""
    return bool(getattr(literal, "elts", None) or getattr(literal, "keys", None))
