"""Work that grows faster than what it is done for, and waiting that holds up everybody."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from upward.analysis.faults._tree import (
    FUNCTIONS,
    Around,
    Check,
    Found,
    calls,
    is_text,
    name,
    on,
    owner,
    sent,
    walked,
)

DIMENSION = "performance"
_CLIENTS = frozenset({
    ("httpx", "Client"), ("httpx", "AsyncClient"), ("requests", "Session"),
    ("aiohttp", "ClientSession"), ("boto3", "client"), ("boto3", "resource"), ("redis", "Redis"),
})  # fmt: skip
_CACHE = re.compile(r"(?i)cache|memo(?:ized)?$")
# Lists that are a few words long.
_SHORT = re.compile(r"(?i)arg|token|part|word")
_LOOPS = (ast.For, ast.AsyncFor, ast.comprehension)
_LONG = re.compile(r"(?:list|List|Sequence)\[(?:str|int|bytes|UUID|uuid\.UUID)\]$")
_FORGETS = frozenset({"pop", "popitem", "clear"})


def _goes_over(copied: ast.Name, walk: Around) -> bool:
    """Whether a loop goes over what is copied: each of them once is what was asked for."""
    loops = [each for each in walked(walk.function) if isinstance(each, _LOOPS)] if walk.function else []
    return any(isinstance(each, ast.Name) and each.id == copied.id for loop in loops for each in walked(loop.target))


@on(ast.Call)
def _made_in_loop(node: ast.AST, walk: Around) -> Found:
    """A pattern compiled, a copy made, or a table built anew in every round of a loop."""
    if not walk.loops or walk.is_test or not isinstance(node, ast.Call):
        return
    whose, what = owner(node.func), name(node.func)
    if (whose, what) == ("re", "compile") and node.args and isinstance(node.args[0], ast.Constant):
        yield node.lineno, "compile-in-loop", DIMENSION, "The pattern is compiled in every round."
    elif what == "deepcopy" and node.args and isinstance(node.args[0], ast.Name) and not _goes_over(node.args[0], walk):
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


@on(ast.AsyncFor, ast.For, ast.ListComp)
def _item_by_item(node: ast.AST, walk: Around) -> Found:
    """Rows, or waits, one at a time, where there is a way to have them together."""
    if walk.is_test:
        return
    if isinstance(node, (ast.For, ast.AsyncFor, ast.ListComp)):
        rounds = [node.iter] if not isinstance(node, ast.ListComp) else [each.iter for each in node.generators]
        for call in rounds:
            if isinstance(call, ast.Call) and name(call.func) == "iterrows":
                yield call.lineno, "row-by-row", DIMENSION, "One object for each row: work on whole columns."
    waits = isinstance(node, ast.ListComp) and isinstance(node.elt, ast.Await) and isinstance(node.elt.value, ast.Call)
    if isinstance(node, ast.ListComp) and waits and not any(each.is_async for each in node.generators):
        yield node.lineno, "awaited-in-loop", DIMENSION, "Each waits for the one before: gather them."


@on(ast.Call)
def _each_time(node: ast.AST, walk: Around) -> Found:
    """A commit, a thread, a client, or a move of all the rest, for each item."""
    if walk.is_test or not isinstance(node, ast.Call) or not walk.loops:
        return
    what, whose = name(node.func), owner(node.func).lower()
    if what == "commit" and not node.args and re.search(r"session|conn|db|database", whose):
        message = "One commit for each item waits for the disk each time: commit once, or in batches."
        yield node.lineno, "commit-in-loop", DIMENSION, message
    elif (owner(node.func), what) in {("threading", "Thread"), ("", "Thread")}:
        yield node.lineno, "thread-in-loop", DIMENSION, "As many threads as there are items: a pool has a limit."
    elif (whose, what) in _CLIENTS:
        yield (
            node.lineno,
            "connect-in-loop",
            DIMENSION,
            "One client, with connections of its own, for each item: make it once.",
        )
    elif what == "insert" and ast.unparse(node.args[0] if node.args else node) == "0":
        message = "All the rest moves each time: take a deque, or append and reverse."
        yield node.lineno, "front-of-list", DIMENSION, message


def _begun_inside(node: ast.AugAssign, walk: Around) -> bool:
    """Whether the innermost loop begins the text anew in each round: then it stays short."""
    loops = [each for each in walked(walk.function) if isinstance(each, (ast.For, ast.While))] if walk.function else []
    around = [each for each in loops if each.lineno < node.lineno <= (each.end_lineno or 0)]
    inside = walked(max(around, key=lambda loop: loop.lineno)) if around else ()
    return any(isinstance(each, ast.Assign) and name(each.targets[0]) == name(node.target) for each in inside)


@on(ast.AugAssign, ast.Assign)
def _grown_text(node: ast.AST, walk: Around) -> Found:
    """A text grown in every round of a loop."""
    if not walk.loops or walk.is_test:
        return
    message = "Text grown piece by piece costs its square: collect and join."
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add) and isinstance(node.target, ast.Name):
        if is_text(node.value) and not isinstance(node.value, ast.Constant) and not _begun_inside(node, walk):
            yield node.lineno, "text-grown-in-loop", DIMENSION, message
    elif isinstance(node, ast.Assign) and isinstance(node.value, ast.BinOp) and isinstance(node.value.op, ast.Add):
        grown = name(node.targets[0])
        begun = any(
            isinstance(each, ast.Assign) and name(each.targets[0]) == grown and ast.unparse(each.value) == "''"
            for each in (walked(walk.function) if walk.function else ())
        )
        ends = {node.value.left.id if isinstance(node.value.left, ast.Name) else "",
                node.value.right.id if isinstance(node.value.right, ast.Name) else ""}  # fmt: skip
        if begun and grown in ends:
            yield node.lineno, "text-grown-in-loop", DIMENSION, message


@on(*FUNCTIONS)
def _searched_list(node: ast.AST, walk: Around) -> Found:
    """A list searched from its beginning in every round."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    given = {argument.arg for argument in node.args.args}
    lists = {
        name(part.targets[0])
        for part in walked(node)
        if isinstance(part, ast.Assign) and (_of_given(part.value, given) or name(part.value) in {"list", "sorted"})
    }
    # Whoever asks for a list of texts or numbers may get a long one.
    lists |= {each.arg for each in node.args.args if each.annotation and _LONG.match(ast.unparse(each.annotation))}
    rounds = (ast.For, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    inside = (inner for part in walked(node) if isinstance(part, rounds) for inner in walked(part))
    for each in inside:
        looks = isinstance(each, ast.Compare) and isinstance(each.ops[0], (ast.In, ast.NotIn))
        where = each.comparators[0] if isinstance(each, ast.Compare) and looks else None
        if isinstance(where, ast.Name) and where.id in lists:
            message = "The list is searched from its beginning each time: take a set."
            yield where.lineno, "searched-list", DIMENSION, message
            return


def _of_given(node: ast.AST, given: set[str]) -> bool:
    """Whether a list is made of all that a caller gave, however much that is."""
    return isinstance(node, ast.ListComp) and any(
        isinstance(each.iter, ast.Name) and each.iter.id in given and not each.ifs for each in node.generators
    )


def _is_fetched(asked: ast.Call) -> bool:
    """Whether a call gives the rows of a query."""
    by_model = any(isinstance(each, ast.Attribute) and each.attr == "objects" for each in walked(asked))
    return name(asked.func) in {"all", "fetchall"} or (
        by_model and name(asked.func) in {"filter", "exclude", "order_by"}
    )


@on(ast.Call, ast.Subscript)
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
        if isinstance(inner, ast.Call) and isinstance(inner.func, ast.Attribute) and _is_fetched(inner):
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


@on(ast.AsyncFor, ast.For)
def _nested(node: ast.AST, walk: Around) -> Found:
    """Everything against everything, and rows whose relations are fetched one by one."""
    if walk.is_test or not isinstance(node, (ast.For, ast.AsyncFor)):
        return
    inner = [each for part in node.body for each in walked(part)]
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


@on(ast.Call)
def _unbounded_read(node: ast.AST, walk: Around) -> Found:
    """All that a stranger sends taken into memory."""
    if not isinstance(node, ast.Call) or walk.is_test or node.args or not isinstance(node.func, ast.Attribute):
        return
    if node.func.attr == "read" and sent(node.func.value):
        yield node.lineno, "unbounded-read", DIMENSION, "Whatever is sent is taken into memory: set a limit."


@lru_cache(maxsize=2)
def _kept_once(module: ast.Module) -> frozenset[str]:
    """Give the dictionaries into which something is put where it is not there yet."""
    asked = [each for each in walked(module) if isinstance(each, ast.If) and isinstance(each.test, ast.Compare)]
    return frozenset(
        name(put.value)
        for each in asked
        for part in each.body
        if isinstance(part, ast.Assign) and isinstance(put := part.targets[0], ast.Subscript)
        if ast.unparse(each.test) == f"{ast.unparse(put.slice)} not in {ast.unparse(put.value)}"
    )


@on(ast.Module)
def _endless_cache(node: ast.AST, walk: Around) -> Found:
    """A cache of a module that only ever grows."""
    if not isinstance(node, ast.Module) or walk.is_test:
        return
    made = {
        name(target): part.lineno
        for part in node.body
        if isinstance(part, (ast.Assign, ast.AnnAssign)) and isinstance(part.value, ast.Dict) and not part.value.keys
        for target in (part.targets if isinstance(part, ast.Assign) else [part.target])
        if _CACHE.search(name(target)) or name(target) in _kept_once(node)
    }
    if not made:
        return
    shrinks = {owner(call.func) for call in calls(node) if name(call.func) in _FORGETS}
    shrinks |= {name(target) for each in walked(node) if isinstance(each, ast.Delete) for target in each.targets}
    for cache, line in made.items():
        if cache not in shrinks:
            yield line, "endless-cache", DIMENSION, f"{cache} only ever grows: give it a size, or functools.lru_cache."


CHECKS: tuple[Check, ...] = (
    _made_in_loop,
    _item_by_item,
    _each_time,
    _grown_text,
    _searched_list,
    _wasted,
    _nested,
    _unbounded_read,
    _endless_cache,
)
