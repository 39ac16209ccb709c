"""Code that no test can take apart, and tests that can't fail."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import (
    DATABASES,
    FUNCTIONS,
    POOLS,
    REMOTE,
    VERBS,
    Around,
    Check,
    Found,
    Function,
    calls,
    name,
    on,
    owner,
    walked,
)

DIMENSION = "testability"
_MOST_LINES = 150
_DEEPEST = 6
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Try)
MADE = re.compile(r"(?:Client|Gateway|Mailer|Repository|Service|Connection|Producer|Consumer|Publisher|Sender)$")
_PROMPTS = re.compile(r"(?i)main|cli|prompt|ask|confirm|input|interactive|shell|repl|chat")
_PLACE = re.compile(r"^(?:/(?:home|Users|opt|srv|var|etc|mnt|data)/|[A-Z]:\\\\)")
_SETTING = re.compile(r"os\.(?:environ\b|getenv\()")
_THROWN = frozenset("random randint choice choices sample shuffle uniform randrange gauss".split())


@on(ast.Module)
def _work_on_import(node: ast.AST, walk: Around) -> Found:
    """A remote call, a connection or a thread at import."""
    if not isinstance(node, ast.Module) or walk.is_test:
        return
    connects = _connecting(node)
    for part in node.body:
        if isinstance(part, (ast.Assign, ast.AnnAssign)) and part.value is not None and _demands(part.value):
            message = "Without this variable nobody can import this, not even a test: read it where it is used."
            yield part.lineno, "setting-on-import", DIMENSION, message
        if isinstance(part, (ast.Expr, ast.Assign)):
            for call in calls(part.value):
                whose, what = owner(call.func), name(call.func)
                opens = what in {"urlopen", "create_connection"} or (what == "connect" and not _signal(call))
                reaches = opens or (isinstance(call.func, ast.Name) and what in connects)
                if (whose in REMOTE and what in VERBS) or reaches:
                    message = "Importing this reaches out of the process: no test can import it alone."
                    yield part.lineno, "work-on-import", DIMENSION, message


@on(ast.FunctionDef)
def _asks_at_birth(node: ast.AST, walk: Around) -> Found:
    """An object that cannot be made without another machine."""
    if walk.is_test or not isinstance(node, ast.FunctionDef) or node.name != "__init__":
        return
    for call in calls(node):
        if (owner(call.func) in REMOTE and name(call.func) in VERBS) or name(call.func) == "urlopen":
            message = "No test can make one of these alone: pass in what it asks for."
            yield call.lineno, "work-in-constructor", DIMENSION, message
            return


def _demands(value: ast.expr) -> bool:
    """Whether a value is an environment variable's that must be there, or a client made of such."""
    for each in walked(value):
        if isinstance(each, ast.Subscript) and isinstance(each.value, ast.Attribute) and each.value.attr == "environ":
            return True
        if isinstance(each, ast.Call) and (owner(each.func), name(each.func)) in POOLS:
            return True
    return False


def _connecting(module: ast.Module) -> set[str]:
    """Give the classes of a module whose objects connect to something as they are made."""
    makers = (
        (part.name, each)
        for part in module.body
        if isinstance(part, ast.ClassDef)
        for each in part.body
        if isinstance(each, ast.FunctionDef) and each.name == "__init__"
    )
    return {made for made, maker in makers if any(_connects(call) for call in calls(maker))}


def _connects(call: ast.Call) -> bool:
    return name(call.func) == "connect" and (owner(call.func) in DATABASES or not _signal(call))


def _signal(call: ast.Call) -> bool:
    """Whether a `connect` ties a function to a signal."""
    return bool(call.args) and isinstance(call.args[0], ast.Name)


