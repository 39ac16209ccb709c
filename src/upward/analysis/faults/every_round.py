"""What is done anew in every round or for every request: files opened, lists cut, all looked through."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from upward.analysis.faults._tree import (
    DATABASES,
    FUNCTIONS,
    REMOTE,
    Around,
    Check,
    Found,
    Function,
    calls,
    is_name,
    name,
    on,
    owner,
    place,
    walked,
)
from upward.analysis.faults._values import argument
from upward.analysis.faults.served import routes

DIMENSION = "performance"
_MAIL = frozenset({"send_mail", "send_mass_mail", "sendmail", "send_message"})
_MODELS = frozenset({"pipeline", "from_pretrained", "SentenceTransformer", "load_model", "read_csv", "read_parquet"})
_CLIENTS = frozenset({("httpx", "AsyncClient"), ("aiohttp", "ClientSession")})
_ROUNDS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.GeneratorExp)
_LIMITS = re.compile(r"Semaphore|CapacityLimiter|Limiter|limit|batch|chunk|TaskGroup")


@on(ast.For)
def _each_round(node: ast.AST, walk: Around) -> Found:
    """A file opened, a buffer emptied, or a list searched for its own item, in every round."""
    if walk.is_test or not isinstance(node, ast.For):
        return
    bound = {each.id for each in walked(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    leaves, watched = _leaves(node), _is_watched(node)
    itself = ast.dump(node.iter) if isinstance(node.iter, (ast.Name, ast.Attribute)) else ""
    for call in (each for part in node.body for each in calls(part)):
        match call:
            case ast.Call(func=ast.Name(id="open"), args=[(ast.Constant() | ast.Name()) as path, *_]):
                if name(path) not in bound and not leaves:
                    message = "The same file is opened in every round: open it once, around the loop."
                    yield call.lineno, "opened-each-round", DIMENSION, message
            case ast.Call(func=ast.Attribute(attr="flush" | "fsync"), keywords=[]) if not watched:
                message = "The disk is waited for in every round: once, behind the loop."
                yield call.lineno, "emptied-each-round", DIMENSION, message
            case ast.Call(func=ast.Attribute(value=searched, attr="index"), args=[ast.Name(id=item)]):
                if ast.dump(searched) == itself and is_name(node.target, item):
                    message = "Its number is looked for from the beginning, and of twins it is the first's: enumerate."
                    yield call.lineno, "searched-for-itself", DIMENSION, message


def _leaves(loop: ast.For) -> bool:
    return any(isinstance(each, (ast.Return, ast.Break)) for each in walked(loop))


def _is_watched(loop: ast.For) -> bool:
    """Whether somebody watches: what is printed between pauses is for their eyes."""
    return (
        any(name(call.func) in {"sleep", "input", "print"} for call in calls(loop))
        or re.search("std(?:out|err)", ast.unparse(loop)) is not None
    )


@on(ast.While)
def _cut_each_round(node: ast.AST, walk: Around) -> Found:
    """A list copied without its first item in every round."""
    if walk.is_test or not isinstance(node, ast.While):
        return
    asked = {each.id for each in walked(node.test) if isinstance(each, ast.Name)}
    for part in walked(node):
        match part:
            case ast.Assign(
                targets=[ast.Name(id=kept)],
                value=ast.Subscript(value=ast.Name(id=cut), slice=ast.Slice(lower=ast.Constant(value=1), upper=None)),
            ) if kept == cut and kept in asked:
                message = "All the rest is copied in every round: a deque, or an iterator."
                yield part.lineno, "cut-each-round", DIMENSION, message


@on(ast.For)
def _first_that_fits(node: ast.AST, walk: Around) -> Found:
    """All of a list looked through for one item, in every round of a loop over another."""
    if walk.is_test or not isinstance(node, ast.For) or not isinstance(node.target, ast.Name):
        return
    for each in (inner for part in node.body for inner in walked(part)):
        match each:
            case ast.Subscript(value=ast.ListComp() as all_of, slice=ast.Constant(value=0)):
                pass
            case ast.Call(func=ast.Name(id="next"), args=[ast.GeneratorExp() as all_of, *_]):
                pass
            case _:
                continue
        tests = [test for one in all_of.generators for test in one.ifs]
        same = any(isinstance(test, ast.Compare) and isinstance(test.ops[0], ast.Eq) for test in tests)
        of_round = any(is_name(part, node.target.id) for test in tests for part in walked(test))
        outside = isinstance(all_of.generators[0].iter, ast.Name) and all_of.generators[0].iter.id != node.target.id
        if same and of_round and outside:
            message = "All are looked through in every round: a table by what is asked."
            yield each.lineno, "searched-each-round", DIMENSION, message
            return


@on(ast.For)
def _read_to_be_cut(node: ast.AST, walk: Around) -> Found:
    """All of a file in memory to go through its lines."""
    if walk.is_test or not isinstance(node, ast.For) or not isinstance(node.iter, ast.Call):
        return
    cut = node.iter
    whole = cut.func.value if isinstance(cut.func, ast.Attribute) and cut.func.attr in {"split", "splitlines"} else None
    if isinstance(whole, ast.Call) and name(whole.func) == "read" and not whole.args:
        message = "All of it is in memory twice, to go through its lines: go over the file."
        yield node.lineno, "read-to-be-cut", DIMENSION, message


@lru_cache(maxsize=64)
def _is_limited(function: Function) -> bool:
    """Whether a function has to do with how many may do something at once."""
    return _LIMITS.search(ast.unparse(function)) is not None


@on(ast.Call)
def _all_at_once(node: ast.AST, walk: Around) -> Found:
    """As many requests at the same time as there are items."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) != "gather" or not node.args:
        return
    only = node.args[0]
    if isinstance(only, ast.Starred) and isinstance(only.value, (ast.ListComp, ast.GeneratorExp)):
        over = only.value.generators[0].iter
        limited = walk.outermost is not None and _is_limited(walk.outermost)
        if isinstance(over, ast.Name) and not over.id.isupper() and not limited:
            message = "As many at once as there are items: a semaphore, or a group of so many."
            yield node.lineno, "all-at-once", DIMENSION, message


