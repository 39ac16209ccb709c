"""Work that grows faster than what it is done for, and waiting that holds up everybody."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import REMOTE, VERBS, Around, Check, Found, calls, is_text, name, owner, sent

DIMENSION = "performance"
_QUERIES = frozenset("execute fetchone fetchall query filter find_one get_or_create scalar scalars".split())
_DATABASES = ("cursor", "session", "db", "conn", "objects", "query", "database")
_BLOCKING = frozenset({
    ("time", "sleep"), ("requests", "get"), ("requests", "post"), ("subprocess", "run"), ("subprocess", "call"),
})  # fmt: skip
_CACHE = re.compile(r"(?i)cache|memo(?:ized)?$")
# Lists that are a few words long.
_SHORT = re.compile(r"(?i)arg|token|part|word")
_FORGETS = frozenset({"pop", "popitem", "clear"})


def _query_in_loop(node: ast.AST, walk: Around) -> Found:
    """A query or remote call for each round of a loop."""
    if not isinstance(node, ast.Call) or not walk.loops or walk.is_test:
        return
    whose, what = owner(node.func).lower(), name(node.func)
    remote = what in VERBS and whose in REMOTE
    queried = what in _QUERIES and any(word in whose for word in _DATABASES)
    if remote or queried:
        yield node.lineno, "query-in-loop", DIMENSION, "One round trip for each item: fetch them together."
    elif what == "connect" and whose in {"psycopg2", "psycopg", "sqlite3", "pymysql", "mysql", "redis", "asyncpg"}:
        yield node.lineno, "connect-in-loop", DIMENSION, "One connection for each item: open it once."


def _made_in_loop(node: ast.AST, walk: Around) -> Found:
    """A pattern compiled, a copy made, or a table built anew in every round of a loop."""
    if not walk.loops or walk.is_test or not isinstance(node, ast.Call):
        return
    whose, what = owner(node.func), name(node.func)
    if (whose, what) == ("re", "compile") and node.args and isinstance(node.args[0], ast.Constant):
        yield node.lineno, "compile-in-loop", DIMENSION, "The pattern is compiled in every round."
    elif what == "deepcopy" and node.args and isinstance(node.args[0], ast.Name):
        yield node.lineno, "copy-in-loop", DIMENSION, "All of it is copied in every round."
    elif whose in {"pd", "pandas"} and what == "concat":
        yield (
            node.lineno,
            "table-grown-in-loop",
            DIMENSION,
            "The whole table is copied in every round: gather, then concat.",
        )
    elif what == "pop" and ast.unparse(node).endswith(".pop(0)") and not _SHORT.search(whose):
        message = "Taking the front moves all the rest each time: take a deque."
        yield node.lineno, "front-of-list", DIMENSION, message


def _grown_text(node: ast.AST, walk: Around) -> Found:
    """A text grown in every round of a loop."""
    if not walk.loops or walk.is_test or not isinstance(node, ast.AugAssign) or not isinstance(node.op, ast.Add):
        return
    if isinstance(node.target, ast.Name) and is_text(node.value) and not isinstance(node.value, ast.Constant):
        message = "Text grown piece by piece costs its square: collect and join."
        yield node.lineno, "text-grown-in-loop", DIMENSION, message


def _searched_list(node: ast.AST, walk: Around) -> Found:
    """A list searched from its beginning in every round."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    lists = {
        name(part.targets[0])
        for part in ast.walk(node)
        if isinstance(part, ast.Assign)
        and isinstance(part.value, ast.Call)
        and name(part.value.func) in {"list", "sorted"}
    }
    rounds = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    inside = (inner for part in ast.walk(node) if isinstance(part, rounds) for inner in ast.walk(part))
    for each in inside:
        looks = isinstance(each, ast.Compare) and isinstance(each.ops[0], (ast.In, ast.NotIn))
        where = each.comparators[0] if isinstance(each, ast.Compare) and looks else None
        if isinstance(where, ast.Name) and where.id in lists:
            message = "The list is searched from its beginning each time: take a set."
            yield where.lineno, "searched-list", DIMENSION, message
            return


