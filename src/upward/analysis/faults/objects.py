"""Objects that are not what their class says: unequal, in no order, without a next, copied with a lock."""

from __future__ import annotations

import ast
from functools import lru_cache

from upward.analysis.faults._classes import built_on, dataclass, decorators, is_mutable, is_plain, methods, on_itself
from upward.analysis.faults._tree import (
    FUNCTIONS,
    Around,
    Check,
    Found,
    Function,
    calls,
    every,
    is_name,
    name,
    on,
    walked,
)
from upward.analysis.faults._values import module_of

DIMENSION = "error handling"
# What Python 2 looked for, and what Python 3 looks for in its stead.
_OLD_METHODS = {
    "__nonzero__": "__bool__", "__unicode__": "__str__", "__cmp__": "__eq__", "__div__": "__truediv__",
    "__idiv__": "__itruediv__", "__rdiv__": "__rtruediv__", "__getslice__": "__getitem__",
    "__setslice__": "__setitem__", "__delslice__": "__delitem__", "__long__": "__int__", "__coerce__": "__add__",
}  # fmt: skip
_LOCKS = frozenset({"Lock", "RLock", "Condition", "Event", "Semaphore", "BoundedSemaphore"})
_NEXT = frozenset({"__next__", "__getattr__"})
_COPIED_ITSELF = frozenset({"__deepcopy__", "__getstate__", "__reduce__", "__reduce_ex__"})
# Of these a class is made by somebody else, whose methods have no first argument.
_DECLARED = frozenset({"Interface", "type", "EnumMeta", "ABCMeta"})


