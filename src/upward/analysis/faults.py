"""Faults that somebody would meet in production, as checks of a syntax tree: each yields line, name, dimension, message."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

_SECRET = re.compile(r"(?i)passw(?:or)?d|secret|token|api_?key|credential|private_?key")
_COMPARED = re.compile(r"(?i)token|signature|hmac|digest|password|secret|api_?key")
_REMOTE = {"requests", "httpx", "session", "client", "http"}
_VERBS = {"get", "post", "put", "delete", "patch", "head", "request"}
_QUERIES = {"execute", "fetchone", "fetchall", "query", "filter", "find_one", "get_or_create", "scalar", "scalars"}
_LOGGED = {"debug", "info", "warning", "error", "exception", "critical", "log"}
_BLOCKING = {
    ("time", "sleep"),
    ("requests", "get"),
    ("requests", "post"),
    ("subprocess", "run"),
    ("subprocess", "call"),
}
_MOST_LINES = 80


@dataclass
class Around:
    """What stands around a node: how many loops, whether its function is asynchronous, and whether it is a test."""

    is_test: bool
    loops: int = 0
    asynchronous: list[bool] = field(default_factory=lambda: [False])


Found = Iterator[tuple[int, str, str, str]]


def _swallowed(node: ast.AST, walk: Around) -> Found:
    """A handler that neither raises, logs, nor uses what it caught."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test:
        return
    inside = [each for part in node.body for each in ast.walk(part)]
    speaks = any(
        isinstance(each, ast.Raise) or (isinstance(each, ast.Call) and _name(each.func) in {*_LOGGED, "print", "warn"})
        for each in inside
    )
    uses = node.name is not None and any(isinstance(each, ast.Name) and each.id == node.name for each in inside)
    broad = node.type is None or _name(node.type) in {"Exception", "BaseException"}
    if not speaks and not uses and broad:
        yield (
            node.lineno,
            "swallowed-exception",
            "error handling",
            "Every exception is caught here, and nobody hears of it.",
        )


def _lost_cause(node: ast.AST, walk: Around) -> Found:
    """A raise inside a handler that drops the exception it answers."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test:
        return
    for each in (inner for part in node.body for inner in ast.walk(part)):
        if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call) and each.cause is None:
            yield (
                each.lineno,
                "lost-cause",
                "error handling",
                "The new exception does not name its cause: raise … from it.",
            )


def _endless_retry(node: ast.AST, walk: Around) -> Found:
    """A loop without end that tries again, without waiting and without giving up."""
    if not isinstance(node, ast.While) or walk.is_test or not (isinstance(node.test, ast.Constant) and node.test.value):
        return
    inside = list(ast.walk(node))
    handlers = [each for each in inside if isinstance(each, ast.ExceptHandler)]
    again = any(
        not any(isinstance(part, (ast.Raise, ast.Break, ast.Return)) for part in ast.walk(each)) for each in handlers
    )
    waits = any(isinstance(each, ast.Call) and _name(each.func) in {"sleep", "wait", "backoff"} for each in inside)
    if handlers and again and not waits:
        yield node.lineno, "endless-retry", "error handling", "This tries again for ever, and without a pause."


def _no_timeout(node: ast.AST, walk: Around) -> Found:
    """A remote call without a time limit."""
    if not isinstance(node, ast.Call) or walk.is_test:
        return
    owner, name = _owner(node.func), _name(node.func)
    remote = (owner in {"requests", "httpx"} and name in _VERBS) or name in {"urlopen", "create_connection"}
    # urlopen takes url, data and timeout in this order.
    third = name == "urlopen" and len(node.args) == len(("url", "data", "timeout"))
    if remote and not third and not any(keyword.arg in {"timeout", None} for keyword in node.keywords):
        yield node.lineno, "no-timeout", "error handling", "A remote call without a time limit can hang for ever."


def _logged_secret(node: ast.AST, walk: Around) -> Found:
    """A secret handed to a log."""
    if not isinstance(node, ast.Call) or walk.is_test or _name(node.func) not in {*_LOGGED, "print"}:
        return
    names = [
        each for argument in node.args for each in ast.walk(argument) if isinstance(each, (ast.Name, ast.Attribute))
    ]
    secret = next((found for each in names if _SECRET.search(found := _name(each))), "")
    if secret:
        yield node.lineno, "logged-secret", "logging", f"{secret} goes to the log."


def _silent_log(node: ast.AST, walk: Around) -> Found:
    """An error logged in a handler without its traceback."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test:
        return
    for each in (inner for part in node.body for inner in ast.walk(part)):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Attribute) and each.func.attr == "error":
            owner = _owner(each.func).lower()
            if owner.endswith(("log", "logger", "logging")) and not any(
                keyword.arg == "exc_info" for keyword in each.keywords
            ):
                yield (
                    each.lineno,
                    "log-without-traceback",
                    "logging",
                    "The log keeps no traceback: use `exception`, or exc_info.",
                )


def _plain_comparison(node: ast.AST, walk: Around) -> Found:
    """A secret compared by ==, whose time tells how much of it was right."""
    if not isinstance(node, ast.Compare) or walk.is_test or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return
    sides = [node.left, *node.comparators]
    if any(isinstance(side, ast.Constant) for side in sides):
        return
    if all(_COMPARED.search(_name(side)) for side in sides):
        yield (
            node.lineno,
            "timing-comparison",
            "security",
            "Compare secrets with hmac.compare_digest: == tells by its time.",
        )


