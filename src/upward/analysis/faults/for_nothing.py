"""Calls that fail, never end or say nothing, whatever stands in the names around them."""

from __future__ import annotations

import ast
from functools import lru_cache

from upward.analysis.faults._tree import (
    FUNCTIONS,
    Around,
    Check,
    Found,
    Function,
    calls,
    is_name,
    name,
    on,
    place,
    walked,
)
from upward.analysis.faults._values import argument, module_of, value_of

DIMENSION = "error handling"
# Of nothing at all these give nothing but an error.
_NEEDS_ONE = frozenset({
    ("random", "choice"), ("", "max"), ("", "min"), ("statistics", "mean"), ("statistics", "fmean"),
    ("statistics", "median"), ("statistics", "mode"),
})  # fmt: skip
_TAKES_ALL = frozenset({"list", "tuple", "set", "sorted", "sum", "max", "min", "frozenset", "dict"})
_ENDLESS = frozenset({("itertools", "cycle"), ("itertools", "count"), ("", "cycle")})
_PURE = frozenset({"len", "abs", "sum", "min", "max", "any", "all", "isinstance", "issubclass", "hasattr", "callable",
                   "bool", "tuple", "range", "round", "ord", "chr", "id", "zip", "enumerate"})  # fmt: skip


@on(ast.Call)
def _never_done(node: ast.AST, walk: Around) -> Found:
    """A call on nothing at all, on what never ends, or of two tables that do not fit."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args:
        return
    what, first = name(node.func), node.args[0]
    empty = isinstance(first, (ast.List, ast.Tuple)) and not first.elts
    if place(node) in _NEEDS_ONE and empty and len(node.args) == 1 and argument(node, "default") is None:
        yield node.lineno, "of-nothing", DIMENSION, f"{what} of nothing always fails."
    elif is_name(node.func, what) and what in _TAKES_ALL and isinstance(first, ast.Call):
        if place(first) in _ENDLESS:
            yield node.lineno, "never-done", DIMENSION, f"{name(first.func)} never ends, and so does this: islice."
    elif what == "maketrans" and len(node.args) > 1:
        sizes = {
            len(each.value) for each in node.args[:2] if isinstance(each, ast.Constant) and isinstance(each.value, str)
        }
        if len(sizes) > 1:
            yield node.lineno, "of-two-lengths", DIMENSION, "Texts of two lengths make no table: a ValueError."
    elif (
        place(node) in {("weakref", "ref"), ("weakref", "proxy")}
        and isinstance(first, ast.Call)
        and name(first.func)[:1].isupper()
    ):
        yield node.lineno, "gone-at-once", DIMENSION, "Nobody else holds this object: it is gone at once."


@on(ast.Call)
def _always_on(node: ast.AST, walk: Around) -> Found:
    """A switch that is on whether it is given or not; a keyword's table handed on as if it were one value."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    said = [argument(node, each) for each in ("action", "default")]
    given = [each.value for each in said if isinstance(each, ast.Constant)]
    # One that names its place may be the other half of a pair: --color, --no-color.
    alone = name(node.func) in {"add_argument", "add_option"} and argument(node, "dest") is None
    if alone and given in (["store_true", True], ["store_false", False]):
        yield node.lineno, "always-on", DIMENSION, "The switch changes nothing: it is like this without it, too."
    around = walk.function
    named = around.args.kwarg.arg if around is not None and around.args.kwarg is not None else ""
    if named and any(isinstance(each, ast.Starred) for each in node.args) and is_name(node.args[-1], named):
        yield node.lineno, "not-unpacked", DIMENSION, f"All of {named} is handed on as one value: **{named}."


