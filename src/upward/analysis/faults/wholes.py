"""All of something taken where a part, an index or a way around would do."""

from __future__ import annotations

import ast

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, calls, is_name, name, on, owner, walked
from upward.analysis.faults.round_trips import is_about_itself

DIMENSION = "performance"
_READERS = frozenset({"reader", "DictReader"})


@on(ast.For, ast.AsyncFor)
def _matched_by_all(node: ast.AST, walk: Around) -> Found:
    """Two lists matched by going through the second for each of the first."""
    if walk.is_test or not isinstance(node, (ast.For, ast.AsyncFor)) or not isinstance(node.iter, ast.Name):
        return
    for inner in (each for each in node.body if isinstance(each, ast.For)):
        other = isinstance(inner.iter, ast.Name) and inner.iter.id != node.iter.id
        outer_name, inner_name = name(node.target), name(inner.target)
        for each in walked(inner) if other else ():
            if isinstance(each, ast.Compare) and isinstance(each.ops[0], ast.Eq):
                sides = {_base(each.left), _base(each.comparators[0])}
                if sides == {outer_name, inner_name} and outer_name and inner_name:
                    message = "Everything is held against everything: look the second up in a dictionary."
                    yield inner.lineno, "matched-by-all", DIMENSION, message
                    return


def _base(node: ast.expr) -> str:
    """Give the name of the thing whose field or item is asked for."""
    is_part = isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.value, ast.Name)
    return name(node.value) if is_part and isinstance(node, (ast.Attribute, ast.Subscript)) else ""


@on(ast.Call)
def _copied_by_text(node: ast.AST, walk: Around) -> Found:
    """A copy made by writing all of it out as text and reading that, or a whole table held as a list."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Call):
        return
    inner = node.args[0]
    if [(owner(each.func), name(each.func)) for each in (node, inner)] == [("json", "loads"), ("json", "dumps")]:
        yield node.lineno, "copied-by-text", DIMENSION, "All is written out and read to be copied: copy.deepcopy."
    is_list = isinstance(node.func, ast.Name) and node.func.id == "list"
    if is_list and owner(inner.func) == "csv" and name(inner.func) in _READERS:
        yield node.lineno, "held-whole", DIMENSION, "All rows are in memory at once: go over them one by one."


@on(*FUNCTIONS)
def _fetched_whole(node: ast.AST, walk: Around) -> Found:
    """All rows of a query in memory, of which one after the other is used once."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for part in walked(node):
        if isinstance(part, ast.Assign) and isinstance(part.value, ast.Call) and name(part.value.func) == "fetchall":
            kept = name(part.targets[0])
            uses = [each for each in walked(node) if isinstance(each, ast.Name) and each.id == kept]
            loops = [each for each in walked(node) if isinstance(each, ast.For) and each.iter in uses]
            # The assignment and one loop: nobody counts them or goes over them again.
            once = kept and len(uses) - 1 == len(loops) == 1
            if once and not _asks_more(loops[0]) and not is_about_itself(part.value):
                yield part.lineno, "held-whole", DIMENSION, "All rows are in memory at once: go over the cursor."


def _asks_more(loop: ast.For) -> bool:
    """Whether a loop uses the connection again: then the rows must be fetched before."""
    return any(name(call.func) in {"execute", "executemany", "commit", "query"} for call in calls(loop))


@on(ast.While)
def _no_rest(node: ast.AST, walk: Around) -> Found:
    """A wait that does nothing but ask."""
    if walk.is_test or not isinstance(node, ast.While) or not any(calls(node.test)):
        return
    if all(isinstance(part, (ast.Pass, ast.Continue)) for part in node.body):
        yield node.lineno, "busy-wait", DIMENSION, "This keeps a core busy with asking: wait for an event, or sleep."


