"""What checks of classes need: their methods, what decorates them, what they stand on."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import lru_cache

from upward.analysis.faults._tree import FUNCTIONS, Function, every, is_name, name, walked

_MUTABLE = (ast.List, ast.Dict, ast.Set, ast.ListComp, ast.DictComp, ast.SetComp)
_MAKES_MUTABLE = frozenset({"list", "dict", "set", "defaultdict", "deque", "Counter", "OrderedDict"})


def methods(holder: ast.ClassDef) -> dict[str, Function]:
    """Give the methods that stand in a class, by name."""
    return {each.name: each for each in holder.body if isinstance(each, FUNCTIONS)}


def decorators(node: ast.ClassDef | Function) -> set[str]:
    """Give the last names of what decorates a class or a function."""
    return {name(each) for each in node.decorator_list}


def is_plain(holder: ast.ClassDef) -> bool:
    """Whether a class stands on nothing but object."""
    return not holder.keywords and all(is_name(each, "object") for each in holder.bases)


def on_itself(node: ast.AST, context: type[ast.expr_context]) -> Iterator[ast.Attribute]:
    """Yield the attributes of `self` that are read or written, as the context says."""
    for each in walked(node):
        if isinstance(each, ast.Attribute) and is_name(each.value, "self") and isinstance(each.ctx, context):
            yield each


def dataclass(holder: ast.ClassDef) -> ast.expr | None:
    """Give the decorator that makes a dataclass of a class; None for others."""
    return next((each for each in holder.decorator_list if name(each) == "dataclass"), None)


def flag(decorator: ast.expr, keyword: str) -> bool | None:
    """Give what a decorator is given by a keyword as True or False; None where it is given neither."""
    given = decorator.keywords if isinstance(decorator, ast.Call) else []
    found = (each.value.value for each in given if each.arg == keyword and isinstance(each.value, ast.Constant))
    value = next(found, None)
    return value if isinstance(value, bool) else None


def is_mutable(value: ast.expr | None) -> bool:
    """Whether an expression makes a list, a table or a set."""
    made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _MAKES_MUTABLE
    return made or isinstance(value, _MUTABLE)


@lru_cache(maxsize=8)
def built_on(module: ast.Module) -> frozenset[str]:
    """Give the classes of a file that others are kinds of, or that a call makes dataclasses of."""
    bases = {name(base) for each in every(module, ast.ClassDef) for base in each.bases}
    made = {name(each) for call in every(module, ast.Call) if name(call.func) == "dataclass" for each in call.args}
    return frozenset(bases | made)
