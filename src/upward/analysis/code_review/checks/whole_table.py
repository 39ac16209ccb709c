"""Whole tables read into memory: no filter, no limit, no page."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.database import SESSION, manager_chain
from upward.analysis.code_review.name_resolution import SourceModule

_NARROW = frozenset(
    {
        "where",
        "filter",
        "filter_by",
        "limit",
        "offset",
        "get",
        "join",
        "distinct",
        "group_by",
        "having",
        "slice",
        "paginate",
    }
)
_AGGREGATES = re.compile(r"(?i)\b(?:count|func|sum|max|min|exists)\b")
_QUERY_ALL = re.compile(rf"{SESSION}\.query\(\)(?:\.(?:order_by|options|outerjoin)\(\))*\.all")
_SELECT_ALL = re.compile(
    rf"{SESSION}\.(?:execute\(\)\.scalars\(\)|scalars\(\)|execute\(\)|exec\(\))(?:\.unique\(\))?\.(?:all|fetchall)"
)
_LEN = "builtins.len"


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each place where all rows of a table are loaded."""
    for call in module.calls:
        path = module.origin(call.func)
        if path == _LEN and len(call.args) == 1 and _is_whole_queryset(module, call.args[0], counted=True):
            yield call, "All rows are loaded only to be counted. Use `.count()`."
        elif not _is_answer(module, call):
            continue
        elif path and (_QUERY_ALL.fullmatch(path) or (_SELECT_ALL.fullmatch(path) and _selects_all(module, call))):
            yield (
                call,
                "The whole table is read into memory, and grows with it. Add a filter or a limit, or read it in pages.",
            )
        elif (
            path == "builtins.list" and len(call.args) == 1 and _is_whole_queryset(module, call.args[0], counted=False)
        ):
            yield (
                call,
                "The whole table is read into memory, and grows with it. Filter it, page it, or use `.iterator()`.",
            )


def _is_answer(module: SourceModule, call: ast.Call) -> bool:
    """Whether the rows are what the function returns, or are sifted in Python by a comprehension with a condition."""
    holder = module.parents.get(call)
    while isinstance(holder, (ast.Await, ast.IfExp)):
        holder = module.parents.get(holder)
    if isinstance(holder, ast.Return):
        return True
    if isinstance(holder, ast.comprehension):
        return bool(holder.ifs)
    function = module.function_around(call)
    if function is None or not isinstance(holder, ast.Assign) or not isinstance(holder.targets[0], ast.Name):
        return False
    name = holder.targets[0].id
    return any(
        (isinstance(each, ast.Return) and isinstance(each.value, ast.Name) and each.value.id == name)
        or (
            isinstance(each, ast.comprehension)
            and bool(each.ifs)
            and isinstance(each.iter, ast.Name)
            and each.iter.id == name
        )
        for each in ast.walk(function)
    )


def _is_whole_queryset(module: SourceModule, node: ast.expr, *, counted: bool) -> bool:
    if not isinstance(node, ast.Call):
        return False
    chain = manager_chain(module, module.origin(node.func))
    lazy = (
        r"\.(?:all|filter|exclude)(?:\(\)\.\w+)*"
        if counted
        else r"\.all(?:\(\)\.(?:order_by|select_related|prefetch_related))*"
    )
    return chain is not None and re.fullmatch(lazy, chain) is not None


def _selects_all(module: SourceModule, call: ast.Call) -> bool:
    """Whether the statement that is executed is a select without any condition, in this call or assigned once."""
    given = _statement(call)
    if isinstance(given, ast.Name):
        scope = module.scope_of.get(given)
        found = scope.lookup(given.id) if scope else None
        values = [each.value for each in found[1] if hasattr(each, "value")] if found else []
        if len(values) != 1 or not found or len(found[1]) != 1:
            return False
        given = values[0]
    return given is not None and _is_bare_select(module, given)


def _statement(call: ast.AST) -> ast.expr | None:
    node: ast.AST = call
    while isinstance(node, (ast.Call, ast.Attribute, ast.Await)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"execute", "scalars", "exec"}
            and node.args
        ):
            return node.args[0]
        node = node.func if isinstance(node, ast.Call) else node.value
    return None


def _is_bare_select(module: SourceModule, node: ast.expr) -> bool:
    names = {each.attr for each in ast.walk(node) if isinstance(each, ast.Attribute)}
    selects = any(
        isinstance(each, ast.Call) and re.fullmatch(r"(?:sqlalchemy|sqlmodel)[\w.]*\.select", module.origin(each.func))
        for each in ast.walk(node)
    )
    return selects and not names & _NARROW and not _AGGREGATES.search(ast.unparse(node))


CHECKS = (Check("whole-table-read", "performance", "warning", find, cwe=770, in_one_off=False),)
