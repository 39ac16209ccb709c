"""What fails on the day something is missing, or is left open: nothing found, nothing given, nobody who closes it."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.faults._tree import VERBS, Around, Check, Found, Function, calls, name, owner, sent

DIMENSION = "error handling"
_FINDERS = frozenset({"match", "search", "fullmatch"})
_OPENED = frozenset({
    ("sqlite3", "connect"), ("psycopg2", "connect"), ("psycopg", "connect"), ("pymysql", "connect"), ("", "open"),
    ("socket", "socket"), ("socket", "create_connection"), ("smtplib", "SMTP"), ("smtplib", "SMTP_SSL"),
    ("ftplib", "FTP"), ("tarfile", "open"), ("zipfile", "ZipFile"), ("gzip", "open"), ("io", "open"),
    ("", "ThreadPoolExecutor"), ("", "ProcessPoolExecutor"),
})  # fmt: skip
_CLOSES = frozenset({"close", "quit", "shutdown", "detach", "closing", "enter_context", "push", "callback"})
_CONVERTED = frozenset({"int", "float", "Decimal", "UUID"})
_WRITES = re.compile(r"(?i)\s*(?:insert|update|delete|replace)\b")
_LIMITS = {
    ("smtplib", "SMTP"): {"timeout"},
    ("smtplib", "SMTP_SSL"): {"timeout"},
    ("ftplib", "FTP"): {"timeout"},
    ("redis", "Redis"): {"socket_timeout", "connection_pool"},
    ("redis", "StrictRedis"): {"socket_timeout", "connection_pool"},
}
_SESSIONS = frozenset({"Session", "session"})


def _none_unseen(node: ast.AST, walk: Around) -> Found:
    """A match used as if there were always one."""
    if walk.is_test or not isinstance(node, ast.Attribute) or node.attr not in {"group", "groups", "groupdict", "span"}:
        return
    call = node.value
    if isinstance(call, ast.Call) and name(call.func) in _FINDERS:
        whose = owner(call.func)
        if whose == "re" or re.search(r"(?i)re$|regex|pattern", whose) or whose.isupper():
            yield node.lineno, "none-unseen", DIMENSION, "Where nothing matches this is None, and fails by its name."


def _asked(function: Function) -> set[str]:
    """Give the names a function asks anything about, so that it knows of their being empty."""
    found: set[str] = set()
    for each in ast.walk(function):
        tests: list[ast.expr] = []
        if isinstance(each, (ast.If, ast.IfExp, ast.While, ast.Assert)):
            tests = [each.test]
        elif isinstance(each, ast.BoolOp):
            tests = list(each.values)
        elif isinstance(each, ast.comprehension):
            tests = list(each.ifs)
        elif isinstance(each, ast.Match):
            tests = [each.subject]
        elif isinstance(each, ast.For):
            # Inside of a round over it there is something in it.
            tests = [each.iter]
        found |= {part.id for test in tests for part in ast.walk(test) if isinstance(part, ast.Name)}
    return found


def _caught(function: Function) -> bool:
    """Whether a function catches anything at all: it has thought of failure."""
    return any(isinstance(each, ast.ExceptHandler) for each in ast.walk(function))


def _empty_unseen(node: ast.AST, walk: Around) -> Found:
    """A share of nothing, or the first of what may be empty."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _caught(node):
        return
    asked = _asked(node)
    given = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
    picked = {
        name(part.targets[0])
        for part in ast.walk(node)
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.ListComp) and part.value.generators[0].ifs
    }
    for each in ast.walk(node):
        if isinstance(each, ast.BinOp) and isinstance(each.op, (ast.Div, ast.FloorDiv)):
            counted = each.right.args[0] if isinstance(each.right, ast.Call) and each.right.args else each.right
            if isinstance(counted, ast.Name) and name(each.right) == "len" and counted.id in given - asked:
                message = f"With no {counted.id} this divides by zero: say what holds then."
                yield each.lineno, "empty-unseen", DIMENSION, message
        elif isinstance(each, ast.Subscript) and isinstance(each.value, ast.Name) and each.value.id in picked - asked:
            index = each.slice.operand if isinstance(each.slice, ast.UnaryOp) else each.slice
            if isinstance(index, ast.Constant) and index.value in {0, 1} and isinstance(each.ctx, ast.Load):
                message = f"Where nothing was picked, {each.value.id} is empty: say what holds then."
                yield each.lineno, "empty-unseen", DIMENSION, message


