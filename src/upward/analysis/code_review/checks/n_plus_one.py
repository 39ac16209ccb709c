"""N+1 queries: one query for each element of a loop, sent there or in a function that the loop calls."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.database import is_read, is_rows, queries, sends_query
from upward.analysis.code_review.loops import Loop, changing_names, is_over_data, loop_around, names_in, targets
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.remote import is_remote
from upward.analysis.code_review.scopes import Annotated, Assigned

# A function that is longer does more than read.
MAX_READER_LINES = 40


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield the first query of each loop that sends one for every element, with how to fetch all at once."""
    by_loop: defaultdict[Loop, list[tuple[ast.expr, str]]] = defaultdict(list)
    for query in dict.fromkeys((*queries(module, module.nodes), *module.calls)):
        loop = loop_around(module, query)
        if loop is None or not _varies(module, query, loop):
            continue
        if not isinstance(query, ast.Call) or sends_query(module, query):
            if is_read(module, query):
                by_loop[loop].append((query, ""))
        elif helper := _reading_function(module, query):
            by_loop[loop].append((query, helper))
    for loop, sent in by_loop.items():
        if sent and not _waits_for_others(module, loop):
            first, helper = min(sent, key=lambda each: each[0].lineno)
            yield first, _message(module, first, helper, len({each for each, _ in sent}), loop)


def _message(module: SourceModule, query: ast.expr, helper: str, count: int, loop: Loop) -> str:
    target = loop.target if isinstance(loop, (ast.For, ast.AsyncFor)) else loop.generators[0].target
    sent = f"`{helper}` sends a query" if helper else "one query" if count == 1 else f"{count} queries"
    if helper:
        remedy = "Read the rows for all elements first and pass them in."
    elif ".objects" in module.origin(query.func if isinstance(query, ast.Call) else query):
        remedy = "Read all rows before the loop: `filter(...__in=...)`, `in_bulk`, `annotate` or `prefetch_related`."
    else:
        remedy = "Read all rows before the loop with `IN (...)`, a join or `GROUP BY`."
    return f"N+1 query: {sent} for each `{ast.unparse(target)}`. {remedy}"


def _varies(module: SourceModule, query: ast.AST, loop: Loop) -> bool:
    """Whether a query depends on the element, in a loop over data that it does not end.

    An `async for` mostly goes over messages as they come, which cannot be read at once.
    """
    if isinstance(loop, ast.AsyncFor) or not is_over_data(module, loop) or not _is_over_rows(module, loop):
        return False
    return bool(names_in(query) & changing_names(loop)) and not _ends_loop(module, query, loop)


def _is_over_rows(module: SourceModule, loop: Loop) -> bool:
    """Whether a loop goes over the rows of another query: those can be many, names that a person types cannot."""
    given = [each for _, iterable in targets(loop) for each in (iterable, *_assigned(module, iterable))]
    return any(is_rows(module, each) or _gives_rows(module, each) for each in given)


def _assigned(module: SourceModule, node: ast.expr) -> list[ast.expr]:
    """Give the expressions that a name is given."""
    scope = module.scope_of.get(node)
    found = scope.lookup(node.id) if scope and isinstance(node, ast.Name) else None
    bindings = found[1] if found else []
    return [each.value for each in bindings if isinstance(each, (Assigned, Annotated)) and each.value is not None]


def _gives_rows(module: SourceModule, node: ast.expr) -> bool:
    """Whether an expression calls a function of the project that reads rows and returns something."""
    while isinstance(node, ast.Await):
        node = node.value
    found = module.function_named(module.origin(node.func)) if isinstance(node, ast.Call) else None
    if found is None or (found[1].end_lineno or 0) - found[1].lineno > MAX_READER_LINES:
        return False
    there, function = found
    returned = [each.value for each in ast.walk(function) if isinstance(each, ast.Return) and each.value is not None]
    return any(is_rows(there, each) for value in returned for each in (value, *_assigned(there, value)))


def _ends_loop(module: SourceModule, query: ast.AST, loop: Loop) -> bool:
    """Whether the block of the query always leaves the loop: it runs at most once."""
    below: ast.AST = query
    for each in module.ancestors(query):
        if each is loop:
            body = getattr(loop, "body", None)
            return isinstance(body, list) and isinstance(body[-1], (ast.Break, ast.Return, ast.Raise))
        for block in (getattr(each, "body", None), getattr(each, "orelse", None)):
            if isinstance(block, list) and below in block and isinstance(block[-1], (ast.Break, ast.Return, ast.Raise)):
                return True
        if isinstance(each, (ast.Return, ast.Raise)):
            return True
        below = each
    return False


def _waits_for_others(module: SourceModule, loop: Loop) -> bool:
    """Whether each round calls another service, too: then the queries are not what takes the time."""
    return any(isinstance(each, ast.Call) and is_remote(module, each) for each in ast.walk(loop))


def _reading_function(module: SourceModule, call: ast.Call) -> str:
    """Give the name of the function of the project that a call runs, if all that it does there is to read."""
    found = module.function_named(module.origin(call.func))
    if found is None or _is_dropped(module, call):
        return ""
    there, function = found
    if (function.end_lineno or 0) - function.lineno > MAX_READER_LINES:
        return ""
    inside = [each for each in ast.walk(function) if there.function_around(each) is function]
    sent = list(queries(there, inside))
    parameters = {each.arg for each in ast.walk(function.args) if isinstance(each, ast.arg)} - {"self", "cls"}
    reads = sent and all(is_read(there, each) and names_in(each) & parameters for each in sent)
    acts = any(isinstance(each, ast.Call) and (is_remote(there, each) or _writes(each)) for each in inside)
    return function.name if reads and not acts else ""


def _is_dropped(module: SourceModule, call: ast.Call) -> bool:
    """Whether nothing is done with what a call gives: then it does something else than read."""
    holder = module.parents.get(call)
    return isinstance(module.parents.get(holder) if isinstance(holder, ast.Await) else holder, ast.Expr)


def _writes(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in {
        "add",
        "commit",
        "save",
        "delete",
        "flush",
        "merge",
    }


CHECKS = (Check("n-plus-one-query", "performance", "warning", find, cwe=1073, in_one_off=False),)
