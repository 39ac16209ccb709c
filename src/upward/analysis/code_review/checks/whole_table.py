"""Whole tables that are read to count rows, or to keep some of them."""

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
    """Yield each place where all rows of a table are read and most are not needed."""
    for call in module.calls:
        path = module.origin(call.func)
        if path == _LEN and len(call.args) == 1 and _is_whole_queryset(module, call.args[0], counted=True):
            yield call, "All rows are loaded only to be counted. Use `.count()`."
        elif not _is_sifted(module, call):
            continue
        elif (
            path and (_QUERY_ALL.fullmatch(path) or (_SELECT_ALL.fullmatch(path) and _selects_all(module, call)))
        ) or (
            path == "builtins.list" and len(call.args) == 1 and _is_whole_queryset(module, call.args[0], counted=False)
        ):
            yield (
                call,
                "The whole table is read to keep some of its rows. Filter and limit in the query.",
            )


def _is_sifted(module: SourceModule, call: ast.Call) -> bool:
    """Whether Python then takes some of the rows: a slice, or a comprehension with a condition."""
    holder = module.parents.get(call)
    while isinstance(holder, (ast.Await, ast.IfExp)):
        holder = module.parents.get(holder)
    if isinstance(holder, ast.Subscript):
        return isinstance(holder.slice, ast.Slice)
    if isinstance(holder, ast.comprehension):
        return bool(holder.ifs)
    function = module.function_around(call)
    if function is None or not isinstance(holder, ast.Assign) or not isinstance(holder.targets[0], ast.Name):
        return False
    name = holder.targets[0].id
    uses = [
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Name) and each.id == name and each is not holder.targets[0]
    ]
    around = [module.parents.get(each) for each in uses]
    return bool(uses) and all(
        (isinstance(each, ast.comprehension) and bool(each.ifs))
        or (isinstance(each, ast.Subscript) and isinstance(each.slice, ast.Slice))
        for each in around
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
