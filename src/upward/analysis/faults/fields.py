"""Classes that can't be made, or not as they say: fields out of order, frozen and changed, slots at odds."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from upward.analysis.faults._classes import built_on, dataclass, flag, is_mutable, is_plain, methods, on_itself
from upward.analysis.faults._tree import Around, Check, Found, is_name, name, on
from upward.analysis.faults._values import hides, module_of

DIMENSION = "error handling"


def _fields(holder: ast.ClassDef) -> Iterator[tuple[ast.AnnAssign, bool]]:
    """Yield the fields that are given by their place, each with whether it has a default."""
    for part in holder.body:
        if not isinstance(part, ast.AnnAssign) or not isinstance(part.target, ast.Name):
            continue
        if name(part.annotation) == "KW_ONLY":
            return
        if "ClassVar" in ast.unparse(part.annotation):
            continue
        if isinstance(part.value, ast.Call) and name(part.value.func) == "field":
            given = {each.arg for each in part.value.keywords}
            if not given & {"init", "kw_only", None}:
                yield part, bool(given & {"default", "default_factory"})
        # What a function of somebody's gives may be a field without a default.
        elif not isinstance(part.value, ast.Call) or is_mutable(part.value):
            yield part, part.value is not None


def _is_by_place(decorator: ast.expr) -> bool:
    """Whether a dataclass takes its fields by their place, as far as one can see."""
    hidden = isinstance(decorator, ast.Call) and hides(decorator)
    return not hidden and not flag(decorator, "kw_only") and flag(decorator, "init") is not False


@on(ast.ClassDef)
def _fields_out_of_order(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A field that must be given behind one that need not be, or a default that all tuples share."""
    if not isinstance(node, ast.ClassDef):
        return
    data = dataclass(node)
    named = any(name(each) == "NamedTuple" for each in node.bases)
    if not named and (data is None or not _is_by_place(data)):
        return
    defaulted = False
    for part, default in _fields(node):
        if defaulted and not default:
            message = "A field without a default behind one that has one: importing this is a TypeError."
            yield part.lineno, "fields-out-of-order", DIMENSION, message
            return
        defaulted |= default
        if named and is_mutable(part.value):
            message = "All tuples share this one default: make it where it is used."
            yield part.lineno, "shared-by-all", DIMENSION, message


@on(ast.ClassDef)
def _frozen_and_changed(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A frozen object that sets a field of its own when it is made; work after making that nobody calls."""
    after = methods(node).get("__post_init__") if isinstance(node, ast.ClassDef) else None
    if after is None or not isinstance(node, ast.ClassDef):
        return
    data = dataclass(node)
    changed = next(on_itself(after, ast.Store), None)
    if data is not None and flag(data, "frozen") and changed is not None:
        message = "This object is frozen, so that making one always fails: object.__setattr__, or a field's default."
        yield changed.lineno, "frozen-and-changed", DIMENSION, message
    elif not node.decorator_list and is_plain(node) and node.name not in built_on(module_of(node)):
        yield after.lineno, "never-called", DIMENSION, "Only a dataclass calls __post_init__, and this is none."


@lru_cache(maxsize=8)
def _named(module: ast.Module) -> dict[str, ast.ClassDef]:
    return {each.name: each for each in module.body if isinstance(each, ast.ClassDef)}


def _slots(holder: ast.ClassDef) -> set[str]:
    for part in holder.body:
        if isinstance(part, ast.Assign) and any(is_name(each, "__slots__") for each in part.targets):
            values = part.value.elts if isinstance(part.value, (ast.Tuple, ast.List, ast.Set)) else [part.value]
            return {each.value for each in values if isinstance(each, ast.Constant) and isinstance(each.value, str)}
    return set()


@on(ast.ClassDef)
def _slots_at_odds(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Slots with a value of the class by the same name, asked for the table they do away with, or from two bases."""
    if not isinstance(node, ast.ClassDef):
        return
    slots = _slots(node)
    # A metaclass may take such values away before the class is made.
    for part in node.body if slots and not node.keywords else ():
        targets = part.targets if isinstance(part, ast.Assign) else [getattr(part, "target", part)]
        if getattr(part, "value", None) is not None and any(name(each) in slots for each in targets):
            yield part.lineno, "slots-at-odds", DIMENSION, "A slot and a value of the class by one name: a ValueError."
    if slots and is_plain(node) and "__dict__" not in slots:
        asked = (each.lineno for each in on_itself(node, ast.Load) if each.attr == "__dict__")
        yield from ((line, "slots-at-odds", DIMENSION, "With slots, an object has no __dict__.") for line in asked)
    others = _named(module_of(node)) if len(node.bases) > 1 else {}
    bases = [others[name(each)] for each in node.bases if name(each) in others]
    if sum(bool(_slots(each)) and is_plain(each) for each in bases) > 1:
        yield node.lineno, "slots-at-odds", DIMENSION, "Two bases with slots of their own can't be one: a TypeError."


CHECKS: tuple[Check, ...] = (
    _fields_out_of_order,
    _frozen_and_changed,
    _slots_at_odds,
)
