"""What others answer, or fail to: answers thrown away, read unguarded, or kept whole; failures gathered and dropped."""

from __future__ import annotations

import ast

from upward.analysis.faults._tree import FUNCTIONS, REMOTE, VERBS, Around, Check, Found, calls, name, on, owner, walked

_SENDS = frozenset({"post", "put", "patch", "delete"})
_RECEIVES = frozenset({"receive_text", "receive_bytes", "recv"})


@on(ast.Expr)
def _thrown_away(node: ast.AST, walk: Around) -> Found:
    """Something sent to another machine, and its answer not even kept."""
    call = node.value if isinstance(node, ast.Expr) and not walk.is_test else None
    if isinstance(call, ast.Call) and owner(call.func) in REMOTE and name(call.func) in _SENDS:
        message = "Whether it was taken, nobody looks: keep the answer, and raise_for_status()."
        yield call.lineno, "unseen-status", "error handling", message


@on(*FUNCTIONS)
def _gathered_failures(node: ast.AST, walk: Around) -> Found:
    """Failures gathered as results, and nobody who looks which they are."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    looks = any(
        name(call.func) in {"isinstance", "issubclass", "type"} or name(call.func).endswith("exception")
        for call in calls(node)
    )
    for part in walked(node):
        if isinstance(part, (ast.Assign, ast.Expr)) and isinstance(part.value, ast.Await):
            gathered = part.value.value
            kept = isinstance(gathered, ast.Call) and any(
                each.arg == "return_exceptions" and isinstance(each.value, ast.Constant) and each.value.value is True
                for each in gathered.keywords
            )
            if kept and not looks and not _given_on(node, part):
                message = "Failures are among these results, and nobody looks for them."
                yield part.lineno, "unseen-failure", "error handling", message


def _given_on(function: ast.AST, part: ast.Assign | ast.Expr) -> bool:
    """Whether the results go to whoever called, to look at them there."""
    kept = name(part.targets[0]) if isinstance(part, ast.Assign) else ""
    return any(isinstance(each, ast.Return) and _is(each.value, kept) for each in walked(function))


def _is(node: ast.AST | None, asked: str) -> bool:
    return isinstance(node, ast.Name) and node.id == asked


@on(*FUNCTIONS)
def _read_unguarded(node: ast.AST, walk: Around) -> Found:
    """What a stranger sends over a socket, parsed where one bad message ends it all."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    if any(isinstance(each, ast.Try) for each in walked(node)):
        return
    for call in calls(node):
        parsed = call.args[0] if (owner(call.func), name(call.func)) == ("json", "loads") and call.args else None
        if parsed is not None and any(name(inner.func) in _RECEIVES for inner in calls(parsed)):
            message = "One message that is no JSON ends this for good: catch ValueError, and answer it."
            yield call.lineno, "asserted-input", "error handling", message


@on(*FUNCTIONS)
def _kept_whole(node: ast.AST, walk: Around) -> Found:
    """A download that is all in memory before the first byte is written."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    fetched = {
        name(part.targets[0])
        for part in walked(node)
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Call)
        if owner(part.value.func) in REMOTE and name(part.value.func) in VERBS
        if not any(each.arg == "stream" for each in part.value.keywords)
    }
    for call in calls(node):
        whole = call.args[0] if name(call.func) in {"write", "write_bytes"} and call.args else None
        if isinstance(whole, ast.Attribute) and whole.attr == "content" and name(whole.value) in fetched:
            message = "All of it is in memory before the first byte is written: stream it."
            yield call.lineno, "whole-download", "performance", message


CHECKS: tuple[Check, ...] = (_thrown_away, _gathered_failures, _read_unguarded, _kept_whole)