@on(*FUNCTIONS)
def _long_function(node: ast.AST, walk: Around) -> Found:
    """A function too long, or too deep, to test by its parts."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or walk.is_test:
        return
    # A function inside of it has a length of its own.
    inner = [each for each in node.body if isinstance(each, FUNCTIONS)]
    length = _lines(node) - sum(map(_lines, inner))
    if length > _MOST_LINES:
        yield (
            node.lineno,
            "long-function",
            DIMENSION,
            f"{node.name} has {length} lines: its parts can't be tested alone.",
        )
    elif (deep := _depth(node)) >= _DEEPEST:
        message = f"{node.name} nests {deep} deep: no test reaches every way through it."
        yield node.lineno, "deep-function", DIMENSION, message


def _lines(node: Function) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _depth(node: ast.AST) -> int:
    deepest = 0
    for child in ast.iter_child_nodes(node):
        # Nothing branches inside of an expression.
        if isinstance(child, (ast.expr, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        # An elif is no deeper than its if.
        chained = isinstance(node, ast.If) and isinstance(child, ast.If) and child in node.orelse
        deepest = max(deepest, _depth(child) + (isinstance(child, _BRANCHES) and not chained))
    return deepest


@on(ast.Compare)
def _hidden_clock(node: ast.AST, walk: Around) -> Found:
    """A decision by a clock that no test can set."""
    if not isinstance(node, ast.Compare) or walk.is_test:
        return
    read = any((owner(call.func), name(call.func)) == ("time", "time") for call in calls(node))
    # A stopwatch is no decision about the world.
    timed = any(re.match(r"(?i)_?(?:start|begin|t0|deadline|timeout)", name(each)) for each in walked(node))
    if read and not timed:
        yield node.lineno, "hidden-clock", DIMENSION, "The clock is read where no test can set it: pass the time in."


@on(ast.Call)
def _hidden_dice(node: ast.AST, walk: Around) -> Found:
    """Chance that no test can repeat."""
    if not isinstance(node, ast.Call) or walk.is_test or walk.function is None:
        return
    thrown = isinstance(node.func, ast.Attribute) and isinstance(node.func.value, ast.Name)
    if thrown and owner(node.func) == "random" and name(node.func) in _THROWN:
        yield node.lineno, "hidden-dice", DIMENSION, "No test can repeat this: pass a random.Random in."


@on(*FUNCTIONS)
def _world_inside(node: ast.AST, walk: Around) -> Found:
    """Reckoning that no test reaches without the network, a person, or a path of one machine."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    asked = [call for call in calls(node) if owner(call.func) in REMOTE and name(call.func) in VERBS]
    results = [each.value for each in walked(node) if isinstance(each, ast.Return) and each.value is not None]
    reckons = any(
        isinstance(part, ast.BinOp) or name(part) in {"sum", "min", "max"} for each in results for part in walked(each)
    )
    if asked and reckons:
        message = "What is reckoned here can't be tested without the network: pass what was fetched in."
        yield asked[0].lineno, "world-inside", DIMENSION, message
    for call in calls(node):
        if isinstance(call.func, ast.Name) and call.func.id == "input" and not _PROMPTS.search(node.name):
            yield call.lineno, "world-inside", DIMENSION, "No test gets past this without a person: pass the answer in."
        place = call.args[0].value if call.args and isinstance(call.args[0], ast.Constant) else ""
        if name(call.func) in {"open", "Path"} and _PLACE.match(str(place)):
            yield call.lineno, "hard-wired-path", DIMENSION, "No test can put another file here: pass the path in."


