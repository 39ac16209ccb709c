"""What fails whenever it is reached: no exception raised or caught, an index behind the end, keys taken for pairs."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from functools import lru_cache

from upward.analysis.faults._tree import Around, Check, Found, every, name, on
from upward.analysis.faults._values import module_of, value_of

DIMENSION = "error handling"
_PLAIN_BASES = frozenset({"object", "str", "int", "float", "dict", "list", "tuple", "set", "Enum", "Protocol"})


@lru_cache(maxsize=8)
def _own_kinds(module: ast.Module) -> dict[str, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Give what a file defines under a name, where that is the one thing by this name at its top."""
    count = Counter(each.name for each in every(module, ast.ClassDef))
    count.update(each.name for each in every(module, ast.FunctionDef))
    count.update(each.name for each in every(module, ast.AsyncFunctionDef))
    tops = (each for each in module.body if isinstance(each, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)))
    return {each.name: each for each in tops if count[each.name] == 1}


def _is_no_exception(node: ast.expr | None, module: ast.Module, *, called: bool) -> bool:
    """Whether an expression is for sure no exception: a constant, a container, or a class of this file that is none."""
    what = node.func if called and isinstance(node, ast.Call) else node
    match what:
        case ast.Constant(value=value):
            return value is not None
        case ast.List() | ast.Dict() | ast.Set() | ast.JoinedStr() | ast.Lambda():
            return True
        case ast.Name(id=asked):
            own = _own_kinds(module).get(asked)
            if isinstance(own, ast.ClassDef):
                return not own.keywords and all(name(each) in _PLAIN_BASES for each in own.bases)
            if own is not None:
                return what is node
            found = getattr(builtins, asked, None)
            return found is object or (isinstance(found, type) and not issubclass(found, BaseException))
    return False


@on(ast.Raise)
def _no_exception(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Something raised, or given as a cause, that is no exception."""
    if not isinstance(node, ast.Raise):
        return
    module = module_of(node)
    if not isinstance(node.exc, ast.Constant) and _is_no_exception(node.exc, module, called=True):
        yield node.lineno, "no-exception", DIMENSION, "This is no exception, so that a TypeError is raised instead."
    elif _is_no_exception(node.cause, module, called=True):
        yield node.lineno, "no-exception", DIMENSION, "A cause must be an exception: a TypeError is raised instead."


@on(ast.ExceptHandler)
def _catches_none(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A handler of what is no exception, or of the same twice."""
    if not isinstance(node, ast.ExceptHandler) or node.type is None:
        return
    module = module_of(node)
    types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    for kind in types:
        if _is_no_exception(kind, module, called=False):
            message = "Nothing raises this: where something is raised, a TypeError is instead."
            yield node.lineno, "no-exception", DIMENSION, message
            return
    names = [ast.unparse(each) for each in types]
    twice = next((each for each in names if names.count(each) > 1), "")
    widest = next((each for each in names if each in {"Exception", "BaseException"}), "")
    other = next((each for each in names if each != widest and _is_under(each, widest)), "")
    if twice or (widest and other):
        message = f"{twice or widest} takes {twice or other} already: say which of them are meant."
        yield node.lineno, "caught-twice", DIMENSION, message


def _is_under(asked: str, widest: str) -> bool:
    """Whether the widest of all handlers takes an exception: of those beside Exception, only BaseException does."""
    built = getattr(builtins, asked.rpartition(".")[2], Exception)
    return widest == "BaseException" or (isinstance(built, type) and issubclass(built, Exception))


@on(ast.Subscript)
def _behind_the_end(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """An index that a list, written out, does not have."""
    match node:
        case ast.Subscript(value=(ast.List(elts=items) | ast.Tuple(elts=items)), slice=asked, ctx=ast.Load()):
            index = value_of(asked, module_of(node))
            if any(isinstance(each, ast.Starred) for each in items) or not isinstance(index, ast.Constant):
                return
            if isinstance(index.value, int) and index.value >= len(items):
                yield node.lineno, "behind-the-end", DIMENSION, f"There are {len(items)} items, counted from nought."


@on(ast.For, ast.AsyncFor)
def _keys_as_pairs(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Keys of a table taken apart as if they were pairs."""
    pair = 2
    match node:
        case ast.For(target=ast.Tuple(elts=names), iter=ast.Name() as over) if len(names) == pair:
            table = value_of(over, module_of(node))
            keys = table.keys if isinstance(table, ast.Dict) else []
            single = [key for key in keys if isinstance(key, ast.Constant) and not _has(key, pair)]
            if keys and len(single) == len(keys):
                yield node.lineno, "keys-as-pairs", DIMENSION, f"This goes over the keys alone: {over.id}.items()."


def _has(key: ast.Constant, count: int) -> bool:
    """Whether a key is a text of so many letters, which can be taken apart."""
    return isinstance(key.value, (str, bytes)) and len(key.value) == count


CHECKS: tuple[Check, ...] = (
    _no_exception,
    _catches_none,
    _behind_the_end,
    _keys_as_pairs,
)
