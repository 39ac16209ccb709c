"""Tests that can't fail, fail by chance, or fail with one another."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, Function, calls, name, on, owner, walked

DIMENSION = "testability"
_CLOCKS = frozenset(
    {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today"), ("time", "time")}
)
_CHANGES = frozenset({"append", "add", "update", "insert", "extend", "setdefault", "pop", "clear"})
_STAND_INS = frozenset({"Mock", "MagicMock", "AsyncMock"})
_INSIDE = re.compile(r"_[a-z]")
# So many things patched around one test.
_MANY = 4
_PLACE = re.compile(r"^(?:/(?:home|Users|opt|srv|var|mnt|data)/|[A-Z]:\\)")


def is_test(node: ast.AST, walk: Around) -> bool:
    """Whether a node is a test's function."""
    return walk.is_test and isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test")


def _either(test: ast.BoolOp) -> bool:
    """Whether one of two claims is the other's contrary."""
    said = [ast.unparse(each) for each in test.values]
    contrary = {each.replace(" is not ", " is ").replace(" not in ", " in ").replace(" != ", " == ") for each in said}
    return len(contrary) < len(set(said))


@on(ast.Assert)
def _always_true(node: ast.AST, walk: Around) -> Found:
    """An assertion that holds whatever is."""
    if not walk.is_test or not isinstance(node, ast.Assert):
        return
    test = node.test
    true = isinstance(test, ast.Constant) and bool(test.value)
    either = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or)
    if isinstance(test, ast.BoolOp) and either:
        true = any(isinstance(each, ast.Constant) and bool(each.value) for each in test.values) or _either(test)
    same = isinstance(test, ast.Compare) and ast.dump(test.left) == ast.dump(test.comparators[0])
    if true or (same and not any(calls(test))):
        yield node.lineno, "always-true", DIMENSION, "This holds whatever the code does."


@on(ast.Call)
def _says_nothing(node: ast.AST, walk: Around) -> Found:
    """An assertion of unittest about a constant, or with what was meant to be compared as its message."""
    if not isinstance(node, ast.Call) or name(node.func) not in {"assertTrue", "assertFalse"}:
        return
    if not walk.is_test and owner(node.func) != "self":
        return
    first, message = (*node.args, None, None)[:2]
    if isinstance(first, ast.Constant) or (isinstance(message, ast.Constant) and not isinstance(message.value, str)):
        yield node.lineno, "always-true", DIMENSION, "This says nothing of the code: assertEqual, or fail."


@on(ast.Try)
def _dropped_assertion(node: ast.AST, walk: Around) -> Found:
    """An assertion whose failure the test itself catches."""
    if not walk.is_test or not isinstance(node, ast.Try):
        return
    asserts = any(isinstance(each, ast.Assert) for part in node.body for each in walked(part))
    for handler in node.handlers:
        wide = name(handler.type or handler) in {"", "Exception", "BaseException", "AssertionError"}
        fails = any(isinstance(each, (ast.Raise, ast.Assert)) or name(each) == "fail" for part in handler.body
                    for each in walked(part))  # fmt: skip
        if asserts and wide and not fails:
            yield handler.lineno, "dropped-assertion", DIMENSION, "The test catches its own failure, so it can't fail."


def _tests(module: ast.Module) -> list[Function]:
    return [each for each in module.body if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef)) and
            each.name.startswith("test")]  # fmt: skip


