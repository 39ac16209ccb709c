"""What goes to a database or another machine once for each item, where once for all would do."""

from __future__ import annotations

import ast
import itertools
import re

from upward.analysis.faults._tree import (
    DATABASES,
    FUNCTIONS,
    POOLS,
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

DIMENSION = "performance"
# Nobody can ask these for all at once: they are about the database itself, or call one of its functions.
_STATEMENT = re.compile(
    r"\s*(?:(?:pragma|vacuum|create|drop|alter|attach|detach|reindex|analyze)\b|select\b(?!.*\bfrom\b))",
    re.IGNORECASE | re.DOTALL,
)
_TABLE = re.compile(r"(?i)\b(?:from|into|update|join|table)\s+[\"`\[]?$")
_QUERIES = frozenset("execute fetchone fetchall query filter find_one get_or_create scalar scalars".split())
_DATABASES = ("cursor", "session", "db", "conn", "objects", "query", "database")
_CLIENTS = frozenset({"client", "session", "http", "http_client", "httpx"})
_ASKS = re.compile(r"_*(?:fetch|download|request|scrape|crawl|lookup|retrieve)(?:_|$)")
# Whose business it is to make one, or to run once.
_MAKES = re.compile(
    r"(?i)^_*(?:get|make|create|build|connect|new|open|init|set_?up|start|main|run|__)|(?:client|engine|pool|connection)$"
)


def _each_its_own(call: ast.Call, walk: Around) -> bool:
    """Whether a loop goes over what is connected to: files of databases, or servers."""
    given = {each.id for part in call.args for each in walked(part) if isinstance(each, ast.Name)}
    rounds = [each for each in walked(walk.outermost or call) if isinstance(each, (ast.For, ast.AsyncFor))]
    return any(name(each.target) in given for each in rounds)


@on(ast.Call)
def _query_in_loop(node: ast.AST, walk: Around) -> Found:
    """A query or remote call for each round of a loop over more than a few things."""
    if not isinstance(node, ast.Call) or walk.loops == walk.short or walk.is_test:
        return
    whose, what = owner(node.func).lower(), name(node.func)
    remote = what in VERBS and whose in REMOTE
    queried = what in _QUERIES and any(word in whose for word in _DATABASES) and not _about_tables(node, walk)
    if remote or queried:
        yield node.lineno, "query-in-loop", DIMENSION, "One round trip for each item: fetch them together."
    elif what == "connect" and whose in DATABASES and not _each_its_own(node, walk):
        yield node.lineno, "connect-in-loop", DIMENSION, "One connection for each item: open it once."


def _about_tables(node: ast.Call, walk: Around) -> bool:
    """Whether a statement is about the database itself, or about another table in each round."""
    asked = node.args[0] if node.args else node
    if isinstance(asked, ast.Name) and walk.function is not None:
        given = [
            each.value
            for each in walked(walk.function)
            if isinstance(each, ast.Assign) and is_name(each.targets[0], asked.id)
        ]
        asked = given[0] if len(given) == 1 else asked
    parts = asked.values if isinstance(asked, ast.JoinedStr) else []
    by_table = any(
        isinstance(part, ast.Constant) and _TABLE.search(str(part.value)) and isinstance(behind, ast.FormattedValue)
        for part, behind in itertools.pairwise(parts)
    )
    return by_table or is_about_itself(asked)


def is_about_itself(asked: ast.AST) -> bool:
    """Whether a query asks of the database itself, not of what is in it: its answer is as short as the schema."""
    said = next((each.value for each in walked(asked) if isinstance(each, ast.Constant) and each.value), "")
    return isinstance(said, str) and _STATEMENT.match(said) is not None


@on(ast.For)
def _awaited_in_turn(node: ast.AST, walk: Around) -> Found:
    """Answers of another machine awaited one after the other, where none needs the one before."""
    if not isinstance(node, ast.For) or walk.is_test or any(isinstance(each, ast.Break) for each in walked(node)):
        return
    for each in walked(node):
        call = each.value if isinstance(each, ast.Await) else None
        remote = isinstance(call, ast.Call) and (owner(call.func) in _CLIENTS or _is_address(call))
        asks = isinstance(call, ast.Call) and ((name(call.func) in VERBS and remote) or _ASKS.match(name(call.func)))
        if isinstance(call, ast.Call) and asks:
            yield call.lineno, "awaited-in-turn", DIMENSION, "Each waits for the one before: ask for them together."
            return


@on(*FUNCTIONS)
def _pool_for_each_call(node: ast.AST, walk: Around) -> Found:
    """Connections of its own for each call of a function, which makes them and lets them go."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or _MAKES.search(node.name):
        return
    if node.decorator_list or (walk.function is not node and walk.function is not None):
        return
    made = [each for each in node.body if isinstance(each, ast.Assign) and _opens_pool(each.value)]
    for each in made:
        kept = name(each.targets[0])
        given = (part for part in walked(node) if isinstance(part, (ast.Return, ast.Yield)) and part.value is not None)
        if isinstance(each.targets[0], ast.Name) and not any(is_name(part.value, kept) for part in given):
            message = "Every call opens connections of its own: make them once, and pass them in."
            yield each.lineno, "pool-for-each-call", DIMENSION, message


def _is_address(call: ast.Call) -> bool:
    """Whether a path of a service is asked for."""
    said = [each.value for each in walked(call) if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return bool(said) and said[0].startswith(("/", "http://", "https://"))


def _opens_pool(made: ast.expr) -> bool:
    if not isinstance(made, ast.Call):
        return False
    what, whose = name(made.func), owner(made.func)
    return (whose, what) in POOLS or what in {"create_engine", "create_async_engine"}


@on(*FUNCTIONS)
def _connected_each_time(node: ast.AST, walk: Around) -> Found:
    """A connection to a database made for one query, and closed."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or node.decorator_list:
        return
    for part in node.body:
        call = part.value if isinstance(part, ast.Assign) else None
        if isinstance(call, ast.Call) and name(call.func) == "connect" and owner(call.func) in DATABASES:
            kept = name(part.targets[0]) if isinstance(part, ast.Assign) else ""
            closes = any(name(each.func) == "close" and owner(each.func) == kept for each in calls(node))
            asks = [each for each in calls(node) if owner(each.func) == kept and name(each.func) == "execute"]
            if closes and len(asks) == 1:
                message = "Every call connects anew for one query: keep a connection, or a pool."
                yield part.lineno, "pool-for-each-call", DIMENSION, message


CHECKS: tuple[Check, ...] = (_query_in_loop, _awaited_in_turn, _pool_for_each_call, _connected_each_time)
