"""What others answer, or fail to: answers thrown away, read unguarded, or kept whole; failures gathered and dropped."""

from __future__ import annotations

import ast

from upward.analysis.faults._tree import (
    FUNCTIONS,
    REMOTE,
    VERBS,
    Around,
    Check,
    Found,
    calls,
    is_name,
    name,
    on,
    owner,
    walked,
)

_SENDS = frozenset({"post", "put", "patch", "delete"})
_TAKES = frozenset({"commit", "ack", "acknowledge", "basic_ack", "delete_message", "mark_done"})
_DECODES = frozenset({("json", "loads"), ("json", "load")})
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
    return any(isinstance(each, ast.Return) and is_name(each.value, kept) for each in walked(function))


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


@on(*FUNCTIONS)
def _taken_for_granted(node: ast.AST, walk: Around) -> Found:
    """The insides of somebody else's answer, two steps down, where nothing is asked and nothing is caught."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    if any(isinstance(each, ast.Try) for each in walked(node)):
        return
    fetched = {
        each.optional_vars.id
        for each in walked(node)
        if isinstance(each, ast.withitem) and isinstance(each.optional_vars, ast.Name)
        if isinstance(each.context_expr, ast.Call) and name(each.context_expr.func) == "urlopen"
    }
    for each in walked(node):
        if isinstance(each, ast.Call) and _decodes(each, fetched):
            message = "An answer that is no JSON fails here: say what holds then."
            yield each.lineno, "asserted-answer", "error handling", message
            return
        inner = each.value if isinstance(each, ast.Subscript) else None
        answer = inner.value if isinstance(inner, ast.Subscript) else None
        if isinstance(answer, ast.Call) and name(answer.func) == "json" and isinstance(answer.func, ast.Attribute):
            message = "Another answer, or an empty one, fails here with a KeyError: say what holds then."
            yield answer.lineno, "asserted-answer", "error handling", message
            return


def _decodes(call: ast.Call, fetched: set[str]) -> bool:
    """Whether a call reads as JSON what one of these answered."""
    if (owner(call.func), name(call.func)) not in _DECODES:
        return False
    return any(name(inner.func) == "read" and owner(inner.func) in fetched for inner in calls(call))


@on(ast.For, ast.AsyncFor)
def _acknowledged_first(node: ast.AST, walk: Around) -> Found:
    """A message acknowledged before it is handled: what fails then is lost."""
    body = node.body if isinstance(node, (ast.For, ast.AsyncFor)) and not walk.is_test else []
    if len(body) > 1 and isinstance(body[0], ast.Expr):
        said = body[0].value.value if isinstance(body[0].value, ast.Await) else body[0].value
        if isinstance(said, ast.Call) and name(said.func) in _TAKES:
            message = "What fails from here on is lost: acknowledge when it is done."
            yield body[0].lineno, "acknowledged-first", "error handling", message


@on(ast.Expr)
def _shell_unseen(node: ast.AST, walk: Around) -> Found:
    """A command whose end nobody looks at."""
    call = node.value if isinstance(node, ast.Expr) and not walk.is_test else None
    if isinstance(call, ast.Call) and (owner(call.func), name(call.func)) in {("os", "system"), ("subprocess", "call")}:
        message = "Whether it failed, nobody looks: subprocess.run(…, check=True)."
        yield call.lineno, "unseen-failure", "error handling", message


@on(ast.ClassDef)
def _awaited_for_ever(node: ast.AST, walk: Around) -> Found:
    """An answer awaited from a queue, by whoever asked, without an end."""
    if walk.is_test or not isinstance(node, ast.ClassDef):
        return
    queues = {
        name(part.targets[0])
        for part in walked(node)
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Call) and name(part.value.func) == "Queue"
    }
    for each in walked(node):
        call = each.value if isinstance(each, (ast.Return, ast.Assign)) else None
        asks = isinstance(call, ast.Call) and name(call.func) == "get" and not call.args and not call.keywords
        if asks and isinstance(call, ast.Call) and owner(call.func) in queues and not _in_a_loop(node, each):
            message = "If no answer comes, this waits for ever: timeout=."
            yield call.lineno, "endless-wait", "error handling", message


def _in_a_loop(holder: ast.ClassDef, part: ast.AST) -> bool:
    return any(part in walked(each) for each in walked(holder) if isinstance(each, (ast.While, ast.For)))


CHECKS: tuple[Check, ...] = (
    _taken_for_granted,
    _acknowledged_first,
    _shell_unseen,
    _awaited_for_ever,
    _thrown_away,
    _gathered_failures,
    _read_unguarded,
    _kept_whole,
)