def _blind_conversion(node: ast.AST, walk: Around) -> Found:
    """What a stranger sent taken for a number, with nobody there for the day it is none."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _caught(node):
        return
    for call in calls(node):
        if name(call.func) in _CONVERTED and call.args and sent(call.args[0]):
            message = "A stranger may send anything: answer what is no number, instead of failing."
            yield call.lineno, "blind-conversion", DIMENSION, message


def _lost_future(node: ast.AST, walk: Around) -> Found:
    """Work handed to a pool whose failure nobody asks for."""
    if walk.is_test or not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return
    call = node.value
    if name(call.func) == "submit" and re.search(r"(?i)pool|executor", owner(call.func)) and call.args:
        message = "If this fails, nobody hears of it: keep the future, and ask for its result."
        yield node.lineno, "lost-future", DIMENSION, message


def _left_open(node: ast.AST, walk: Around) -> Found:
    """A connection or a file that nobody closes, neither here nor whoever it is handed to."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Call) and part.attr.startswith("read"):
            inner = part.value.func
            if isinstance(inner, ast.Name) and inner.id == "open":
                yield part.lineno, "left-open", DIMENSION, "Nobody closes this file: open it by with."
        if not isinstance(part, ast.Assign) or not isinstance(part.value, ast.Call):
            continue
        target, opened = part.targets[0], (owner(part.value.func), name(part.value.func))
        if opened in _OPENED and isinstance(target, ast.Name) and not _handed_on(node, target.id):
            yield part.lineno, "left-open", DIMENSION, f"Nobody closes {target.id}, least of all on failure: use with."


def _handed_on(function: Function, kept: str) -> bool:
    """Whether something opened is closed, returned, stored, or given to somebody else."""
    for each in ast.walk(function):
        held: list[ast.AST] = []
        if isinstance(each, (ast.Return, ast.Yield)):
            held = [each.value] if each.value is not None else []
            # What is asked of it is not the thing itself.
            held = [part for part in held if not isinstance(part, (ast.Call, ast.Subscript, ast.Attribute))]
        elif isinstance(each, ast.withitem):
            held = [each.context_expr]
        elif isinstance(each, ast.Assign) and not isinstance(each.targets[0], ast.Name):
            held = [each.value]
        elif isinstance(each, ast.Call):
            if owner(each.func) == kept and name(each.func) in _CLOSES:
                return True
            held = [*each.args, *(keyword.value for keyword in each.keywords)]
        if any(isinstance(part, ast.Name) and part.id == kept for whole in held for part in _parts(whole)):
            return True
    return False


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and, in a tuple, a list or a starred one, its members."""
    yield node
    if isinstance(node, (ast.Tuple, ast.List)):
        yield from node.elts
    elif isinstance(node, ast.Starred):
        yield node.value


def _half_committed(node: ast.AST, walk: Around) -> Found:
    """Writes that belong together, made for good one by one."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    said = list(calls(node))
    commits = [call for call in said if name(call.func) == "commit" and not call.args]
    writes = [
        call
        for call in said
        if name(call.func) == "execute"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and _WRITES.match(str(call.args[0].value))
    ]
    undone = any(name(call.func) == "rollback" for call in said)
    if len(commits) > 1 and len(writes) > 1 and not undone:
        message = "If the second write fails, the first stands alone: commit once, and roll back."
        yield commits[1].lineno, "half-committed", DIMENSION, message


