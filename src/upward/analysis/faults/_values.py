"""What a name stands for, where a file gives it one value and no other."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from upward.analysis.faults._tree import every, name, root

# A name for a name for a name: nobody writes more, but somebody who wants a review to take for ever.
_MOST_STEPS = 5
_GIVERS: tuple[type[ast.AST], ...] = (ast.Assign, ast.AnnAssign, ast.NamedExpr)
_BINDERS: tuple[type[ast.AST], ...] = (
    ast.Name, ast.arg, ast.alias, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler, ast.MatchAs,
    ast.MatchStar,
)  # fmt: skip


@lru_cache(maxsize=8)
def given_once(module: ast.Module) -> dict[str, ast.expr]:
    """Give the names that are bound once in a file, each with the expression it is bound to."""
    count = Counter[str]()
    held: dict[str, ast.expr] = {}
    for node in every(module, *_BINDERS):
        count.update(bound_by(node))
        if isinstance(node, ast.alias):
            count[(node.asname or node.name).partition(".")[0]] += 1
    for node in every(module, *_GIVERS):
        held |= _bindings(node)
    return {each: value for each, value in held.items() if count[each] == 1}


def bound_by(node: ast.AST) -> Iterator[str]:
    """Yield the names that a node binds itself, whatever to; those of an import are left to whoever asks."""
    match node:
        case ast.Name(id=bound, ctx=ast.Store() | ast.Del()) | ast.arg(arg=bound):
            yield bound
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.ExceptHandler(name=str(bound)) | ast.MatchAs(name=str(bound)) | ast.MatchStar(name=str(bound)):
            yield bound


def _bindings(node: ast.AST) -> dict[str, ast.expr]:
    match node:
        case ast.Assign(targets=[ast.Name(id=target)], value=value):
            return {target: value}
        case ast.Assign(targets=[ast.Tuple(elts=targets)], value=ast.Tuple(elts=values)):
            pairs = zip(targets, values, strict=False)
            return {target.id: value for target, value in pairs if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=target), value=ast.expr() as value):
            return {target: value}
        case ast.NamedExpr(target=ast.Name(id=target), value=value):
            return {target: value}
    return {}


def module_of(node: ast.AST) -> ast.Module:
    """Give the file that a node stands in; an empty one where it is a part of nothing larger."""
    found = root(node)
    return found if isinstance(found, ast.Module) else ast.Module([], [])


def value_of(node: ast.expr | None, module: ast.Module) -> ast.expr | None:
    """Give what an expression stands for: itself, or what its name was given."""
    known = given_once(module)
    for _ in range(_MOST_STEPS):
        if not isinstance(node, ast.Name) or node.id not in known:
            break
        node = known[node.id]
    return node


def constant(node: ast.expr | None, module: ast.Module) -> object:
    """Give the value of an expression that is written out, here or where its name is given it; None for others."""
    found = value_of(node, module)
    return found.value if isinstance(found, ast.Constant) else None


def says(node: ast.expr | None, said: bool | float | str | None) -> bool:  # noqa: FBT001 - what is compared
    """Whether an expression is this very value, written out."""
    return isinstance(node, ast.Constant) and type(node.value) is type(said) and node.value == said


def argument(call: ast.Call, keyword: str, place: int | None = None) -> ast.expr | None:
    """Give what a call is given by a keyword, or at a place; None where it is given nothing of the kind."""
    by_name = next((each.value for each in call.keywords if each.arg == keyword), None)
    if by_name is None and place is not None and place < len(call.args):
        return call.args[place]
    return by_name


def is_none(node: ast.expr | None, module: ast.Module) -> bool:
    """Whether nothing is given, or None is, here or where its name is given it."""
    found = value_of(node, module)
    return found is None or (isinstance(found, ast.Constant) and found.value is None)


def hides(call: ast.Call) -> bool:
    """Whether a call hands on what stands elsewhere, so that nobody sees here what it is given."""
    return any(each.arg is None for each in call.keywords) or any(isinstance(each, ast.Starred) for each in call.args)


@lru_cache(maxsize=8)
def imported(module: ast.Module) -> frozenset[str]:
    """Give the modules a file imports, by their whole names."""
    whole = {each.name for node in every(module, ast.Import) for each in node.names}
    return frozenset(whole | {node.module for node in every(module, ast.ImportFrom) if node.module})


def made(module: ast.Module) -> dict[str, ast.Call]:
    """Give the names a call's result is kept under: assigned, held by a `with`, or named on the way."""
    found: dict[str, ast.Call] = {}
    for node in every(module, *_GIVERS, ast.withitem):
        match node:
            case ast.Assign(targets=[target], value=ast.Call() as call):
                found[name(target)] = call
            case ast.withitem(context_expr=ast.Call() as call, optional_vars=ast.expr() as target):
                found[name(target)] = call
            case ast.NamedExpr(target=target, value=ast.Call() as call):
                found[name(target)] = call
    return found
