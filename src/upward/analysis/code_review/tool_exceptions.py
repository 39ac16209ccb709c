"""What a tool finds that its own options cannot tell apart: closures, loggers and forward references that are fine."""

from __future__ import annotations

import ast
import re

from upward.analysis.code_review.name_resolution import Project, SourceModule
from upward.analysis.code_review.scopes import Function

# These keep what they are given for later.
_KEEPS = re.compile(
    r"append|add|insert|setdefault|submit|on_commit|connect|register|subscribe|add_\w+|call_(?:soon|later|at)\w*|after|bind"
    r"|Thread|Timer|Process|partial|schedule|defer\w*|command|observe|then"
)
_ANY_FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)


def closures_that_escape(source: str) -> set[int]:
    """Give the lines of functions and lambdas made in a loop that may be called after the round: ruff's B023 matters."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    names = {each.id: each for each in ast.walk(tree) if isinstance(each, ast.Name) and _is_kept(each, parents)}
    lines: set[int] = set()
    for node in ast.walk(tree):
        kept = (
            _is_kept(node, parents)
            if isinstance(node, ast.Lambda)
            else isinstance(node, Function) and node.name in names
        )
        if isinstance(node, _ANY_FUNCTION) and kept:
            lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


def _is_kept(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether an expression is put in a container or an attribute, returned, or given to what keeps it for later."""
    below, holder = node, parents.get(node)
    while holder is not None and not isinstance(holder, ast.stmt):
        if isinstance(holder, (ast.ListComp, ast.SetComp, ast.DictComp)):
            return True
        if isinstance(holder, ast.Call) and below is not holder.func:
            called = holder.func
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            if _KEEPS.fullmatch(name):
                return True
            if not name[:1].isupper():
                return False  # a class may keep it, a function mostly calls it
        below, holder = holder, parents.get(holder)
    if isinstance(holder, ast.Assign):
        return any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in holder.targets)
    return False


def other_loggers(source: str, path: str) -> set[int]:
    """Give the lines of log calls whose logger is not the standard library's: others take `{}` and values as they are."""
    try:
        module = SourceModule(ast.parse(source), path, Project(lambda _: None))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    return {each.lineno for each in module.calls if not module.origin(each.func).startswith("logging.")}


def is_quoted(name: str, line: str) -> bool:
    """Whether an undefined name stands in a quoted annotation, which frameworks resolve, or is Python's own."""
    return name.startswith("__") or re.search(rf"['\"][^'\"]*\b{re.escape(name)}\b[^'\"]*['\"]", line) is not None


def expected_to_raise(source: str) -> set[int]:
    """Give the lines inside of `with pytest.raises(...)` and the like, where a comparison is made for its exception."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any(
            "raises" in ast.unparse(each.context_expr).lower() for each in node.items
        ):
            lines |= set(range(node.lineno, (node.end_lineno or node.lineno) + 1))
    return lines


_CHANGES = frozenset(
    {"append", "extend", "add", "update", "insert", "setdefault", "pop", "clear", "remove", "discard", "sort"}
)


def changed_defaults(source: str) -> set[int]:
    """Give the lines of functions that change a parameter whose default is a list, dictionary or set: B006 matters."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    lines: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, Function):
            given = node.args
            named = [*given.posonlyargs, *given.args]
            pairs = [
                *zip(named[len(named) - len(given.defaults) :], given.defaults, strict=True),
                *zip(given.kwonlyargs, given.kw_defaults, strict=True),
            ]
            changed = {name for part in node.body for each in ast.walk(part) for name in _changed_by(each)}
            lines |= {
                line
                for each, default in pairs
                if default is not None and each.arg in changed
                for line in range(default.lineno, (default.end_lineno or default.lineno) + 1)
            }
    return lines


def _changed_by(node: ast.AST) -> list[str]:
    match node:
        case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=attr)) if attr in _CHANGES:
            return [name]
        case (
            ast.Subscript(value=ast.Name(id=name), ctx=ast.Store() | ast.Del())
            | ast.AugAssign(target=ast.Name(id=name))
        ):
            return [name]
    return []


def defines_names_otherwise(source: str) -> bool:
    """Whether a file makes names that no assignment shows: `globals()`, `exec` or the names of Python 2."""
    return (
        re.search(r"\b(?:globals|locals|exec|execfile)\(|\b(?:xrange|unicode|basestring|raw_input)\b", source)
        is not None
    )
