"""Work that is done again, or that grows out of hand, where a little less would do."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, calls, name, on, owner, walked
from upward.analysis.faults._values import constant, module_of

DIMENSION = "performance"
_ROWS = frozenset({"all", "fetchall"})
_QUERIED = frozenset({"query", "objects", "select", "execute", "scalars", "filter", "filter_by"})
# A group that repeats, of something that repeats: what almost matches takes time without end. The rest of the group may
# be missing, or it would say where each round of it ends.
_ATOM = r"(?:\\.|\[(?:\\.|[^\]\\])*\]|[^\\\[\]()?*+{}|^$])"
_NESTED = re.compile(rf"(?<!\\)\((?:\?:|\?P<\w+>)?(?:{_ATOM}[?*])*{_ATOM}[+*](?:{_ATOM}[?*])*\)[+*]")
_IN_TURN = re.compile(rf"(?<!\\)\((?:\?:)?(?P<first>{_ATOM}|\.)[+*](?P<then>{_ATOM})\+\)[+*]")
# What each kind of letter has among its own.
_AMONG = {r"\d": "7", r"\w": "x", r"\s": " ", r"\W": "-", r"\D": "x", r"\S": "x"}
_EVERY_COLUMN = re.compile(r"(?is)\s*select\s+\*\s+from\s+[\w.\"]+\s*;?\s*$")
_PATIENT = 0.01
# What there is no end of.
_FREE = re.compile(r"(?i)(?:^|_)(?:text|json|body|content|html|query|url|payload|prompt|message|data|email|user_?id)$")


@on(ast.GeneratorExp, ast.ListComp, ast.SetComp)
def _filtered_here(node: ast.AST, walk: Around) -> Found:
    """All rows fetched, and most of them thrown away."""
    if walk.is_test or not isinstance(node, (ast.ListComp, ast.GeneratorExp, ast.SetComp)):
        return
    for each in (one for one in node.generators if one.ifs):
        chain = {name(call.func) for call in calls(each.iter)} | {owner(call.func) for call in calls(each.iter)}
        if isinstance(each.iter, ast.Call) and name(each.iter.func) in _ROWS and chain & _QUERIED:
            message = "All rows are fetched, and filtered here: let the database do it."
            yield node.lineno, "filtered-here", DIMENSION, message


@on(ast.Call)
def _built_first(node: ast.AST, walk: Around) -> Found:
    """A list made only to be added up, or to take the largest of."""
    if walk.is_test or not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        return
    if node.func.id in {"sum", "min", "max"} and len(node.args) == 1 and isinstance(node.args[0], ast.ListComp):
        yield node.lineno, "built-first", DIMENSION, "The whole list is kept for this: drop the brackets."


@on(ast.FunctionDef)
def _recursed(node: ast.AST, walk: Around) -> Found:
    """A recursion that does everything again and again, or copies all the rest at each step."""
    if walk.is_test or not isinstance(node, ast.FunctionDef):
        return
    again = [call for call in calls(node) if isinstance(call.func, ast.Name) and call.func.id == node.name]
    if not again:
        return
    kept = any("cache" in ast.unparse(each) or "memo" in ast.unparse(each) for each in node.decorator_list)
    for each in walked(node):
        twice = isinstance(each, ast.BinOp) and isinstance(each.left, ast.Call) and isinstance(each.right, ast.Call)
        if isinstance(each, ast.BinOp) and twice and not kept and each.left in again and each.right in again:
            message = "Each step takes two more, of the same again: keep what is known, or go round."
            yield each.lineno, "recursed-twice", DIMENSION, message
    for call in again:
        rest = [each for each in call.args if isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Slice)]
        if any(ast.unparse(each.slice) == "1:" for each in rest):
            yield call.lineno, "copied-each-step", DIMENSION, "All the rest is copied at each step: go round by index."


@on(ast.Call)
def _nested_repeat(node: ast.AST, walk: Around) -> Found:
    """A pattern that may take time without end on what almost matches."""
    if isinstance(node, ast.Call) and not walk.is_test and owner(node.func) == "re" and node.args:
        pattern = constant(node.args[0], module_of(node))
        if isinstance(pattern, str) and (_NESTED.search(pattern) or _overlaps(pattern)):
            message = "A repeat of a repeat: what almost matches may take for ever, and a stranger knows what does."
            # Whoever can name the text can stop the service (CWE-1333).
            yield node.lineno, "nested-repeat", "security", message


def _overlaps(pattern: str) -> bool:
    """Whether a group repeats in which one repeat may take what the next one is there for."""
    for each in _IN_TURN.finditer(pattern):
        then = each["then"]
        one = _AMONG.get(then) or (then[-1] if len(then) <= 2 else "")  # noqa: PLR2004 - a letter, or one escaped
        if one and re.fullmatch(each["first"], one):
            return True
    return False


@on(ast.While)
def _busy(node: ast.AST, walk: Around) -> Found:
    """A wait that keeps a core busy."""
    if walk.is_test or not isinstance(node, ast.While):
        return
    sleeps = [call for part in node.body for call in calls(part) if name(call.func) == "sleep" and call.args]
    for call in sleeps:
        pause = call.args[0].value if isinstance(call.args[0], ast.Constant) else _PATIENT
        if isinstance(pause, (int, float)) and pause < _PATIENT and len(node.body) <= 2:  # noqa: PLR2004
            message = "This asks a thousand times a second: wait for an event, or ask more slowly."
            yield node.lineno, "busy-wait", DIMENSION, message


@on(ast.AsyncFor, ast.For)
def _same_each_time(node: ast.AST, walk: Around) -> Found:
    """The same text parsed, or the same file opened, in every round."""
    if walk.is_test or not isinstance(node, (ast.For, ast.AsyncFor)) or walk.function is None:
        return
    given = {argument.arg for argument in walk.function.args.args}
    for call in (each for part in node.body for each in calls(part)):
        first = call.args[0] if call.args else None
        if not isinstance(first, ast.Name) or first.id not in given:
            continue
        if (owner(call.func), name(call.func)) in {("json", "loads"), ("yaml", "safe_load"), ("", "open")}:
            message = f"{first.id} is the same in every round: do this once, before."
            yield call.lineno, "same-each-time", DIMENSION, message


@on(ast.For, ast.While)
def _list_in_loop(node: ast.AST, walk: Around) -> Found:
    """A list copied in every round, or asked in every round whether it has what was put in it."""
    if walk.is_test or not isinstance(node, (ast.For, ast.While)):
        return
    inside = [each for part in node.body for each in walked(part)]
    added = {
        owner(each.func): each.args[0]
        for each in inside
        if isinstance(each, ast.Call) and name(each.func) == "append" and each.args
    }
    for each in inside:
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.BinOp) and isinstance(each.value.op, ast.Add):
            kept, held = each.value.left, each.value.right
            if isinstance(held, ast.List) and ast.dump(kept) == ast.dump(each.targets[0]).replace("Store", "Load"):
                yield each.lineno, "list-grown", DIMENSION, "The whole list is copied in every round: append."
        elif isinstance(each, ast.Compare) and isinstance(each.ops[0], ast.NotIn) and isinstance(each.left, ast.Name):
            where = each.comparators[0]
            same = (
                isinstance(where, ast.Name) and where.id in added and ast.dump(added[where.id]) == ast.dump(each.left)
            )
            if same:
                message = "The list is searched from its beginning each time: keep a set of what was seen."
                yield each.lineno, "searched-list", DIMENSION, message


@on(*FUNCTIONS)
def _cached_for_ever(node: ast.AST, walk: Around) -> Found:
    """A cache without bounds of whatever somebody writes."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    free = [each.arg for each in node.args.args if _FREE.search(each.arg)]
    for each in node.decorator_list:
        sizes = [ast.unparse(keyword.value) for keyword in each.keywords] if isinstance(each, ast.Call) else []
        unbounded = (isinstance(each, ast.Call) and name(each.func) == "lru_cache" and "None" in sizes) or (
            not isinstance(each, ast.Call) and name(each) == "cache"
        )
        if unbounded and free:
            message = f"Every {free[0]} ever given stays in memory: give the cache a size."
            yield node.lineno, "endless-cache", DIMENSION, message