@on(ast.Module)
def _one_after_another(node: ast.AST, walk: Around) -> Found:
    """A test that needs what another one left behind."""
    if not walk.is_test or not isinstance(node, ast.Module):
        return
    shared = {
        name(target)
        for part in node.body
        if isinstance(part, (ast.Assign, ast.AnnAssign))
        for target in (part.targets if isinstance(part, ast.Assign) else [part.target])
        if isinstance(target, ast.Name)
    }
    tests = _tests(node)
    left = {kept: test for test in tests for kept in _changed(test) & shared}
    for test in tests:
        needed = {each.id for each in walked(test) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
        for kept in sorted(needed & left.keys()):
            if left[kept] is not test:
                message = f"{test.name} needs what {left[kept].name} left in {kept}: it fails alone."
                yield test.lineno, "one-after-another", DIMENSION, message


def _changed(test: Function) -> set[str]:
    """Give the names of what a test changes that is not its own."""
    own = {name(each) for part in walked(test) if isinstance(part, ast.Assign) for each in part.targets if
           isinstance(each, ast.Name)}  # fmt: skip
    out: set[str] = set()
    for each in walked(test):
        if isinstance(each, ast.Global):
            own -= set(each.names)
            out |= set(each.names)
        elif isinstance(each, ast.Assign):
            out |= {target.value.id for target in each.targets if isinstance(target, (ast.Subscript, ast.Attribute)) and
                    isinstance(target.value, ast.Name)}  # fmt: skip
        elif isinstance(each, ast.Call) and name(each.func) in _CHANGES and isinstance(each.func, ast.Attribute):
            out |= {each.func.value.id} if isinstance(each.func.value, ast.Name) else set()
    return out - own


@on(*FUNCTIONS)
def _by_the_clock(node: ast.AST, walk: Around) -> Found:
    """A test that compares with the time it happens to run at, or throws dice."""
    if not is_test(node, walk) or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    frozen = any(re.search(r"(?i)freez|travel|patch|fake|mock|seed", ast.unparse(each)) for each in
                 (*node.decorator_list, *(call.func for call in calls(node))))  # fmt: skip
    if frozen:
        return
    for part in (each for each in walked(node) if isinstance(each, ast.Assert)):
        if isinstance(part.test, ast.Compare) and not isinstance(part.test.ops[0], (ast.Eq, ast.In)):
            continue
        if any((owner(call.func), name(call.func)) in _CLOCKS for call in calls(part)):
            yield (
                part.lineno,
                "test-by-the-clock",
                DIMENSION,
                "This fails when the clock ticks in between: set the time.",
            )
    for call in calls(node):
        if owner(call.func) == "random" and isinstance(call.func, ast.Attribute) and name(call.func) != "Random":
            yield call.lineno, "test-by-chance", DIMENSION, "A failure of this can't be had again: seed it."
            return


@on(*FUNCTIONS)
def _leaking(node: ast.AST, walk: Around) -> Found:
    """A test that changes the process for all that follow, or runs on one machine only."""
    if not is_test(node, walk):
        return
    for each in walked(node):
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Subscript):
            if ast.unparse(each.targets[0].value) == "os.environ":
                message = "The tests that follow have this, too: monkeypatch.setenv takes it back."
                yield each.lineno, "leaking-test", DIMENSION, message
        elif isinstance(each, ast.Call) and name(each.func) in {"open", "Path"}:
            place = each.args[0].value if each.args and isinstance(each.args[0], ast.Constant) else ""
            if _PLACE.match(str(place)):
                yield each.lineno, "one-machine-test", DIMENSION, "This is there on one machine only."


@on(ast.Assert)
def _by_accident(node: ast.AST, walk: Around) -> Found:
    """A test that holds by the order of a set, or by the last bit of a number."""
    if not walk.is_test or not isinstance(node, ast.Assert) or not isinstance(node.test, ast.Compare):
        return
    sides = [node.test.left, *node.test.comparators]
    if not isinstance(node.test.ops[0], ast.Eq):
        return
    unordered = any(
        isinstance(side, ast.Call)
        and name(side.func) in {"list", "tuple"}
        and side.args
        and (isinstance(side.args[0], (ast.Set, ast.SetComp)) or name(side.args[0]) in {"set", "frozenset"})
        for side in sides
    )
    if unordered:
        yield node.lineno, "test-by-chance", DIMENSION, "A set has no order that one may count on: sort it."
    exact = any(
        isinstance(side, ast.Constant) and isinstance(side.value, float) and side.value % 0.25 for side in sides
    )
    near = any(name(call.func) in {"approx", "isclose", "round"} for call in calls(node))
    if exact and not near and any(isinstance(side, (ast.Call, ast.BinOp)) for side in sides):
        yield node.lineno, "exact-float", DIMENSION, "The last bit of this number decides: pytest.approx."