def _wasted(node: ast.AST, walk: Around) -> Found:
    """All of something sorted, read or fetched, for one item or a count."""
    if walk.is_test:
        return
    if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Call) and name(node.value.func) == "sorted":
        index = node.slice.operand if isinstance(node.slice, ast.UnaryOp) else node.slice
        if isinstance(index, ast.Constant) and index.value in {0, 1} and isinstance(node.value.func, ast.Name):
            yield node.lineno, "sorted-for-one", DIMENSION, "All is sorted for one item: take min or max."
    elif (
        isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "len" and len(node.args) == 1
    ):
        inner = node.args[0]
        chain = {name(each.func) for each in calls(inner)}
        if isinstance(inner, ast.Call) and (
            name(inner.func) in {"all", "fetchall"} and isinstance(inner.func, ast.Attribute)
        ):
            yield (
                node.lineno,
                "fetched-to-count",
                DIMENSION,
                "All rows are fetched to be counted: let the database count.",
            )
        elif {"read", "split"} <= chain or {"read", "splitlines"} <= chain or "readlines" in chain:
            yield (
                node.lineno,
                "read-to-count",
                DIMENSION,
                "All of the file is in memory to be counted: go over its lines.",
            )


def _nested(node: ast.AST, walk: Around) -> Found:
    """Everything against everything, and rows whose relations are fetched one by one."""
    if walk.is_test or not isinstance(node, (ast.For, ast.AsyncFor)):
        return
    inner = [each for part in node.body for each in ast.walk(part)]
    same = [each for each in inner if isinstance(each, ast.For) and ast.dump(each.iter) == ast.dump(node.iter)]
    if same and isinstance(node.iter, ast.Name):
        yield (
            same[0].lineno,
            "quadratic",
            DIMENSION,
            "Everything is held against everything: group by what must be equal.",
        )
    rows = node.iter
    chain = {name(call.func) for call in calls(rows)}
    eager = chain & {"select_related", "prefetch_related", "options", "joinedload", "selectinload"}
    related = any(
        isinstance(each, ast.Attribute)
        and isinstance(each.value, ast.Attribute)
        and name(each.value.value) == name(node.target)
        for each in inner
    )
    asks = isinstance(rows, ast.Call) and name(rows.func) in {"all", "filter"} and isinstance(rows.func, ast.Attribute)
    if related and asks and not eager:
        message = "One more query for each row's relation: fetch them along."
        yield node.lineno, "related-one-by-one", DIMENSION, message


def _unbounded_read(node: ast.AST, walk: Around) -> Found:
    """All that a stranger sends taken into memory."""
    if not isinstance(node, ast.Call) or walk.is_test or node.args or not isinstance(node.func, ast.Attribute):
        return
    if node.func.attr == "read" and sent(node.func.value):
        yield node.lineno, "unbounded-read", DIMENSION, "Whatever is sent is taken into memory: set a limit."


def _blocking(node: ast.AST, walk: Around) -> Found:
    """A blocking call in an asynchronous function."""
    if isinstance(node, ast.Call) and walk.asynchronous[-1] and (owner(node.func), name(node.func)) in _BLOCKING:
        yield node.lineno, "blocking-in-async", DIMENSION, "This blocks the event loop for everybody."


def _endless_cache(node: ast.AST, walk: Around) -> Found:
    """A cache of a module that only ever grows."""
    if not isinstance(node, ast.Module) or walk.is_test:
        return
    made = {
        name(target): part.lineno
        for part in node.body
        if isinstance(part, (ast.Assign, ast.AnnAssign)) and isinstance(part.value, ast.Dict) and not part.value.keys
        for target in (part.targets if isinstance(part, ast.Assign) else [part.target])
        if _CACHE.search(name(target))
    }
    if not made:
        return
    shrinks = {owner(call.func) for call in calls(node) if name(call.func) in _FORGETS}
    shrinks |= {name(target) for each in ast.walk(node) if isinstance(each, ast.Delete) for target in each.targets}
    for cache, line in made.items():
        if cache not in shrinks:
            yield line, "endless-cache", DIMENSION, f"{cache} only ever grows: give it a size, or functools.lru_cache."


CHECKS: tuple[Check, ...] = (
    _query_in_loop, _made_in_loop, _grown_text, _searched_list, _wasted, _nested,
    _unbounded_read, _blocking, _endless_cache,
)  # fmt: skip
