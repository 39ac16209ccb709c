"""More asked of a database, a cache or a table than the answer needs: rows fetched to know, saved one by one."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import REMOTE, VERBS, Around, Check, Found, calls, name, on, owner, place
from upward.analysis.faults._values import argument, imported, module_of, says

DIMENSION = "performance"
_STORES = re.compile(r"(?i)(?:^|_)(?:redis|cache|memcached?|client|r|rdb)$")
_BRINGS_STORE = frozenset(
    {"redis", "redis.asyncio", "valkey", "pymemcache", "django.core.cache", "aiocache", "flask_caching"}
)
_QUERIES = re.compile(r"\.objects\.(?:filter|all|exclude)\(")
_TRANSACTIONS = frozenset({"begin", "atomic", "transaction", "begin_nested"})


def _is_query(node: ast.AST, *asked: str) -> bool:
    """Whether an expression asks Django for rows, by one of these names at its end."""
    return isinstance(node, ast.Call) and name(node.func) in asked and _QUERIES.search(ast.unparse(node)) is not None


@on(ast.If, ast.IfExp)
def _rows_to_know(node: ast.AST, walk: Around) -> Found:
    """Rows fetched, or counted, to see whether there are any."""
    if walk.is_test or not isinstance(node, (ast.If, ast.IfExp)):
        return
    test = node.test.operand if isinstance(node.test, ast.UnaryOp) else node.test
    test = test.left if isinstance(test, ast.Compare) and says(test.comparators[0], 0) else test
    if _is_query(test, "filter", "all", "exclude", "count"):
        message = "All that fit are fetched or counted to know whether there is one: exists()."
        yield test.lineno, "rows-to-know", DIMENSION, message


@on(ast.Call)
def _all_of_them(node: ast.AST, walk: Around) -> Found:
    """All rows of a kind kept at once, every key of a store listed, a function called for each row of a table."""
    if walk.is_test:
        return
    match node:
        case ast.Call(func=ast.Name(id="list" | "tuple"), args=[rows]) if _is_query(rows, "all"):
            message = "Every row there is, in memory at once: iterator(), or what is needed of them."
            yield node.lineno, "all-rows", DIMENSION, message
        case ast.Call(func=ast.Attribute(attr="keys"), args=[ast.Constant(value=str(pattern))]) if "*" in pattern:
            yield node.lineno, "all-keys", DIMENSION, "The store stands still while it lists every key: scan_iter."
        case ast.Call(func=ast.Attribute(attr="apply")):
            axis = argument(node, "axis")
            if says(axis, 1) or says(axis, "columns"):
                yield node.lineno, "row-by-row", DIMENSION, "A call of Python for each row: reckon with whole columns."


@on(ast.For)
def _saved_one_by_one(node: ast.AST, walk: Around) -> Found:
    """Rows saved one by one."""
    match node:
        case ast.For(target=ast.Name(id=row)) if not walk.is_test and ".objects." in ast.unparse(node.iter):
            saved = (call for part in node.body for call in calls(part) if place(call) == (row, "save"))
            message = "A statement for each row: update(…), or bulk_update."
            yield from ((call.lineno, "saved-one-by-one", DIMENSION, message) for call in saved)


@on(ast.Call)
def _asked_one_by_one(node: ast.AST, walk: Around) -> Found:
    """Keys of a cache asked for one by one."""
    match node:
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Name() | ast.JoinedStr()]):
            in_loop = walk.loops > walk.short and not walk.is_test
            if in_loop and _STORES.search(owner(node.func)) and imported(module_of(node)) & _BRINGS_STORE:
                yield node.lineno, "asked-one-by-one", DIMENSION, "A round trip for each key: mget, or a pipeline."


@on(ast.With, ast.AsyncWith)
def _held_meanwhile(node: ast.AST, walk: Around) -> Found:
    """A transaction held open while another machine is asked."""
    if walk.is_test or not isinstance(node, (ast.With, ast.AsyncWith)):
        return
    if any(name(each.context_expr) in _TRANSACTIONS for each in node.items):
        for call in (each for part in node.body for each in calls(part)):
            if owner(call.func) in REMOTE and name(call.func) in VERBS:
                message = "The rows stay locked until somebody else answers: ask before."
                yield call.lineno, "held-meanwhile", DIMENSION, message
                return


CHECKS: tuple[Check, ...] = (_rows_to_know, _all_of_them, _saved_one_by_one, _asked_one_by_one, _held_meanwhile)