def _session_without_limit(node: ast.AST, walk: Around) -> Found:
    """A session kept by a class, or one that waits in a coroutine, asked without a time limit."""
    if walk.is_test or not isinstance(node, (ast.Module, ast.ClassDef)):
        return
    limited = {"aiohttp": "ClientSession"}
    kept = {
        target.attr
        for each in ast.walk(node)
        if isinstance(each, ast.Assign) and isinstance(node, ast.ClassDef)
        for target in each.targets
        if isinstance(target, ast.Attribute)
        and any(owner(call.func) == "requests" and name(call.func) in _SESSIONS for call in calls(each.value))
    }
    for call in calls(node):
        without = not any(keyword.arg in {"timeout", None} for keyword in call.keywords)
        asks = isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Attribute)
        if asks and name(call.func) in VERBS and owner(call.func) in kept and without:
            yield call.lineno, "no-timeout", DIMENSION, "A remote call without a time limit can hang for ever."
        elif isinstance(node, ast.Module) and limited.get(owner(call.func)) == name(call.func) and without:
            message = "Without a limit of its own this client waits for five minutes: set ClientTimeout."
            yield call.lineno, "no-timeout", DIMENSION, message


def _server_without_limit(node: ast.AST, walk: Around) -> Found:
    """A mail server, or a store, asked without a time limit."""
    if isinstance(node, ast.Call) and not walk.is_test:
        limits = _LIMITS.get((owner(node.func), name(node.func)))
        given = {keyword.arg for keyword in node.keywords}
        if limits is not None and None not in given and not given & limits:
            yield node.lineno, "no-timeout", DIMENSION, "A server asked without a time limit can hang for ever."


def _left_behind(node: ast.AST, walk: Around) -> Found:
    """A temporary file that stays, a process nobody waits for, or a wait without an end."""
    if walk.is_test:
        return
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        said = {name(call.func) for call in calls(node)}
        for part in (each for each in ast.walk(node) if isinstance(each, ast.Assign)):
            made = name(part.value) in {"mkstemp", "mkdtemp"} and isinstance(part.value, ast.Call)
            kept = {each.id for target in part.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
            if (
                made
                and not said & {"remove", "unlink", "rmtree", "rename", "replace", "move"}
                and not any(_handed_out(node, each) for each in kept)
            ):
                yield part.lineno, "left-behind", DIMENSION, "Nobody takes this away again: TemporaryDirectory does."
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and name(node.value.func) == "Popen":
        yield node.lineno, "unseen-failure", DIMENSION, "Nobody waits for this process, or sees how it ends."
    elif isinstance(node, ast.While) and any(calls(node.test)) and all(_idles(part) for part in node.body):
        message = "If this never comes true, it waits for ever: set an end."
        yield node.lineno, "endless-wait", DIMENSION, message


def _handed_out(function: Function, kept: str) -> bool:
    """Whether a name is what a function gives back, or keeps in an object."""
    for each in ast.walk(function):
        value = each.value if isinstance(each, (ast.Return, ast.Yield)) else None
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Attribute):
            value = each.value
        if value is not None and any(isinstance(part, ast.Name) and part.id == kept for part in _parts(value)):
            return True
    return False


def _idles(node: ast.stmt) -> bool:
    """Whether a statement does nothing but wait."""
    call = node.value if isinstance(node, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    return isinstance(node, (ast.Pass, ast.Continue)) or (isinstance(call, ast.Call) and name(call.func) == "sleep")


def _blind_key(node: ast.AST, walk: Around) -> Found:
    """Keys within keys of what a stranger sent, as if they were always there."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _caught(node):
        return
    held = {
        name(each.targets[0])
        for each in ast.walk(node)
        if isinstance(each, ast.Assign)
        and re.search(r"\brequest\.(?:json|get_json|data|body)\b", ast.unparse(each.value))
    }
    for each in (part for part in ast.walk(node) if isinstance(part, ast.Subscript)):
        inner = each.value
        if isinstance(inner, ast.Subscript) and isinstance(inner.value, ast.Name) and inner.value.id in held:
            message = "A stranger may leave these keys out: answer that, instead of failing."
            yield each.lineno, "blind-conversion", DIMENSION, message
            return


CHECKS: tuple[Check, ...] = (
    _none_unseen,
    _empty_unseen,
    _blind_conversion,
    _lost_future,
    _left_open,
    _half_committed,
    _session_without_limit,
    _server_without_limit,
    _left_behind,
    _blind_key,
)