def _unverified(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Verification switched off."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            off = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            if off and keyword.arg in {"verify", "verify_signature", "check_hostname", "autoescape"}:
                yield node.lineno, "verification-off", "security", f"{keyword.arg}=False switches a safeguard off."
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if (
                isinstance(key, ast.Constant)
                and key.value == "verify_signature"
                and isinstance(value, ast.Constant)
                and value.value is False
            ):
                yield node.lineno, "verification-off", "security", "A signature that is not verified proves nothing."


def _built_query(node: ast.AST, walk: Around) -> Found:
    """A query put together from text."""
    if (
        not isinstance(node, ast.Call)
        or walk.is_test
        or _name(node.func) not in {"execute", "executemany", "raw", "text"}
        or not node.args
    ):
        return
    first = node.args[0]
    mixed = isinstance(first, ast.JoinedStr) and any(isinstance(each, ast.FormattedValue) for each in first.values)
    added = (
        isinstance(first, ast.BinOp)
        and isinstance(first.op, (ast.Add, ast.Mod))
        and not isinstance(first.right, ast.Constant)
    )
    formatted = isinstance(first, ast.Call) and _name(first.func) == "format"
    words = " ".join(str(each.value) for each in ast.walk(first) if isinstance(each, ast.Constant)).lower()
    if (mixed or added or formatted) and re.search(r"\b(?:select|insert|update|delete|where|from)\b", words):
        yield node.lineno, "built-query", "security", "The query is put together from text: pass values as parameters."


def _query_in_loop(node: ast.AST, walk: Around) -> Found:
    """A query or remote call for each round of a loop."""
    if not isinstance(node, ast.Call) or not walk.loops or walk.is_test:
        return
    owner, name = _owner(node.func).lower(), _name(node.func)
    remote = name in _VERBS and owner in {"requests", "httpx"}
    queried = name in _QUERIES and any(
        word in owner for word in ("cursor", "session", "db", "conn", "objects", "query", "database")
    )
    if remote or queried:
        yield node.lineno, "query-in-loop", "performance", "One round trip for each item: fetch them together."


def _grown_text(node: ast.AST, walk: Around) -> Found:
    """A pattern compiled, or a text grown, in every round of a loop."""
    if not walk.loops or walk.is_test:
        return
    if isinstance(node, ast.Call) and _owner(node.func) == "re" and _name(node.func) == "compile":
        yield node.lineno, "compile-in-loop", "performance", "The pattern is compiled in every round."
    elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and isinstance(node.value, (ast.JoinedStr,)):
        yield (
            node.lineno,
            "text-grown-in-loop",
            "performance",
            "Text grown piece by piece costs its square: collect and join.",
        )


def _blocking(node: ast.AST, walk: Around) -> Found:
    """A blocking call in an asynchronous function."""
    if isinstance(node, ast.Call) and walk.asynchronous[-1] and (_owner(node.func), _name(node.func)) in _BLOCKING:
        yield node.lineno, "blocking-in-async", "performance", "This blocks the event loop for everybody."


def _work_on_import(node: ast.AST, walk: Around) -> Found:
    """A remote call, a connection or a thread at import."""
    if not isinstance(node, ast.Module) or walk.is_test:
        return
    for part in node.body:
        if isinstance(part, (ast.Expr, ast.Assign)) and isinstance(part.value, ast.Call):
            owner, name = _owner(part.value.func), _name(part.value.func)
            if (owner in {"requests", "httpx"} and name in _VERBS) or name in {
                "connect",
                "urlopen",
                "create_connection",
            }:
                yield (
                    part.lineno,
                    "work-on-import",
                    "testability",
                    "Importing this reaches out of the process: no test can import it alone.",
                )


def _long_function(node: ast.AST, walk: Around) -> Found:
    """A function too long to test by its parts."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and not walk.is_test:
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > _MOST_LINES:
            yield (
                node.lineno,
                "long-function",
                "testability",
                f"{node.name} has {length} lines: its parts can't be tested alone.",
            )


def _no_assertion(node: ast.AST, walk: Around) -> Found:
    """A test that can't fail."""
    if (
        not walk.is_test
        or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        or not node.name.startswith("test")
    ):
        return
    inside = list(ast.walk(node))
    asserts = any(isinstance(each, (ast.Assert, ast.Raise)) for each in inside)
    helps = any(
        isinstance(each, ast.Call)
        and re.match(r"(?i)assert|check|verify|expect|raises|fail|validate", _name(each.func))
        for each in inside
    )
    if not asserts and not helps:
        yield node.lineno, "test-without-assertion", "testability", f"{node.name} asserts nothing, so it can't fail."


CHECKS: Sequence[Callable[[ast.AST, Around], Found]] = (
    _swallowed, _lost_cause, _endless_retry, _no_timeout, _logged_secret, _silent_log, _plain_comparison, _unverified,
    _built_query, _query_in_loop, _grown_text, _blocking, _work_on_import, _long_function, _no_assertion,
)  # fmt: skip


def _name(node: ast.AST) -> str:
    """Give the last name of an expression: `sleep` of `time.sleep`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Call):
        return _name(node.func)
    return _name(node.value) if isinstance(node, ast.Subscript) else ""


def _owner(node: ast.AST) -> str:
    """Give the name before the last: `time` of `time.sleep`."""
    return _name(node.value) if isinstance(node, ast.Attribute) else ""
