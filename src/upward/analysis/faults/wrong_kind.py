"""One kind of thing taken for another: bytes for a text, what json can't write, a path from the root, two texts."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import Around, Check, Found, is_name, name, on, owner, place
from upward.analysis.faults._values import argument, hides, module_of, value_of

DIMENSION = "error handling"
# What json can't write, by who makes it.
_NOT_JSON = frozenset({
    ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("datetime", "datetime"),
    ("datetime", "date"), ("datetime", "timedelta"), ("", "timedelta"), ("uuid", "uuid4"), ("", "uuid4"),
    ("decimal", "Decimal"), ("", "Decimal"), ("", "set"),
})  # fmt: skip
# So many letters go into a line beside what stands around them.
_ROOM = 60


@on(ast.Call)
def _wrong_kind(node: ast.AST, walk: Around) -> Found:
    """Bytes where a text belongs, or a text where bytes do; what json can't write."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args:
        return
    what, first = name(node.func), node.args[0]
    if is_name(node.func, "str") and len(node.args) == 1 and not node.keywords and _is_bytes(first):
        yield node.lineno, "wrong-kind", DIMENSION, "This gives \"b'…'\", quotes and all: decode."
    elif what == "join" and isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Constant):
        items = first.elts if isinstance(first, (ast.List, ast.Tuple)) else []
        kind = type(node.func.value.value)
        if any(isinstance(each, ast.Constant) and type(each.value) is not kind for each in items):
            yield node.lineno, "wrong-kind", DIMENSION, f"{kind.__name__} joins nothing but its own kind: a TypeError."
    elif what in {"write_text", "write_bytes"} and isinstance(first, (ast.Constant, ast.JoinedStr)):
        is_text = isinstance(first, ast.JoinedStr) or isinstance(first.value, str)
        if is_text is (what == "write_bytes"):
            yield node.lineno, "wrong-kind", DIMENSION, f"{what} takes the other kind: a TypeError."
    elif what in {"dumps", "dump"} and owner(node.func) == "json" and not _is_helped(node) and _unwritable(first):
        yield node.lineno, "wrong-kind", DIMENSION, "json can't write this: isoformat(), str(…), or default=…"


def _is_bytes(node: ast.expr) -> bool:
    """Whether an expression is bytes; what encodes something it is given may be no text, but a model's."""
    match node:
        case ast.Call(func=ast.Attribute(attr="encode"), args=[] | [ast.Constant()]):
            return True
    return isinstance(node, ast.Constant) and isinstance(node.value, bytes)


def _is_helped(call: ast.Call) -> bool:
    """Whether json is told what to do with other kinds."""
    return hides(call) or bool({each.arg for each in call.keywords} & {"default", "cls"})


def _unwritable(node: ast.expr) -> bool:
    """Whether an expression is, or has written out in it, what json knows nothing of."""
    match node:
        case ast.Dict(values=values):
            return any(map(_unwritable, values))
        case ast.List(elts=items) | ast.Tuple(elts=items):
            return any(map(_unwritable, items))
        case ast.Call(func=function):
            return (owner(function), name(function)) in _NOT_JSON
        case ast.Set() | ast.SetComp() | ast.Constant(value=bytes()):
            return True
    return False


@on(ast.Call, ast.BinOp)
def _base_lost(node: ast.AST, walk: Around) -> Found:
    """A path put behind another that begins at the root, so that the other is forgotten."""
    if walk.is_test:
        return
    parts: list[ast.expr] = []
    if isinstance(node, ast.Call) and place(node) == ("path", "join"):
        parts = node.args[1:]
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
        parts = [node.right]
    if any(isinstance(each, ast.Constant) and isinstance(each.value, str) and each.value[:1] == "/" for each in parts):
        message = "A part that begins with / is taken from the root, and what stands before it is forgotten."
        yield getattr(node, "lineno", 1), "base-lost", DIMENSION, message


@on(ast.Call, ast.Compare)
def _never_close(node: ast.AST, walk: Around) -> Found:
    """A number compared with nought by a share of it, or with what is no number."""
    if walk.is_test:
        return
    if isinstance(node, ast.Call) and place(node) == ("math", "isclose"):
        module = module_of(node)
        values = [value_of(each, module) for each in node.args[:2]]
        limit = argument(node, "abs_tol")
        if any(map(_is_nought, values)) and not hides(node) and (limit is None or _is_nought(limit)):
            yield node.lineno, "never-close", DIMENSION, "Nothing but nought is close to nought by a share: abs_tol=…"
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        sides = (node.left, *node.comparators)
        if any(isinstance(each, ast.Attribute) and each.attr in {"nan", "NaN", "NAN"} for each in sides):
            yield node.lineno, "never-close", DIMENSION, "NaN is equal to nothing, itself included: isnan."


def _is_nought(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and type(node.value) in {int, float} and node.value == 0


@on(ast.List, ast.Tuple, ast.Set)
def _comma_lost(node: ast.AST, walk: Around) -> Found:
    """Two short texts in a row of a list with no comma between them, which Python makes one of."""
    if walk.is_test or not isinstance(node, (ast.List, ast.Tuple, ast.Set)) or node.end_lineno == node.lineno:
        return
    texts = [each.value for each in node.elts if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    for each, text in zip(node.elts, texts, strict=False) if len(texts) == len(node.elts) else ():
        # Whoever breaks a long text has no room for it in one line; a short one was two.
        if (each.end_lineno or 0) > each.lineno and not re.search(r"\s", text) and len(text) < _ROOM:
            yield each.lineno, "comma-lost", DIMENSION, f"Without a comma, this is one text: {text[:20]!r}."


CHECKS: tuple[Check, ...] = (
    _wrong_kind,
    _base_lost,
    _never_close,
    _comma_lost,
)