@on(*FUNCTIONS)
def _hidden_setting(node: ast.AST, walk: Around) -> Found:
    """A decision by the environment, deep inside, or by a clock that is read beside it."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    read = {
        name(part.targets[0])
        for part in walked(node)
        if isinstance(part, ast.Assign)
        and isinstance(part.value, ast.Call)
        and (owner(part.value.func), name(part.value.func))
        in {("time", "time"), ("datetime", "now"), ("datetime", "utcnow")}
    }
    read = {each for each in read if re.match(r"(?i)now|today|current", each)}
    for each in walked(node):
        if not isinstance(each, (ast.If, ast.IfExp)):
            continue
        compared = [part for part in walked(each.test) if isinstance(part, ast.Compare)]
        # A value compared with a constant; whether it is set at all is asked by many a start.
        if any(
            _SETTING.search(ast.unparse(part))
            for part in compared
            if isinstance(part.ops[0], (ast.Eq, ast.NotEq, ast.In))
        ):
            message = "Whoever tests this must change the process's environment: pass the setting in."
            yield each.lineno, "hidden-setting", DIMENSION, message
        elif any(isinstance(part, ast.Name) and part.id in read for one in compared for part in walked(one)):
            message = "The clock is read where no test can set it: pass the time in."
            yield each.lineno, "hidden-clock", DIMENSION, message


@on(ast.FunctionDef)
def _made_inside(node: ast.AST, walk: Around) -> Found:
    """A collaborator that talks to the world, made where nothing else can be put in its place."""
    if walk.is_test or not isinstance(node, ast.FunctionDef) or node.name != "__init__":
        return
    given = {argument.arg for argument in node.args.args}
    for part in node.body:
        if not isinstance(part, ast.Assign) or not isinstance(part.value, ast.Call):
            continue
        connected = name(part.value.func) == "connect" and owner(part.value.func) in DATABASES
        if connected:
            yield part.lineno, "made-inside", DIMENSION, "No test can run without this database: take a connection."
        elif isinstance(part.value.func, ast.Name):
            own = isinstance(part.targets[0], ast.Attribute) and name(part.targets[0]) not in given
            # What is given the object itself is a part of it.
            whole = any(isinstance(each, ast.Name) and each.id == "self" for each in part.value.args)
            if own and not whole and MADE.search(part.value.func.id):
                message = f"No test can put anything in the place of {part.value.func.id}: take it as an argument."
                yield part.lineno, "made-inside", DIMENSION, message


@on(*FUNCTIONS)
def _no_assertion(node: ast.AST, walk: Around) -> Found:
    """A test that can't fail."""
    if not walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    if not node.name.startswith("test"):
        return
    asserts = any(isinstance(each, (ast.Assert, ast.Raise)) for each in walked(node))
    helping = re.compile(r"(?i)assert|check|verify|expect|raises|fail|validate")
    if not asserts and not any(helping.match(name(call.func)) for call in calls(node)):
        yield node.lineno, "test-without-assertion", DIMENSION, f"{node.name} asserts nothing, so it can't fail."


@on(ast.Call)
def _sleeping_test(node: ast.AST, walk: Around) -> Found:
    """A test that sleeps."""
    if isinstance(node, ast.Call) and walk.is_test and (owner(node.func), name(node.func)) == ("time", "sleep"):
        long = node.args and isinstance(node.args[0], ast.Constant) and isinstance(node.args[0].value, (int, float))
        if long and isinstance(node.args[0], ast.Constant) and float(node.args[0].value) >= 1:  # type: ignore[arg-type]
            yield node.lineno, "sleeping-test", DIMENSION, "A test that sleeps is slow, and fails on a slow day."


@on(*FUNCTIONS)
def _not_run(node: ast.AST, walk: Around) -> Found:
    """A test that does not run, and says not why; one that asks a stranger's server."""
    if not walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for each in node.decorator_list:
        if isinstance(each, ast.Attribute) and each.attr == "skip":
            yield node.lineno, "skipped-test", DIMENSION, f"{node.name} does not run, and nobody says why."
    for call in calls(node):
        reaches = owner(call.func) in REMOTE and name(call.func) in VERBS and call.args
        if reaches and isinstance(call.args[0], ast.Constant) and "localhost" not in str(call.args[0].value):
            yield call.lineno, "networked-test", DIMENSION, "This test fails when somebody else's server does."


CHECKS: tuple[Check, ...] = (
    _asks_at_birth,
    _work_on_import,
    _long_function,
    _hidden_clock,
    _hidden_dice,
    _world_inside,
    _hidden_setting,
    _made_inside,
    _no_assertion,
    _sleeping_test,
    _not_run,
)