@on(ast.ClassDef)
def _unequal(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Objects that are equal and sorted elsewhere by their hash, or an order without equality."""
    if not isinstance(node, ast.ClassDef):
        return
    own = methods(node)
    same, number = own.get("__eq__"), own.get("__hash__")
    if same is not None and number is not None and not any(_asks_itself(each) for each in (same, number)):
        compared, hashed = ({each.attr for each in on_itself(one, ast.Load)} for one in (same, number))
        # What is kept as a hash was reckoned elsewhere, perhaps from what is compared.
        only = {each for each in hashed - compared if "hash" not in each}
        if compared & hashed and only:
            message = f"Equal objects differ in {min(only)}, and so in their hash: a set holds both."
            yield number.lineno, "unequal-hash", DIMENSION, message
    if "total_ordering" in decorators(node) and same is None and is_plain(node) and dataclass(node) is None:
        message = "<= asks __eq__ here, which knows only the object itself."
        yield node.lineno, "order-without-equality", DIMENSION, message


def _asks_itself(method: Function) -> bool:
    """Whether a method compares by something of the object's that is not written here."""
    return any(
        name(call.func) in {"vars", "super", "astuple", "getattr"}
        or (isinstance(call.func, ast.Attribute) and is_name(call.func.value, "self"))
        for call in calls(method)
    )


@on(ast.ClassDef)
def _never_looked_for(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Methods that nobody looks for: Python 2's, an iterator's without its next, abstract ones of a plain class."""
    if not isinstance(node, ast.ClassDef):
        return
    own = methods(node)
    bound = {name(target) for each in node.body if isinstance(each, ast.Assign) for target in each.targets}
    for old, new in _OLD_METHODS.items():
        if old in own and new not in bound | own.keys():
            yield own[old].lineno, "never-looked-for", DIMENSION, f"Python 3 never calls {old}: {new}."
    last = own["__iter__"].body[-1] if "__iter__" in own else None
    given = last.value if isinstance(last, ast.Return) else None
    if last is not None and is_name(given, "self") and is_plain(node) and not (bound | own.keys()) & _NEXT:
        yield last.lineno, "no-next", DIMENSION, "It says it is its own iterator, and has no __next__: a TypeError."
    abstract = next((each for each in own.values() if "abstractmethod" in decorators(each)), None)
    # A class without bases may be mixed into one on ABC, and says so by its name.
    bare = not (node.bases or node.keywords or node.decorator_list or "mixin" in node.name.lower())
    if abstract is not None and bare and "__metaclass__" not in bound and "__init_subclass__" not in own:
        message = "Nothing holds anybody to this: only a class on ABC refuses to be made without it."
        yield abstract.lineno, "abstract-in-vain", DIMENSION, message


@on(ast.ClassDef)
def _no_self(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A method that can't be called on an object, since it takes none."""
    if not isinstance(node, ast.ClassDef) or node.decorator_list or any(name(each) in _DECLARED for each in node.bases):
        return
    # A function may be there for the making of the class alone, or become static by `name = staticmethod(name)`.
    used = {each.id for part in node.body if not isinstance(part, FUNCTIONS) for each in walked(part)
            if isinstance(each, ast.Name)}  # fmt: skip
    for each in methods(node).values():
        given = each.args
        takes = given.args or given.posonlyargs or given.vararg or each.name in used
        if not takes and decorators(each) <= {"classmethod"}:
            message = "This takes no object, so that calling it on one is a TypeError: self, cls or @staticmethod."
            yield each.lineno, "no-self", DIMENSION, message


@on(ast.ClassDef)
def _for_ever(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A text of an object that asks for the text of the object."""
    final = isinstance(node, ast.ClassDef) and is_plain(node) and node.name not in built_on(module_of(node))
    own = methods(node) if isinstance(node, ast.ClassDef) and final else {}
    for method in ("__str__", "__repr__"):
        if method not in own or (method == "__repr__" and "__str__" in own):
            continue
        asked = {"str", "format"} if method == "__str__" else {"str", "repr", "format"}
        again = next((each for each in walked(own[method]) if _shows_itself(each, asked)), None)
        if again is not None:
            line = getattr(again, "lineno", own[method].lineno)
            yield line, "for-ever", DIMENSION, f"This asks for {method} again, for ever."


def _shows_itself(node: ast.AST, asked: set[str]) -> bool:
    match node:
        case ast.FormattedValue(value=ast.Name(id="self"), conversion=conversion):
            return "repr" in asked or conversion != ord("r")
        case ast.Call(func=ast.Name(id=function), args=[ast.Name(id="self"), *_]):
            return function in asked
    return False


@on(ast.ClassDef)
def _passes_all_over(node: ast.AST, walk: Around) -> Found:
    """A `with` that leaves as if nothing had happened, whatever failed inside of it."""
    if walk.is_test or not isinstance(node, ast.ClassDef):
        return
    own = methods(node)
    for leaving in (own[each] for each in ("__exit__", "__aexit__") if each in own):
        last, given = leaving.body[-1], {each.arg for each in leaving.args.args[1:]}
        told = any(
            isinstance(each, ast.If) or (isinstance(each, ast.Name) and each.id in given) for each in walked(leaving)
        )
        value = last.value if isinstance(last, ast.Return) else None
        if isinstance(value, ast.Constant) and value.value is True and not told:
            yield last.lineno, "passes-all-over", DIMENSION, "True takes every exception for handled, whatever it was."


@on(ast.ClassDef)
def _copied_with_lock(node: ast.AST, walk: Around) -> Found:
    """An object that copies itself, or writes itself down, with the lock it holds."""
    if walk.is_test or not isinstance(node, ast.ClassDef) or _COPIED_ITSELF & methods(node).keys():
        return
    copies = [call for call in calls(node) if name(call.func) in {"deepcopy", "dumps"}
              and call.args and is_name(call.args[0], "self")]  # fmt: skip
    locks = {name(target) for each in (walked(node) if copies else ()) if isinstance(each, ast.Assign)
             and isinstance(each.value, ast.Call) and name(each.value.func) in _LOCKS
             for target in each.targets if isinstance(target, ast.Attribute)}  # fmt: skip
    for call in copies if locks else ():
        yield call.lineno, "copied-with-lock", DIMENSION, f"{min(locks)} can't be copied: a TypeError each time."


@on(ast.ClassDef)
def _asked_without_awaiting(node: ast.AST, walk: Around) -> Found:
    """A property that is a coroutine, which nobody in the file awaits; an attribute of threads that they all share."""
    if walk.is_test or not isinstance(node, ast.ClassDef):
        return
    for each in methods(node).values() if is_plain(node) else ():
        read = isinstance(each, ast.AsyncFunctionDef) and "property" in decorators(each)
        if read and each.name not in _awaited(module_of(node)):
            message = "Whoever reads this gets a coroutine, and not what it gives."
            yield each.lineno, "coroutine-as-value", DIMENSION, message
    for part in node.body if any(name(each) == "local" for each in node.bases) else ():
        if isinstance(part, (ast.Assign, ast.AnnAssign)) and is_mutable(part.value):
            yield part.lineno, "shared-by-all", DIMENSION, "All threads share this one: make it in __init__."


@lru_cache(maxsize=8)
def _awaited(module: ast.Module) -> frozenset[str]:
    return frozenset(each.value.attr for each in every(module, ast.Await) if isinstance(each.value, ast.Attribute))


CHECKS: tuple[Check, ...] = (
    _unequal,
    _never_looked_for,
    _no_self,
    _for_ever,
    _passes_all_over,
    _copied_with_lock,
    _asked_without_awaiting,
)