@on(*FUNCTIONS)
def _in_request(node: ast.AST, walk: Around) -> Found:
    """Whoever asks kept waiting: a pause, a letter sent, a model or a table loaded, for each request."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not routes(node):
        return
    for call in calls(node):
        what, whose = name(call.func), owner(call.func)
        if (whose, what) == ("time", "sleep"):
            message = "Whoever asks waits, and a worker with them: a job in the background."
            yield call.lineno, "pause-in-request", DIMENSION, message
        elif what == "connect" and whose in DATABASES:
            message = "A connection for each who asks: take one out of a pool."
            yield call.lineno, "connected-in-request", DIMENSION, message
        elif what in _MAIL:
            message = "Whoever asks waits for the mail server: a job in the background."
            yield call.lineno, "letter-in-request", DIMENSION, message
        elif what in _MODELS and whose not in {"app", "self"}:
            message = "Loaded anew for everybody who asks: once, when the program starts."
            yield call.lineno, "loaded-in-request", DIMENSION, message


@on(*FUNCTIONS)
def _client_for_each(node: ast.AST, walk: Around) -> Found:
    """A client made for one request and thrown away, its connections with it."""
    if walk.is_test or not isinstance(node, ast.AsyncFunctionDef) or not (node.args.args or routes(node)):
        return
    for part in node.body:
        match part:
            case ast.AsyncWith(
                items=[ast.withitem(context_expr=ast.Call() as made, optional_vars=ast.Name(id=client))]
            ):
                rounds = any(isinstance(each, _ROUNDS) for each in walked(part))
                asks = [call for call in calls(part) if owner(call.func) == client]
                if place(made) in _CLIENTS and len(asks) == 1 and not rounds:
                    message = "A connection, and its seal, for each call: keep one client."
                    yield part.lineno, "client-for-each", DIMENSION, message


@on(*FUNCTIONS)
def _all_in_memory(node: ast.AST, walk: Around) -> Found:
    """All that another machine sends taken into memory, to be written into a file."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    bodies = {name(each.targets[0]) for each in walked(node) if isinstance(each, ast.Assign) and _is_body(each.value)}
    for call in calls(node):
        first = call.args[0] if call.args and name(call.func) in {"write", "write_bytes"} else None
        if first is not None and (_is_body(first) or (isinstance(first, ast.Name) and first.id in bodies)):
            message = "All of it is in memory before a byte is written: stream=True, iter_content."
            yield call.lineno, "all-in-memory", DIMENSION, message
            return


def _is_body(value: ast.expr) -> bool:
    """Whether an expression is the whole body of an answer that was just asked for."""
    match value:
        case ast.Attribute(value=ast.Call() as call, attr="content"):
            return owner(call.func) in REMOTE and argument(call, "stream") is None
    return False


CHECKS: tuple[Check, ...] = (
    _each_round,
    _cut_each_round,
    _first_that_fits,
    _read_to_be_cut,
    _all_at_once,
    _in_request,
    _client_for_each,
    _all_in_memory,
)
