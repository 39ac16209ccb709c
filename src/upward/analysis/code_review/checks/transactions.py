"""Transactions held open across I/O, and commits in a loop."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.database import commits, opens_transaction
from upward.analysis.code_review.loops import is_over_data, loop_around
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.remote import is_remote, is_sleep, short_name
from upward.analysis.code_review.scopes import Function

_DEFERRED = frozenset({"django.db.transaction.on_commit"})


def find_io(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each call over the network that is made while a transaction is open."""
    for node in module.nodes:
        if isinstance(node, (ast.With, ast.AsyncWith)):
            opened = any(opens_transaction(module, each.context_expr) for each in node.items)
        elif isinstance(node, Function):
            opened = any(opens_transaction(module, each) for each in node.decorator_list)
        else:
            continue
        if opened:
            yield from _io_in(module, node)


def _io_in(module: SourceModule, block: ast.With | ast.AsyncWith | Function) -> Iterator[tuple[ast.AST, str]]:
    waiting: list[ast.AST] = list(block.body)
    while waiting:
        node = waiting.pop(0)
        # A function defined in the block runs later, as does what is handed to on_commit.
        if isinstance(node, (Function, ast.Lambda, ast.ClassDef)):
            continue
        if isinstance(node, ast.Call) and module.origin(node.func) in _DEFERRED:
            continue
        if isinstance(node, ast.Call):
            helper = "" if is_remote(module, node) or is_sleep(module, node) else _helper(module, node)
            if helper or is_remote(module, node) or is_sleep(module, node):
                name = short_name(module, node)
                yield (
                    node,
                    (
                        f"Database transaction held across I/O: `{name}` {f'({helper}) ' if helper else ''}runs inside it, so "
                        "locks and a connection are kept while it waits. Move the call before the transaction or after the commit."
                    ),
                )
        waiting += ast.iter_child_nodes(node)


def _helper(module: SourceModule, call: ast.Call) -> str:
    """Give the network call that a function of the project makes; empty where it makes none."""
    found = module.function_named(module.origin(call.func))
    if found is None:
        return ""
    there, function = found
    made = (
        each
        for each in ast.walk(function)
        if isinstance(each, ast.Call) and is_remote(there, each) and there.function_around(each) is function
    )
    first = next(made, None)
    return f"which calls `{short_name(there, first)}`" if first is not None else ""


def find_commits(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each commit that runs once an element, without a batch and without its own rollback."""
    reported = set[ast.AST]()
    for call in module.calls:
        loop = loop_around(module, call) if commits(module, call) else None
        if loop is None or not is_over_data(module, loop) or _is_deliberate(module, call, loop):
            continue
        outermost: ast.AST = loop
        while (around := loop_around(module, outermost)) is not None:
            outermost = around
        if outermost in reported:
            continue
        reported.add(outermost)
        yield (
            call,
            (
                "Commit in a loop: one transaction for each element, which is slow and leaves half of the work done when one "
                "fails. Commit once after the loop, or once a batch."
            ),
        )


def _is_deliberate(module: SourceModule, call: ast.Call, loop: ast.AST) -> bool:
    """Whether a commit stands under a condition or in a `try` of its own, or ends something else than new rows."""
    below: ast.AST = call
    for each in module.ancestors(call):
        if isinstance(each, (ast.If, ast.Try, ast.ExceptHandler, ast.With, ast.AsyncWith)) and each is not loop:
            return True
        if each is loop:
            return not _adds_new_row(loop, below)
        below = each
    return True


def _adds_new_row(loop: ast.AST, commit: ast.AST) -> bool:
    """Whether the statement before a commit adds an object that the same round has made."""
    body = list(getattr(loop, "body", []))
    at = body.index(commit) if commit in body else 0
    before = body[at - 1] if at else None
    match before:
        case ast.Expr(value=ast.Call(func=ast.Attribute(attr="add"), args=[ast.Name(id=name)])):
            made = [each for part in body for each in ast.walk(part) if isinstance(each, ast.Assign)]
            return any(
                isinstance(each.value, ast.Call) and any(isinstance(t, ast.Name) and t.id == name for t in each.targets)
                for each in made
            )
    return False


CHECKS = (
    Check("transaction-across-io", "performance", "warning", find_io, cwe=667, in_one_off=False),
    Check("commit-in-loop", "performance", "warning", find_commits, cwe=1050, in_one_off=False),
)