@on(ast.For)
def _from_the_beginning(node: ast.AST, walk: Around) -> Found:
    """All that came before gone over again in every round; a pattern put together anew in each."""
    if walk.is_test or not isinstance(node, ast.For):
        return
    for call in (each for part in node.body for each in calls(part)):
        first = call.args[0] if call.args else None
        again = isinstance(first, ast.Subscript) and isinstance(first.slice, ast.Slice) and first.slice.lower is None
        if again and isinstance(first, ast.Subscript) and isinstance(first.slice, ast.Slice):
            grows = any(isinstance(each, ast.Name) and each.id == name(node.target) for each in ast.walk(first.slice))
            if grows and isinstance(call.func, ast.Name) and call.func.id in {"sum", "max", "min", "sorted"}:
                message = "All that came before is gone over in every round: keep what was worked out."
                yield call.lineno, "quadratic", DIMENSION, message
        made = first if owner(call.func) == "re" and isinstance(first, (ast.BinOp, ast.JoinedStr)) else None
        if made is not None and any(
            isinstance(each, ast.Name) and each.id == name(node.target) for each in walked(made)
        ):
            message = "A pattern for each, and all of the text again: one pattern for all of them."
            yield call.lineno, "compile-in-loop", DIMENSION, message


@on(*FUNCTIONS)
def _lines_at_once(node: ast.AST, walk: Around) -> Found:
    """All lines of a file in memory, of which one after the other is looked at once."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for part in walked(node):
        call = part.value if isinstance(part, ast.Assign) else None
        if isinstance(call, ast.Call) and name(call.func) == "readlines" and not call.args:
            kept = name(part.targets[0]) if isinstance(part, ast.Assign) else ""
            uses = [each for each in walked(node) if isinstance(each, ast.Name) and each.id == kept]
            rounds = [each.iter for each in walked(node) if isinstance(each, (ast.For, ast.comprehension))]
            # The assignment, and one loop.
            if len(uses) == 2 and any(each in rounds for each in uses):  # noqa: PLR2004 - as said
                yield call.lineno, "held-whole", DIMENSION, "All lines are in memory at once: go over the file."


@on(ast.For)
def _against_itself(node: ast.AST, walk: Around) -> Found:
    """Each of a list held against each of the same list, by their numbers."""
    if walk.is_test or not isinstance(node, ast.For):
        return
    by_number = ast.unparse(node.iter)
    if not by_number.startswith("range(len("):
        return
    for inner in (each for part in node.body for each in walked(part) if isinstance(each, ast.For)):
        if ast.unparse(inner.iter) == by_number and any(isinstance(each, ast.Compare) for each in walked(inner)):
            message = "Everything is held against everything: look the second up in a dictionary."
            yield inner.lineno, "matched-by-all", DIMENSION, message
            return


@on(ast.For, ast.While)
def _made_each_round(node: ast.AST, walk: Around) -> Found:
    """A pattern compiled, or all of a list sorted, in every round of a loop that only adds to it."""
    if walk.is_test or not isinstance(node, (ast.For, ast.While)) or walk.function is None:
        return
    inside = [call for part in node.body for call in calls(part)]
    compiled = [call for call in inside if owner(call.func) == "re" and name(call.func) == "compile"]
    arranged = [
        call for call in inside if is_name(call.func, "sorted") and call.args and isinstance(call.args[0], ast.Name)
    ]
    if compiled:
        changed = {each.id for each in walked(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
        for call in compiled:
            if not changed & {each.id for each in walked(call) if isinstance(each, ast.Name)}:
                message = "The same pattern is compiled in every round: once, before it."
                yield call.lineno, "same-each-time", DIMENSION, message
    if arranged:
        filled = {owner(call.func) for call in inside if name(call.func) in {"append", "extend", "add", "insert"}}
        for call in arranged:
            if isinstance(call.args[0], ast.Name) and call.args[0].id in filled:
                yield call.lineno, "sorted-in-loop", DIMENSION, "All are sorted again for each: heapq, bisect, or once."


CHECKS: tuple[Check, ...] = (
    _lines_at_once,
    _against_itself,
    _made_each_round,
    _from_the_beginning,
    _matched_by_all,
    _copied_by_text,
    _fetched_whole,
    _no_rest,
)