@on(*FUNCTIONS)
def _beside_the_point(node: ast.AST, walk: Around) -> Found:
    """A test of what is inside, or one whose assertion may never be reached."""
    if not is_test(node, walk):
        return
    for each in walked(node):
        if isinstance(each, ast.Assert):
            inside = [
                part for part in walked(each.test) if isinstance(part, ast.Attribute) and _INSIDE.match(part.attr)
            ]
            if inside and name(inside[0].value) not in {"self", "cls"}:
                message = f"{inside[0].attr} is nobody's business: test what can be seen from outside."
                yield each.lineno, "tests-the-inside", DIMENSION, message
        elif isinstance(each, ast.If) and not each.orelse and all(isinstance(part, ast.Assert) for part in each.body):
            message = "Where this is not so, nothing is tested, and the test passes."
            yield each.lineno, "perhaps-asserted", DIMENSION, message


@on(*FUNCTIONS)
def _left_changed(node: ast.AST, walk: Around) -> Found:
    """A module changed for all tests that follow, a path of one machine, an assertion in a loop."""
    if not is_test(node, walk) or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    own = {argument.arg for argument in node.args.args}
    own |= {each.id for each in walked(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}
    for each in walked(node):
        target = each.targets[0] if isinstance(each, ast.Assign) else None
        if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id not in own:
            if isinstance(each, ast.Assign) and (isinstance(each.value, ast.Lambda) or name(each.value) in _STAND_INS):
                message = f"{ast.unparse(target)} stays changed for the tests that follow: monkeypatch, or patch."
                yield each.lineno, "leaking-test", DIMENSION, message
        elif isinstance(each, ast.For) and isinstance(each.iter, ast.Call) and not each.iter.args:
            asserts = [part for part in each.body if isinstance(part, ast.Assert)]
            others = [part for part in walked(node) if isinstance(part, ast.Assert) and part not in asserts]
            if (
                len(asserts) == len(each.body)
                and not others
                and name(each.iter.func) not in {"range", "items", "values"}
            ):
                message = "Where there is nothing to go over, nothing is tested, and the test passes."
                yield each.lineno, "perhaps-asserted", DIMENSION, message
        elif isinstance(each, ast.Call) and each.args and isinstance(each.args[0], ast.Constant):
            place = str(each.args[0].value)
            if _PLACE.match(place) and name(each.func) not in {"open", "Path"}:
                yield each.lineno, "one-machine-test", DIMENSION, "This is there on one machine only."


@on(*FUNCTIONS)
def _all_mocked(node: ast.AST, walk: Around) -> Found:
    """A test in which everything around is replaced, or that goes one way or the other."""
    if not walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    patched = [each for each in node.decorator_list if "patch" in ast.unparse(each).split("(")[0].split(".")]
    if len(patched) >= _MANY:
        message = "With all of this replaced, the test holds how it is written, not what it does."
        yield node.lineno, "all-mocked", DIMENSION, message
    if not node.name.startswith("test"):
        return
    for each in walked(node):
        if isinstance(each, ast.If) and each.orelse and all(map(_asserts, (each.body, each.orelse))):
            yield each.lineno, "branching-test", DIMENSION, "Which claim is held depends on a condition: two tests."
            return


def _asserts(body: Sequence[ast.stmt]) -> bool:
    return any(isinstance(part, ast.Assert) for part in body)


@on(ast.Call)
def _at_home(node: ast.AST, walk: Around) -> Found:
    """A test that writes where its user lives."""
    if walk.is_test and isinstance(node, ast.Call) and (owner(node.func), name(node.func)) == ("Path", "home"):
        yield node.lineno, "real-place", DIMENSION, "A test in somebody's home folder: take tmp_path."


CHECKS: tuple[Check, ...] = (
    _at_home,
    _all_mocked,
    _always_true,
    _says_nothing,
    _dropped_assertion,
    _one_after_another,
    _by_the_clock,
    _leaking,
    _by_accident,
    _beside_the_point,
    _left_changed,
)
