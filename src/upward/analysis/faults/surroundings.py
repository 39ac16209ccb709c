"""What a function takes from its surroundings or changes in them, so that a test must set them up and put them back."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from upward.analysis.faults._tree import (
    FUNCTIONS,
    Around,
    Check,
    Found,
    Function,
    calls,
    is_name,
    name,
    on,
    owner,
    place,
    walked,
)
from upward.analysis.faults._values import imported, module_of, says
from upward.analysis.faults.testability import MADE

DIMENSION = "testability"
_STARTS = re.compile(r"(?i)main|cli|run|entry|parse|program|command|__init__|usage|app$")
_TESTING = re.compile(r"(?i)^(?:TESTING|TEST_MODE|PYTEST_CURRENT_TEST|IS_TEST|UNIT_TEST(?:ING)?|RUNNING_TESTS?)$")
_SOLE = frozenset({"instance", "get_instance", "getInstance", "shared_instance"})
# More than anybody can put together by hand for one test.
_MOST_GIVEN = 9
# Whose work is to make something.
_MAKERS = re.compile(r"(?i)^_?(?:get|make|create|build|new|connect|open|setup|init|main|from)|__init__|factory|client$")
_KEPT_ALONE = re.compile(r"_*(?:instance|singleton)")
_THREADS = frozenset({"Thread", "Timer", "Process"})


# What is the whole process's, by the function that changes it.
_OF_PROCESS = frozenset(
    {("os", "chdir"), ("os", "umask"), ("locale", "setlocale"), ("time", "tzset"), ("random", "seed")}
)


def _on_search_path(call: ast.Call) -> bool:
    """Whether a call changes where Python looks for modules."""
    return name(call.func) in {"insert", "append"} and ast.unparse(call.func).startswith("sys.path.")


@on(ast.Call, ast.Assign, ast.Delete)
def _changes_world(node: ast.AST, walk: Around) -> Found:
    """The environment, the folder or the language of the whole process changed by a function."""
    if walk.is_test or walk.function is None or _STARTS.search(walk.function.name):
        return
    targets = node.targets if isinstance(node, (ast.Assign, ast.Delete)) else []
    changes = any(isinstance(each, ast.Subscript) and ast.unparse(each.value) == "os.environ" for each in targets)
    if isinstance(node, ast.Call):
        changes = place(node) in _OF_PROCESS or _on_search_path(node)
    if changes and not _puts_back(walk.outermost or walk.function):
        message = "This is the whole process's, for every test behind this one, too: hand it in, or put it back."
        yield getattr(node, "lineno", 1), "world-changed", DIMENSION, message


@lru_cache(maxsize=64)
def _puts_back(function: Function) -> bool:
    """Whether a function puts back what it changes: behind a `try`, or as what a `with` goes around."""
    return any(
        (isinstance(each, ast.Try) and bool(each.finalbody)) or isinstance(each, ast.Yield) for each in walked(function)
    )


@on(ast.Assign)
def _changes_module(node: ast.AST, walk: Around) -> Found:
    """A function of another module replaced by one's own, for everybody."""
    match node:
        case ast.Assign(targets=[ast.Attribute(value=ast.Name(id=whose), attr=what)], value=value) if not walk.is_test:
            module = module_of(node)
            own = isinstance(value, ast.Lambda) or any(isinstance(each, FUNCTIONS) and is_name(value, each.name)
                                                       for each in module.body)  # fmt: skip
            if own and whose in imported(module):
                message = f"From here on everybody's {whose}.{what} is this one."
                yield node.lineno, "module-changed", DIMENSION, message


@on(ast.ImportFrom, ast.Expr)
def _on_import(node: ast.AST, walk: Around) -> Found:
    """Everything of another module taken in, or the whole process changed, by an import."""
    if walk.is_test or walk.function is not None:
        return
    match node:
        case ast.ImportFrom(names=[ast.alias(name="*")], level=0):
            message = "Nobody sees what comes from here, nor what a test must put in its place."
            yield node.lineno, "everything-taken", DIMENSION, message
        case ast.Expr(value=ast.Call() as call) if place(call) == ("atexit", "register") or _on_search_path(call):
            message = "Importing this changes the whole process, a test's, too."
            yield node.lineno, "changed-on-import", DIMENSION, message


@on(ast.Call, ast.Subscript, ast.Compare)
def _asks_whether_tested(node: ast.AST, walk: Around) -> Found:
    """A program that does something else when it is tested."""
    if not walk.is_test and _about_tests(node):
        message = "What runs in a test is not what runs: hand in what differs."
        yield getattr(node, "lineno", 1), "asks-whether-tested", DIMENSION, message


def _about_tests(node: ast.AST) -> bool:
    match node:
        case ast.Call(args=[ast.Constant(value=str(setting)), *_]) if _asks_environment(node):
            return _TESTING.match(setting) is not None
        case ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str(setting))):
            return _TESTING.match(setting) is not None
        case ast.Compare(left=ast.Constant(value="pytest" | "unittest"), ops=[ast.In()], comparators=[loaded]):
            return ast.unparse(loaded) == "sys.modules"
        case ast.Call(func=ast.Name(id="isinstance"), args=[_, kind]):
            return name(kind) in {"Mock", "MagicMock"}
    return False