@on(ast.Call, ast.FunctionDef, ast.Compare)
def _more_than_asked(node: ast.AST, walk: Around) -> Found:
    """All columns for one of them, a query behind what looks like a field, or a list of keys to look one up."""
    if walk.is_test:
        return
    if isinstance(node, ast.Call) and name(node.func) in {"execute", "fetch", "fetchrow"} and node.args:
        query = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
        if isinstance(query, str) and _EVERY_COLUMN.match(query):
            yield node.lineno, "every-column", DIMENSION, "All columns of all rows are fetched: name those you need."
    elif isinstance(node, ast.FunctionDef) and any(name(each) == "property" for each in node.decorator_list):
        for call in calls(node):
            if owner(call.func) == "objects" and name(call.func) in {"filter", "get", "all", "count", "exclude"}:
                message = "What looks like a field asks the database each time: a method, or cached_property."
                yield call.lineno, "query-in-property", DIMENSION, message
                return
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        where = node.comparators[0]
        inner = (
            where.args[0]
            if isinstance(where, ast.Call) and name(where.func) in {"list", "sorted"} and where.args
            else None
        )
        if isinstance(inner, ast.Call) and name(inner.func) in {"keys", "values"}:
            yield node.lineno, "searched-list", DIMENSION, "A list is made of all to look for one: ask the dictionary."


@on(ast.Call)
def _sorted_in_loop(node: ast.AST, walk: Around) -> Found:
    """The same list sorted again in every round."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) != "sort" or walk.loops == walk.short:
        return
    whose = node.func.value if isinstance(node.func, ast.Attribute) else None
    given = {each.arg for each in walk.function.args.args} if walk.function is not None else set()
    if isinstance(whose, ast.Name) and whose.id in given:
        yield node.lineno, "sorted-in-loop", DIMENSION, "All is sorted again in every round: sort once, or take a heap."


@on(ast.For, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
def _counted_each_time(node: ast.AST, walk: Around) -> Found:
    """All of a list gone over to count each of its items."""
    rounds = [node.iter] if isinstance(node, ast.For) else [each.iter for each in getattr(node, "generators", ())]
    over = {each.args[0].id if isinstance(each, ast.Call) and each.args and isinstance(each.args[0], ast.Name)
            else name(each) for each in rounds}  # fmt: skip
    for call in () if walk.is_test else calls(node):
        if name(call.func) == "count" and owner(call.func) in over and call.args:
            yield call.lineno, "counted-each-time", DIMENSION, "All are gone over for each of them: Counter."
            return


CHECKS: tuple[Check, ...] = (
    _counted_each_time,
    _sorted_in_loop,
    _filtered_here,
    _recursed,
    _nested_repeat,
    _built_first,
    _busy,
    _same_each_time,
    _list_in_loop,
    _cached_for_ever,
    _more_than_asked,
)
