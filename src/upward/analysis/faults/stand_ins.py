"""Tests in which nothing but a stand-in answers, everything at once, or nothing behind what fails."""

from __future__ import annotations

import ast

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, calls, name, on, walked
from upward.analysis.faults.in_tests import is_test

DIMENSION = "testability"
_FAILS = frozenset({"raises", "assertRaises", "assertRaisesRegex"})
# So many functions asserted about in one test.
_TOO_MANY = 6


@on(*FUNCTIONS)
def _of_itself(node: ast.AST, walk: Around) -> Found:
    """A test of nothing but its own stand-ins, or of everything at once."""
    if not is_test(node, walk):
        return
    made = {
        name(each.targets[0])
        for each in walked(node)
        if isinstance(each, ast.Assign) and name(each.value) in {"Mock", "MagicMock", "AsyncMock"}
    }
    # What is told what to give back is a stand-in, whoever made it.
    made |= {
        ast.unparse(each.targets[0]).split(".")[0]
        for each in walked(node)
        if isinstance(each, ast.Assign) and name(each.targets[0]) == "return_value"
    }
    asserts = [each for each in walked(node) if isinstance(each, ast.Assert)]
    others = [call for call in calls(node) if name(call.func) not in {"Mock", "MagicMock", "AsyncMock"}]
    if asserts and made and all(ast.unparse(call.func).split(".")[0] in made for call in others):
        line = asserts[0].lineno
        yield line, "test-of-itself", DIMENSION, "Only the stand-in answers here: no code of yours is tested."
    asked = {name(call.func) for each in asserts for call in calls(each) if isinstance(call.func, ast.Name)}
    if len(asked - {"len", "list", "set", "sorted", "str", "dict", "all", "any", "isinstance"}) >= _TOO_MANY:
        line = getattr(node, "lineno", 1)
        yield line, "test-of-everything", DIMENSION, "When this fails, nobody knows what did: a test for each."


@on(ast.With)
def _behind_failure(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """An assertion behind what is to fail, which is never reached when it does."""
    if not isinstance(node, ast.With) or not any(name(each.context_expr) in _FAILS for each in node.items):
        return
    for part in node.body[1:]:
        asserts = (
            isinstance(part, ast.Expr) and isinstance(part.value, ast.Call) and name(part.value).startswith("assert")
        )
        if isinstance(part, ast.Assert) or asserts:
            message = "Where it fails as it should, this is never reached: put it behind the block."
            yield part.lineno, "behind-failure", DIMENSION, message
            return


CHECKS: tuple[Check, ...] = (_of_itself, _behind_failure)