def _asks_environment(call: ast.Call) -> bool:
    return place(call) in {("environ", "get"), ("os", "getenv"), ("", "getenv")}


@on(ast.Call, ast.Subscript)
def _takes_from_world(node: ast.AST, walk: Around) -> Found:
    """The command line read deep inside, the one object of its kind fetched, a file of whatever folder one is in."""
    function = walk.function
    if walk.is_test or function is None or _STARTS.search(function.name):
        return
    match node:
        case ast.Subscript(value=ast.Attribute(value=ast.Name(id="sys"), attr="argv"), ctx=ast.Load()):
            message = "Whoever tests this must change the command line: pass the value in."
            yield node.lineno, "hidden-setting", DIMENSION, message
        case ast.Call(func=ast.Attribute(attr=what), args=[]) if what in _SOLE and owner(node.func)[:1].isupper():
            yield node.lineno, "only-one", DIMENSION, "Every test gets the last one's: hand the object in."
        case ast.Call(func=ast.Name(id="open"), args=[ast.Constant(value=str(path)), *mode]):
            if re.match(r"[\w-]+\.\w{2,5}$", path) and (not mode or says(mode[0], "r")):
                message = "This file lies in whatever folder one is in: pass the path in."
                yield node.lineno, "world-inside", DIMENSION, message
        case ast.Call(args=[ast.Constant(value=int() | float() as seconds)]) if place(node) == ("time", "sleep"):
            tries = (
                walk.loops or walk.handlers or any(isinstance(each, (ast.While, ast.For)) for each in walked(function))
            )
            if seconds >= 1 and not tries:
                yield node.lineno, "waits-for-real", DIMENSION, "Every test of this waits as long: hand in how to wait."


@on(*FUNCTIONS)
def _too_much_given(node: ast.AST, walk: Around) -> Found:
    """A function that takes more by its place than anybody puts together for a test."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or node.decorator_list:
        return
    given = [each for each in (*node.args.posonlyargs, *node.args.args) if each.arg not in {"self", "cls"}]
    required = len(given) - len(node.args.defaults)
    if len(given) > _MOST_GIVEN and required > _MOST_GIVEN // 2:
        message = f"{node.name} takes {len(given)} things: what belongs together could be one."
        yield node.lineno, "too-much-given", DIMENSION, message


@on(ast.FunctionDef)
def _only_one(node: ast.AST, walk: Around) -> Found:
    """A class of which there is only ever one, so that every test gets the last one's."""
    if walk.is_test or not isinstance(node, ast.FunctionDef):
        return
    kept = (each for each in walked(node) if isinstance(each, ast.Attribute) and _KEPT_ALONE.match(each.attr))
    # By making itself, or by whoever asks the class for the one it keeps.
    if any(node.name == "__new__" or (isinstance(each.ctx, ast.Store) and is_name(each.value, "cls")) for each in kept):
        message = "Every test gets what the one before left: make it, and pass it in."
        yield node.lineno, "only-one", DIMENSION, message


@on(ast.Assign)
def _made_where_used(node: ast.AST, walk: Around) -> Found:
    """A collaborator that talks to the world, made with its address in the midst of the work it is for."""
    function = walk.function
    if walk.is_test or function is None or _MAKERS.search(function.name):
        return
    match node:
        case ast.Assign(targets=[ast.Name()], value=ast.Call(func=ast.Name(id=made), args=[ast.Constant(), *_])):
            if MADE.search(made) and function.args.args:
                message = f"No test can put anything in the place of {made}: take it as an argument."
                yield node.lineno, "made-inside", DIMENSION, message


@on(ast.FunctionDef)
def _begun_at_birth(node: ast.AST, walk: Around) -> Found:
    """An object that begins its work by being made."""
    if walk.is_test or not isinstance(node, ast.FunctionDef) or node.name != "__init__":
        return
    threads = {ast.unparse(each.targets[0]) for each in walked(node)
               if isinstance(each, ast.Assign) and name(each.value) in _THREADS}  # fmt: skip
    for call in calls(node):
        whose = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr == "start" else None
        if whose is not None and (ast.unparse(whose) in threads or name(whose) in _THREADS):
            message = "Making one of these begins its work: a start of its own."
            yield call.lineno, "work-in-constructor", DIMENSION, message


@on(ast.ClassDef)
def _state_of_class(node: ast.AST, walk: Around) -> Found:
    """Objects that write into their class, so that one test finds what another left."""
    if walk.is_test or not isinstance(node, ast.ClassDef):
        return
    held = {name(each.targets[0]) for each in node.body if isinstance(each, ast.Assign)
            and isinstance(each.value, (ast.List, ast.Dict, ast.Set))}  # fmt: skip
    for call in calls(node) if held else ():
        match call.func:
            case ast.Attribute(value=ast.Attribute(attr=kept) as whose, attr="append" | "add" | "update" | "extend"):
                if kept in held and name(whose.value) in {node.name, "cls"}:
                    message = f"What one test puts into {kept}, the next one finds."
                    yield call.lineno, "state-of-class", DIMENSION, message
                    return


CHECKS: tuple[Check, ...] = (
    _changes_world,
    _changes_module,
    _on_import,
    _asks_whether_tested,
    _takes_from_world,
    _too_much_given,
    _only_one,
    _made_where_used,
    _begun_at_birth,
    _state_of_class,
)