@on(ast.BoolOp)
def _never_chosen(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """`condition and nothing or other`, which is always the other."""
    if not isinstance(node, ast.BoolOp) or not isinstance(node.op, ast.Or):
        return
    first = node.values[0]
    if isinstance(first, ast.BoolOp) and isinstance(first.op, ast.And) and not _holds(first.values[-1]):
        yield node.lineno, "never-chosen", DIMENSION, "What stands before `or` is never chosen: a if b else c."


def _holds(node: ast.expr) -> bool:
    """Whether an expression may be true: whether it is not written out as nothing."""
    if isinstance(node, ast.Constant):
        return bool(node.value)
    return not (isinstance(node, (ast.List, ast.Tuple, ast.Set)) and not node.elts) and not (
        isinstance(node, ast.Dict) and not node.keys
    )


@on(ast.Expr)
def _nobody_asked(node: ast.AST, walk: Around) -> Found:
    """The answer of a function that does nothing else, and nobody takes it."""
    call = node.value if isinstance(node, ast.Expr) else None
    if walk.is_test or not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        return
    tried = walk.function is not None and id(call) in _tried(walk.function)
    if call.func.id in _PURE and call.args and not any(map(_does, call.args)) and not tried:
        yield call.lineno, "result-dropped", DIMENSION, f"{call.func.id} only answers, and nobody takes the answer."


@lru_cache(maxsize=64)
def _tried(function: Function) -> frozenset[int]:
    """Give the calls of which somebody waits for a failure, by their ids: their answers are not what they are for."""
    return frozenset(id(call) for each in walked(function) if isinstance(each, ast.Try) for call in calls(each))


def _does(node: ast.expr) -> bool:
    return any(
        isinstance(each, (ast.Call, ast.Await, ast.ListComp, ast.GeneratorExp, ast.NamedExpr)) for each in walked(node)
    )


@on(ast.For)
def _counted_from_elsewhere(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A count that does not begin at nought, used as if it did."""
    if not isinstance(node, ast.For) or not isinstance(node.iter, ast.Call) or not isinstance(node.target, ast.Tuple):
        return
    start = argument(node.iter, "start", 1)
    if (
        name(node.iter.func) != "enumerate"
        or not node.iter.args
        or not isinstance(start, ast.Constant)
        or not start.value
    ):
        return
    over, number = ast.dump(node.iter.args[0]), name(node.target.elts[0])
    for each in (inner for part in node.body for inner in walked(part)):
        if isinstance(each, ast.Subscript) and is_name(each.slice, number) and ast.dump(each.value) == over:
            message = "The count began elsewhere: this is the next item, and behind the last there is none."
            yield each.lineno, "counted-from-elsewhere", DIMENSION, message
            return


@on(*FUNCTIONS)
def _same_thing_again(node: ast.AST, walk: Around) -> Found:
    """Rows that are one row, an iterator taken from behind its copies, a table that grows by being asked."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    module = module_of(node)
    for each in walked(node):
        if (
            isinstance(each, ast.Subscript)
            and isinstance(each.ctx, ast.Store)
            and isinstance(each.value, ast.Subscript)
        ):
            rows = value_of(each.value.value, module)
            if isinstance(rows, ast.BinOp) and isinstance(rows.op, ast.Mult) and _of_changeable(rows):
                yield rows.lineno, "same-row", DIMENSION, "All rows are one and the same: [… for _ in range(n)]."
                return
        elif isinstance(each, (ast.If, ast.IfExp)):
            yield from _grows_when_asked(each.test, module)
        elif isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) and name(each.value.func) == "tee":
            yield from _taken_behind(node, each, each.value)


def _of_changeable(rows: ast.BinOp) -> bool:
    held = [each.elts for each in (rows.left, rows.right) if isinstance(each, ast.List)]
    changeable = (ast.List, ast.Dict, ast.Set, ast.BinOp, ast.ListComp)
    return any(len(each) == 1 and isinstance(each[0], changeable) for each in held)


def _grows_when_asked(test: ast.expr, module: ast.Module) -> Found:
    if isinstance(test, ast.Subscript) and isinstance(test.value, ast.Name):
        table = value_of(test.value, module)
        if isinstance(table, ast.Call) and name(table.func) == "defaultdict":
            message = f"Asking makes the key: `in {test.value.id}`, or get."
            yield test.lineno, "grows-when-asked", DIMENSION, message


def _taken_behind(function: Function, copied: ast.Assign, call: ast.Call) -> Found:
    source = call.args[0] if call.args else None
    rebound = {name(each) for target in copied.targets for each in walked(target)}
    if not isinstance(source, ast.Name) or source.id in rebound:
        return
    for each in calls(function):
        if each.lineno > copied.lineno and any(is_name(given, source.id) for given in each.args):
            yield each.lineno, "taken-behind", DIMENSION, f"What is taken from {source.id} here, the copies never see."
            return


@on(*FUNCTIONS)
def _never_given_back(node: ast.AST, walk: Around) -> Found:
    """A decorator that makes a function and gives back nothing."""
    if walk.is_test or not isinstance(node, ast.FunctionDef):
        return
    wrapping = [each for each in node.body if isinstance(each, FUNCTIONS) and any(map(_wraps, each.decorator_list))]
    used = {each.id for each in (walked(node) if wrapping else ()) if isinstance(each, ast.Name)}
    for part in wrapping:
        if part.name not in used:
            message = f"{part.name} is never given back: what is decorated is None."
            yield part.lineno, "never-given-back", DIMENSION, message


def _wraps(decorator: ast.expr) -> bool:
    return name(decorator) == "wraps"


CHECKS: tuple[Check, ...] = (
    _never_done,
    _always_on,
    _never_chosen,
    _nobody_asked,
    _counted_from_elsewhere,
    _same_thing_again,
    _never_given_back,
)
