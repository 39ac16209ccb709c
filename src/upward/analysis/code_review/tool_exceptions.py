"""What a tool finds that its own options cannot tell apart: closures over a loop variable that do not outlive a round."""

from __future__ import annotations

import ast
import re

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
            if name[:1].islower():
                return False
        below, holder = holder, parents.get(holder)
    if isinstance(holder, ast.Assign):
        return any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in holder.targets)
    return False
