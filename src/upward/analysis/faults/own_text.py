"""Whether a text is all of the program's own: constants, numbers, and what an escaping function gave back.

A query whose placeholders are counted, or whose names are quoted, is put together from text, too, and nobody can slip
anything into it. What a name stands for is followed through the function it is bound in, and no further: what a
function is given, an attribute or another call's answer may be a stranger's.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from functools import lru_cache

from upward.analysis.faults._tree import name, owner, walked

_NUMBERS = frozenset({"int", "float", "len", "bool", "round", "abs", "ord"})
ESCAPES = re.compile(r"(?i)^(?!.*un(?:escape|quote)).*(?:escape|quote)|^(?:Identifier|Literal)$")
# What these give back has nothing in it that was not in what they were given.
_PASSES = frozenset(
    {"str", "list", "tuple", "sorted", "set", "reversed", "strip", "lstrip", "rstrip", "lower", "upper", "dedent"}
)
_GROWS = frozenset({"append", "extend", "insert", "add"})
# Whoever hands in a query by its name hands in all of it: where one is put together, it is told there.
_QUERY = re.compile(r"(?i)(?:\w+_)?sql")
_CONSTANT = re.compile(r"_*[A-Z][A-Z0-9_]+")
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
COUNTED = "counted"
# A function in which each name hangs on the next for longer than this is told of, whatever it does.
MOST_ROUNDS = 50
# A way that a name got its value: an expression of it, an item of one, or nothing that is known.
_Way = tuple[str, ast.expr | None]


def is_own(text: ast.AST | None, scope: ast.AST) -> bool:
    """Whether nothing of a stranger's can be in a text, as far as the function around it tells."""
    return _holds(text, own_names(scope))


def _holds(text: ast.AST | None, names: Container[str]) -> bool:
    """Whether a text is the program's own where these names stand for nothing else."""
    own = False
    match text:
        case ast.Constant():
            own = True
        case ast.Name():
            own = text.id in names or _CONSTANT.fullmatch(text.id) is not None
        case ast.Attribute():
            own = _QUERY.fullmatch(text.attr) is not None
        case ast.Call():
            own = _is_own_call(text, names)
        case ast.BinOp(op=ast.Add() | ast.Sub()) if any(map(_is_number, (text.left, text.right))):
            # Python adds no number to a text.
            own = True
        case ast.BinOp(op=ast.Mult()):
            own = any(_is_own_many(side, names) for side in (text.left, text.right))
        case ast.ListComp() | ast.GeneratorExp() | ast.SetComp():
            own = _holds(text.elt, names)
        case _:
            parts = _parts(text)
            own = bool(parts) and all(_holds(part, names) for part in parts)
    return own


@lru_cache(maxsize=64)
def own_names(scope: ast.AST) -> frozenset[str]:
    """Give the names in a function that stand for nothing but the program's own text.

    All are taken for such until one way in which a name gets its value says otherwise, and so on for those made of it.
    """
    ways = _bindings(scope)
    names = set(ways)
    for _ in range(MOST_ROUNDS):
        others = {
            each for each in names if not all(kind == COUNTED or _holds(value, names) for kind, value in ways[each])
        }
        if not others:
            return frozenset(names)
        names -= others
    return frozenset()


def _is_number(side: ast.expr) -> bool:
    return isinstance(side, ast.Constant) and isinstance(side.value, (int, float))


def _is_own_many(side: ast.expr, names: Container[str]) -> bool:
    """Whether one side of a multiplication is the text that is repeated, or a list of them."""
    is_text = isinstance(side, ast.List) or (isinstance(side, ast.Constant) and isinstance(side.value, str))
    return is_text and _holds(side, names)


def _parts(text: ast.AST | None) -> Sequence[ast.expr]:
    """Give what an expression is put together from; nothing for what is no text of parts."""
    match text:
        case ast.JoinedStr() | ast.BoolOp():
            return text.values
        case ast.FormattedValue() | ast.Starred():
            return [text.value]
        case ast.BinOp():
            return [text.left, text.right]
        case ast.IfExp():
            return [text.body, text.orelse]
        case ast.List() | ast.Tuple() | ast.Set():
            # A list that begins empty holds nothing yet.
            return text.elts or [ast.Constant("")]
    return ()


def _is_own_call(call: ast.Call, names: Container[str]) -> bool:
    what = name(call.func)
    if what in _NUMBERS or ESCAPES.search(what):
        return True
    if what not in {"format", "join", "replace", *_PASSES}:
        return False
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    on = [call.func.value] if isinstance(call.func, ast.Attribute) and owner(call.func) != "textwrap" else []
    return all(_holds(part, names) for part in (*on, *given))


def _bindings(scope: ast.AST) -> Mapping[str, Sequence[_Way]]:
    """Give every way in which each name in a function, and in those inside of it, gets a value."""
    found: defaultdict[str, list[_Way]] = defaultdict(list)
    for node in walked(scope):
        for bound, kind, value in _bound(node):
            found[bound].append((kind, value))
    # Whoever is given a list may put something into it.
    for bound in _given_away(scope):
        if any(isinstance(value, (ast.List, ast.ListComp)) for _, value in found[bound]):
            found[bound].append(("", None))
    return found


def _given_away(scope: ast.AST) -> Iterator[str]:
    for node in walked(scope):
        if isinstance(node, ast.Call) and name(node.func) not in {"join", "format", *_NUMBERS, *_PASSES}:
            yield from (each.id for each in node.args if isinstance(each, ast.Name))


def _bound(node: ast.AST) -> Iterator[tuple[str, str, ast.expr | None]]:
    match node:
        case ast.Assign():
            for target in node.targets:
                yield from _given_to(target, node.value)
        case ast.AnnAssign() | ast.AugAssign() | ast.NamedExpr():
            yield from _given_to(node.target, node.value)
        case ast.Call(func=ast.Attribute(value=ast.Name(id=grown), attr=what)) if what in _GROWS:
            yield from ((grown, "", each) for each in node.args)
        case ast.arg():
            number = isinstance(node.annotation, ast.Name) and node.annotation.id in _NUMBERS
            yield node.arg, COUNTED if number or _QUERY.fullmatch(node.arg) else "", None
        case ast.ExceptHandler() | ast.alias():
            yield node.name or "", "", None
        case ast.withitem():
            yield from _given_to(node.optional_vars, None)
    if isinstance(node, _LOOPS):
        yield from _rounds(node.target, node.iter)


def _given_to(target: ast.AST | None, value: ast.expr | None) -> Iterator[tuple[str, str, ast.expr | None]]:
    """Yield what a target's names are given: of several at once, nothing is known."""
    if isinstance(target, ast.Name):
        yield target.id, "", value
    elif isinstance(target, (ast.Tuple, ast.List, ast.Starred)):
        yield from ((each.id, "", None) for each in walked(target) if isinstance(each, ast.Name))
    elif isinstance(target, (ast.Subscript, ast.Attribute)) and isinstance(target.value, ast.Name):
        yield target.value.id, "", value


def _rounds(target: ast.expr, over: ast.expr) -> Iterator[tuple[str, str, ast.expr | None]]:
    what = name(over.func) if isinstance(over, ast.Call) else ""
    if what == "range" and isinstance(target, ast.Name):
        yield target.id, COUNTED, None
    elif what == "enumerate" and isinstance(target, ast.Tuple) and isinstance(over, ast.Call) and over.args:
        first, second = target.elts[0], target.elts[-1]
        yield from ((each.id, COUNTED, None) for each in walked(first) if isinstance(each, ast.Name))
        yield from _given_to(second, over.args[0])
    else:
        yield from _given_to(target, over)
