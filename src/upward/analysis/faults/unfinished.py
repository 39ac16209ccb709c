"""What goes on as if nothing were: tried again without an end, half made, left behind, or not there at all."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, Function, calls, name, on, owner, walked

DIMENSION = "error handling"
_TEMPORARY = re.compile(r"(?i)te?mp")
_REMOVES = frozenset({"remove", "unlink", "rmtree"})
_NOT_YET = re.compile(r"NotImplemented(?:Error)?")
# What says of itself that there is nothing to do, or that somebody else does it.
_IDLE = re.compile(
    r"(?i)no-?_?op|nothing|null|dummy|stub|ignor|fake|mock|hook|overrid|default|placeholder|dispatch|subclass|callback|deprecat"
    r"|abstract|interface|type.check|compat|^_"
)
_MATCHES = frozenset({"search", "match", "fullmatch"})


@on(ast.While)
def _without_end(node: ast.AST, walk: Around) -> Found:
    """A loop that waits and tries again, and never gives up."""
    if (
        walk.is_test
        or not isinstance(node, ast.While)
        or not isinstance(node.test, ast.Constant)
        or len(node.body) != 1
    ):
        return
    tried = node.body[0]
    if not isinstance(tried, ast.Try) or not any(isinstance(each, (ast.Return, ast.Break)) for each in tried.body):
        return
    waits = all(any(name(call.func) == "sleep" for call in calls(each)) for each in tried.handlers)
    leaves = (ast.Raise, ast.Return, ast.Break, ast.Compare)
    if waits and not any(isinstance(part, leaves) for each in tried.handlers for part in walked(each)):
        yield node.lineno, "endless-retry", DIMENSION, "If it never succeeds, this tries for ever: set a limit."


@on(*FUNCTIONS)
def _cleaned_when_well(node: ast.AST, walk: Around) -> Found:
    """A temporary file taken away only where nothing failed before."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for number, part in enumerate(node.body):
        call = part.value if isinstance(part, ast.Expr) and number > 1 else None
        if isinstance(call, ast.Call) and name(call.func) in _REMOVES:
            what = call.args[0] if call.args else call.func
            named = name(what) if call.args else owner(call.func)
            if _TEMPORARY.search(named) and any(any(calls(each)) for each in node.body[:number]):
                message = f"If something fails before, {named} stays: take it away in a finally."
                yield part.lineno, "left-behind", DIMENSION, message


@on(*FUNCTIONS)
def _no_match(node: ast.AST, walk: Around) -> Found:
    """What a pattern found, used where it may have found nothing."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    found = {
        name(part.targets[0]): part.value
        for part in walked(node)
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Call) and isinstance(part.targets[0], ast.Name)
        if name(part.value.func) in _MATCHES and owner(part.value.func) == "re"
    }
    if not found or any(isinstance(each, ast.Try) for each in walked(node)):
        return
    asked = {each.id for test in _tests(node) for each in walked(test) if isinstance(each, ast.Name)}
    for each in walked(node):
        used = each.value if isinstance(each, (ast.Attribute, ast.Subscript)) else None
        if isinstance(used, ast.Name) and used.id in found.keys() - asked:
            yield (
                used.lineno,
                "empty-unseen",
                DIMENSION,
                f"Where nothing matches, {used.id} is None: say what holds then.",
            )
            return


def _tests(function: Function) -> list[ast.expr]:
    """Give every condition in a function."""
    found = [each.test for each in walked(function) if isinstance(each, (ast.If, ast.IfExp, ast.While, ast.Assert))]
    return found + [each for each in walked(function) if isinstance(each, ast.BoolOp)]


@on(ast.FunctionDef)
def _half_made(node: ast.AST, walk: Around) -> Found:
    """An object that is made without what it lives by, since that failed."""
    if walk.is_test or not isinstance(node, ast.FunctionDef) or node.name != "__init__":
        return
    for tried in (each for each in node.body if isinstance(each, ast.Try)):
        made = {ast.unparse(each.targets[0]) for each in tried.body if isinstance(each, ast.Assign)}
        before = {ast.unparse(each.targets[0]) for each in node.body if isinstance(each, ast.Assign)}
        for handler in tried.handlers:
            kept = {ast.unparse(each.targets[0]) for each in walked(handler) if isinstance(each, ast.Assign)}
            lost = {each for each in made if each.startswith("self.")} - kept - before
            if lost and not any(isinstance(each, ast.Raise) for each in walked(handler)):
                message = f"After a failure there is an object without {min(lost)}: let it fail."
                yield handler.lineno, "half-made", DIMENSION, message


@on(*FUNCTIONS)
def _checked_by_assertions(node: ast.AST, walk: Around) -> Found:
    """What a caller gives, checked by nothing but assertions."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or node.name.startswith("_"):
        return
    body = node.body[1:] if ast.get_docstring(node) is not None else node.body
    given = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    first = body[:2]
    about = [each for each in first if isinstance(each, ast.Assert) and _about(each.test) & given]
    if len(about) == len(first) == 2 and all(each.msg is None for each in about):  # noqa: PLR2004 - two of two
        message = "Python -O drops assertions: raise ValueError for what a caller gives."
        yield first[0].lineno, "asserted-input", DIMENSION, message


def _about(test: ast.expr) -> set[str]:
    return {each.id for each in walked(test) if isinstance(each, ast.Name)}


@on(ast.Module)
def _left_empty(node: ast.AST, walk: Around) -> Found:
    """A function that does nothing, and says neither that it is meant to be replaced nor that nothing is to be done."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    for part in node.body:
        if not isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)) or _is_declared(part, node):
            continue
        body = part.body[1:] if ast.get_docstring(part) is not None else part.body
        only = body[0] if len(body) == 1 else None
        if isinstance(only, ast.Raise) and only.exc is not None and _NOT_YET.fullmatch(name(only.exc)):
            yield part.lineno, "left-empty", DIMENSION, f"{part.name} only fails: nobody has written it yet."
        elif part.returns is not None and ast.unparse(part.returns) != "None" and _is_nothing(only):
            yield part.lineno, "left-empty", DIMENSION, f"{part.name} gives None, and promises something else."
        elif (_is_nothing(only) or not body) and _promises(part):
            yield part.lineno, "left-empty", DIMENSION, f"{part.name} does nothing: nobody has written it yet."


def _is_nothing(only: ast.stmt | None) -> bool:
    return isinstance(only, ast.Pass) or _is_ellipsis(only)


def _promises(function: Function) -> bool:
    """Whether a function that names no answer is to do something: it says so, or is given something to do it to."""
    said = ast.get_docstring(function) or ""
    if function.decorator_list or function.returns is not None or _IDLE.search(f"{function.name} {said}"):
        return False
    return bool(said) or bool(function.args.args) or _is_ellipsis(function.body[0])


def _is_ellipsis(only: ast.stmt | None) -> bool:
    return isinstance(only, ast.Expr) and isinstance(only.value, ast.Constant) and only.value.value is ...


def _is_declared(function: Function, module: ast.Module) -> bool:
    """Whether a function only declares what another one does: an overload, a registered kind, a redefinition."""
    overloads = {"overload", "singledispatch", "abstractmethod", "hookspec", "register"}
    same = [each for each in module.body if isinstance(each, type(function)) and each.name == function.name]
    return len(same) > 1 or any(name(each) in overloads for each in function.decorator_list)


CHECKS: tuple[Check, ...] = (
    _without_end,
    _cleaned_when_well,
    _no_match,
    _half_made,
    _checked_by_assertions,
    _left_empty,
)
