"""What a linter tells that is none: queries of the program's own text, exceptions handed on, digests cut to a label."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterator, Mapping

from upward.analysis.faults._tree import FUNCTIONS, LOGGED, calls, is_text, name, walked
from upward.analysis.faults.own_text import is_own

QUERY, BLIND, DIGEST, FIELD, PRINT, SHOWN = "S608", "BLE001", "S324", "RUF009", "T201", "T203"
CODES = frozenset({QUERY, BLIND, DIGEST, FIELD, PRINT, SHOWN})
# So few digits tell apart what is shown or cached, and protect nothing.
_LABEL = 7
# What is made once, when the class is, and is then every object's: by the names of those who make it.
_SAME_FOR_ALL = re.compile(
    r"[A-Z]|(?:list|dict|set|deque|defaultdict|now|utcnow|today|time|uuid\d?|random|getenv|open|date)$"
)
# Whoever shows an exception or asks of what kind it is has not handed it on.
_SHOWN = re.compile(
    r"(?i)print|str|repr|format|write|echo|secho|isinstance|issubclass|type|getattr|hasattr|vars|dir|jsonify|render|response|escape"
)


def excused(source: str) -> Callable[[str, int], bool]:
    """Give whether a finding of a code in a line is none; a source that does not parse excuses nothing."""
    try:
        lines = _excused(ast.parse(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        lines = {}
    return lambda code, line: line in lines.get(code, ())


def _excused(tree: ast.Module) -> Mapping[str, Container[int]]:
    """Give the lines that are excused, by code."""
    queries = _queries(tree)
    aside = _said_aside(tree)
    read = {each.id for each in walked(tree) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    return {
        QUERY: {line for line, own in queries.items() if own},
        BLIND: {each.lineno for each in walked(tree) if isinstance(each, ast.ExceptHandler) and _hands_on(each, read)},
        FIELD: {each.lineno for each in walked(tree) if isinstance(each, ast.AnnAssign) and _is_maker(each.value)},
        PRINT: aside,
        SHOWN: aside,
        DIGEST: {each.lineno for each in walked(tree) if isinstance(each, ast.Subscript) and _is_label(each)},
    }


def _queries(tree: ast.Module) -> Mapping[int, bool]:
    """Give for each line in which texts begin that are put together whether all of them are the program's own."""
    found: defaultdict[int, list[bool]] = defaultdict(list)
    for text, scope, is_compared in _texts(tree, tree):
        found[text.lineno].append(is_compared or is_own(text, scope))
    return {line: all(own) for line, own in found.items()}


def _texts(node: ast.AST, scope: ast.AST) -> Iterator[tuple[ast.expr, ast.AST, bool]]:
    """Yield each text that is put together, with the outermost function around it, and whether it is only compared."""
    for child in ast.iter_child_nodes(node):
        put = isinstance(child, (ast.JoinedStr, ast.BinOp, ast.Call)) and is_text(child)
        if put and isinstance(child, ast.expr):
            yield child, scope, isinstance(node, ast.Compare)
        inner = child if isinstance(scope, ast.Module) and isinstance(child, FUNCTIONS) else scope
        yield from _texts(child, inner)


def _is_label(node: ast.Subscript) -> bool:
    """Whether of a digest in hexadecimal only the first few digits are taken."""
    match node:
        case ast.Subscript(value=ast.Call() as digest, slice=ast.Slice(lower=None, upper=ast.Constant(value=int(few)))):
            return name(digest.func) == "hexdigest" and 0 < few <= _LABEL
    return False


def _said_aside(tree: ast.Module) -> set[int]:
    """Give the lines of what is written to a place that is named, and tells of no failure."""
    failures = {id(each) for part in walked(tree) if isinstance(part, ast.ExceptHandler) for each in walked(part)}
    return {call.lineno for call in calls(tree) if name(call.func) in {"print", "pprint"} and id(call) not in failures
            and {each.arg for each in call.keywords} & {"file", "stream"}}  # fmt: skip


def _is_maker(value: ast.expr | None) -> bool:
    """Whether a field's value is what a function of the program gives, which may well be a field."""
    return isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and not _SAME_FOR_ALL.match(value.func.id)


def _hands_on(handler: ast.ExceptHandler, read: set[str]) -> bool:
    """Whether a handler gives the exception itself to somebody: returns it, keeps it, or passes it to a function.

    `read` are the names that somebody reads: to keep it under another is to drop it.
    """
    if handler.name is None:
        return False
    for node in (each for part in handler.body for each in walked(part)):
        match node:
            case ast.Return(value=ast.Name(id=given)) if given == handler.name:
                return True
            case ast.Assign(targets=[kept], value=ast.Name(id=given)) if given == handler.name:
                if not isinstance(kept, ast.Name) or kept.id in read:
                    return True
            case ast.Call() if not _SHOWN.search(what := name(node.func)) and what not in LOGGED:
                if any(isinstance(each, ast.Name) and each.id == handler.name for each in node.args):
                    return True
    return False
