"""What does not do what it says: changed while it is gone over, never awaited, never reached, never put back."""

from __future__ import annotations

import ast

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, Function, calls, name, on, owner, walked
from upward.analysis.faults._values import module_of, value_of

DIMENSION = "error handling"
# What no handler of Exception takes.
_BESIDE = frozenset({"BaseException", "KeyboardInterrupt", "SystemExit", "CancelledError", "GeneratorExit"})
_SHRINKS = frozenset({"remove", "pop", "clear", "append", "insert", "popitem", "discard", "add", "update"})


@on(ast.For, ast.AsyncFor)
def _changed_meanwhile(node: ast.AST, walk: Around) -> Found:
    """A list or a dictionary changed while it is gone over."""
    if walk.is_test or not isinstance(node, (ast.For, ast.AsyncFor)):
        return
    over = node.iter
    if (
        isinstance(over, ast.Call)
        and isinstance(over.func, ast.Attribute)
        and over.func.attr in {"items", "keys", "values"}
    ):
        over = over.func.value
    if not isinstance(over, (ast.Name, ast.Attribute)):
        return
    same = ast.dump(over).replace("Store()", "Load()")
    for each in (inner for part in node.body for inner in walked(part)):
        deleted = isinstance(each, ast.Delete) and any(
            isinstance(target, ast.Subscript) and ast.dump(target.value) == same for target in each.targets
        )
        called = (
            isinstance(each, ast.Call)
            and isinstance(each.func, ast.Attribute)
            and each.func.attr in _SHRINKS
            and ast.dump(each.func.value) == same
        )
        if (deleted or called or _grows(node, each, same)) and not _leaves(node, each):
            message = f"{ast.unparse(over)} is changed while it is gone over: go over a copy, or build a new one."
            yield getattr(each, "lineno", node.lineno), "changed-meanwhile", DIMENSION, message
            return


def _grows(loop: ast.For | ast.AsyncFor, change: ast.AST, over: str) -> bool:
    """Whether a key that may be a new one is given to what a loop goes over by its keys."""
    targets = change.targets if isinstance(change, ast.Assign) else []
    known = {each.id for each in walked(loop.target) if isinstance(each, ast.Name)}
    return any(
        isinstance(each, ast.Subscript)
        and ast.dump(each.value) == over
        and not (isinstance(each.slice, ast.Constant) or name(each.slice) in known)
        and (_is_table(loop) or any(isinstance(part, ast.Name) and part.id in known for part in walked(each.slice)))
        and not isinstance(each.slice, (ast.Slice, ast.BinOp))
        for each in targets
    )


def _is_table(loop: ast.For | ast.AsyncFor) -> bool:
    """Whether a loop goes over what is written out as a table, so that any key may be a new one."""
    return isinstance(loop.iter, ast.Name) and isinstance(
        value_of(loop.iter, module_of(loop)), (ast.Dict, ast.DictComp)
    )


def _leaves(loop: ast.For | ast.AsyncFor, change: ast.AST) -> bool:
    """Whether the loop ends right behind a change: then there is no next round to go wrong."""
    for block in (each for each in walked(loop) if isinstance(getattr(each, "body", None), list)):
        for branch in (getattr(block, "body", []), getattr(block, "orelse", [])):
            here = isinstance(branch, list) and any(change in walked(part) for part in branch)
            if here and isinstance(branch[-1], (ast.Break, ast.Return, ast.Raise)):
                return True
    return False


@on(ast.Module)
def _never_awaited(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A coroutine of this module called and left, so that nothing of it ever runs."""
    if not isinstance(node, ast.Module):
        return
    waits = {each.name for each in node.body if isinstance(each, ast.AsyncFunctionDef)}
    waits -= {each.name for each in walked(node) if isinstance(each, ast.FunctionDef)}
    for each in walked(node):
        call = each.value if isinstance(each, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in waits:
            yield call.lineno, "never-awaited", DIMENSION, f"Nothing of {call.func.id} runs: await it."


@on(ast.Try)
def _never_reached(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A handler behind one that takes everything."""
    if not isinstance(node, ast.Try):
        return
    for handler, later in zip(node.handlers, node.handlers[1:], strict=False):
        broad = name(handler.type or handler) in {"Exception", "BaseException"}
        if broad and later.type is not None and name(later.type) not in _BESIDE:
            yield later.lineno, "never-reached", DIMENSION, "The handler before takes everything: this one never runs."


@on(ast.Raise)
def _raised_wrongly(node: ast.AST, walk: Around) -> Found:
    """What can't be raised, or ends a generator by an error of its own."""
    if not isinstance(node, ast.Raise) or node.exc is None:
        return
    what = name(node.exc)
    inside = walked(walk.function) if walk.function is not None else ()
    if what == "NotImplemented":
        yield node.lineno, "raised-wrongly", DIMENSION, "NotImplemented is a value: this fails with a TypeError."
    elif what == "StopIteration" and any(isinstance(each, (ast.Yield, ast.YieldFrom)) for each in inside):
        yield node.lineno, "raised-wrongly", DIMENSION, "In a generator this becomes a RuntimeError: return."


@on(*FUNCTIONS)
def _not_put_back(node: ast.AST, walk: Around) -> Found:
    """A context manager whose end is passed over when what it wraps fails."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    if not any(name(each) in {"contextmanager", "asynccontextmanager"} for each in node.decorator_list):
        return
    for part, following in zip(node.body, node.body[1:], strict=False):
        if isinstance(part, ast.Expr) and isinstance(part.value, ast.Yield) and not isinstance(following, ast.Pass):
            yield part.lineno, "not-put-back", DIMENSION, "If what is wrapped fails, the rest never runs: try, finally."


@on(ast.If)
def _asked_first(node: ast.AST, walk: Around) -> Found:
    """A file asked for, and opened as if it could not go in between."""
    if walk.is_test or not isinstance(node, ast.If) or walk.handlers:
        return
    for call in calls(node.test):
        asks = owner(call.func) == "path" and name(call.func) in {"exists", "isfile"} and call.args
        if not asks or any(isinstance(each, ast.Not) for each in walked(node.test)):
            continue
        for opened in (each for part in node.body for each in calls(part)):
            same = opened.args and ast.dump(opened.args[0]) == ast.dump(call.args[0])
            if same and isinstance(opened.func, ast.Name) and opened.func.id == "open" and not _caught(walk.function):
                message = "The file may go in between: open it, and answer FileNotFoundError."
                yield opened.lineno, "asked-first", DIMENSION, message
                return


def _caught(function: Function | None) -> bool:
    return function is not None and any(isinstance(each, ast.ExceptHandler) for each in walked(function))


CHECKS: tuple[Check, ...] = (
    _changed_meanwhile,
    _never_awaited,
    _never_reached,
    _raised_wrongly,
    _not_put_back,
    _asked_first,
)
