"""Values that are not what they seem: names without one, texts taken for numbers, results dropped, what is used up."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

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
    walked,
)

DIMENSION = "error handling"
_CHANGES = re.compile(
    r"(?:remove|pop|add|append|update|save|delete|insert|commit|push|put|send|write|create|set|register|close|open)(?:_\w+)?$"
)
_GIVES_TEXT = frozenset({"strip", "lstrip", "rstrip", "lower", "upper", "casefold", "capitalize", "zfill", "swapcase"})
_GIVES_NEW = frozenset({"sorted", "reversed", "map", "filter", "zip"})
_MONEY = re.compile(r"(?i)\b(?:price|amount|total|cost|salary|balance|fee|tax|money|payment)s?\b")
_ONCE = frozenset({"map", "filter", "zip", "iter", "reversed"})
_CONSUMES = frozenset("list tuple set sum len max min sorted any all dict join enumerate".split())
_CLOCKS = frozenset(
    {("time", "time"), ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("uuid", "uuid4")}
)
_GROWS = frozenset({"append", "extend", "add", "update", "insert", "setdefault", "pop", "remove"})


@on(ast.Assert)
def _work_in_assertion(node: ast.AST, walk: Around) -> Found:
    """Something done by an assertion, which an optimised run leaves out."""
    if walk.is_test or not isinstance(node, ast.Assert):
        return
    done = next((call for call in calls(node.test) if isinstance(call.func, ast.Attribute) and
                 _CHANGES.match(call.func.attr) and call.args), None)  # fmt: skip
    if done is not None:
        message = f"Python -O drops assertions, and {name(done.func)} with it: do it first, then assert."
        yield node.lineno, "work-in-assertion", DIMENSION, message


@on(ast.FunctionDef)
def _wrong_missing(node: ast.AST, walk: Around) -> Found:
    """A missing attribute told by a KeyError, which hasattr and getattr with a default do not understand."""
    if walk.is_test or not isinstance(node, ast.FunctionDef) or node.name != "__getattr__":
        return
    handled = any(isinstance(each, (ast.Try, ast.Raise, ast.If)) for each in walked(node))
    given = [each.value for each in walked(node) if isinstance(each, ast.Return)]
    if not handled and any(isinstance(each, ast.Subscript) for each in given):
        yield node.lineno, "wrong-missing", DIMENSION, "A missing attribute must be an AttributeError, and is none."


@on(*FUNCTIONS)
def _maybe_unbound(node: ast.AST, walk: Around) -> Found:
    """A name that only some branches of a condition bind, used behind it."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for number, part in enumerate(node.body):
        if not isinstance(part, ast.If) or not part.orelse:
            continue
        branches = list(_branches(part))
        if branches[-1] or any(_leaves(each) for each in branches if each):
            continue
        common = set.intersection(*({*_bound(each)} for each in branches if each))
        elsewhere = [each.id for each in walked(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        inside = [each.id for each in walked(part) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
        given = {each.arg for each in walked(node) if isinstance(each, ast.arg)}
        only = {each for each in common if elsewhere.count(each) == inside.count(each)} - given
        for later in node.body[number + 1 :]:
            used = next((each for each in walked(later) if isinstance(each, ast.Name) and each.id in only), None)
            if used is not None and not isinstance(later, (ast.If, ast.Try, ast.While)):
                message = f"Where no branch fits there is no {used.id}: say what holds then."
                yield used.lineno, "maybe-unbound", DIMENSION, message
                return


def _branches(condition: ast.If) -> Iterator[Sequence[ast.stmt]]:
    """Yield the bodies of a condition and of its elifs, and the last else, which may be empty."""
    yield condition.body
    if len(condition.orelse) == 1 and isinstance(condition.orelse[0], ast.If):
        yield from _branches(condition.orelse[0])
    else:
        yield condition.orelse


def _bound(body: Sequence[ast.stmt]) -> Iterator[str]:
    for part in body:
        if isinstance(part, ast.Assign):
            yield from (each.id for each in part.targets if isinstance(each, ast.Name))


def _leaves(body: Sequence[ast.stmt]) -> bool:
    return isinstance(body[-1], (ast.Return, ast.Raise, ast.Continue, ast.Break))


@on(*FUNCTIONS)
def _text_as_number(node: ast.AST, walk: Around) -> Found:
    """A setting or an answer, which is a text, compared with a number."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    texts = {
        name(each.targets[0])
        for each in walked(node)
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call) and _gives_text(each.value)
    }
    for each in walked(node) if texts else ():
        if isinstance(each, ast.Compare) and isinstance(each.left, ast.Name) and each.left.id in texts:
            other = each.comparators[0]
            if isinstance(other, ast.Constant) and isinstance(other.value, (int, float)) and other.value is not True:
                yield each.lineno, "text-as-number", DIMENSION, f"{each.left.id} is a text: int(…) first."
                return


def _gives_text(call: ast.Call) -> bool:
    is_setting = name(call.func) == "getenv" or (name(call.func) == "get" and owner(call.func) == "environ")
    return is_setting or is_name(call.func, "input")


@on(ast.Call, ast.Compare)
def _inexact(node: ast.AST, walk: Around) -> Found:
    """Money as a float, or a fraction compared for equality."""
    if walk.is_test:
        return
    if isinstance(node, ast.Call) and is_name(node.func, "float") and node.args:
        said = " ".join(_words(node.args[0]))
        if _MONEY.search(said.replace("_", " ")):
            yield node.lineno, "inexact-money", DIMENSION, "A float loses cents: Decimal, or whole cents."
    elif isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        sides = (node.left, *node.comparators)
        parts = [each for side in sides for each in walked(side) if not any(calls(side))]
        if any(isinstance(each, ast.Constant) and isinstance(each.value, float) and each.value % 0.5 for each in parts):
            yield node.lineno, "inexact-equality", DIMENSION, "A reckoned fraction is never just that: math.isclose."


def _words(node: ast.expr) -> Iterator[str]:
    for each in walked(node):
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value
        elif isinstance(each, (ast.Name, ast.Attribute)):
            yield name(each)


@on(ast.Expr)
def _dropped_result(node: ast.AST, walk: Around) -> Found:
    """A new text, or a new order, that nobody keeps."""
    call = node.value if isinstance(node, ast.Expr) else None
    if walk.is_test or not isinstance(call, ast.Call):
        return
    text = isinstance(call.func, ast.Attribute) and call.func.attr in _GIVES_TEXT and len(call.args) <= 1
    if text or (isinstance(call.func, ast.Name) and call.func.id in _GIVES_NEW and call.args):
        yield call.lineno, "result-dropped", DIMENSION, f"{name(call.func)} gives a new one, and nobody keeps it."


@on(*FUNCTIONS)
def _fixed_when_defined(node: ast.AST, walk: Around) -> Found:
    """A time or an identity that is the same for all calls, since it is asked for once."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for each in (*node.args.defaults, *node.args.kw_defaults):
        if isinstance(each, ast.Call) and (owner(each.func), name(each.func)) in _CLOCKS:
            message = "It is asked once, when the function is defined: default to None, and ask inside."
            yield each.lineno, "fixed-when-defined", DIMENSION, message


@on(ast.ClassDef)
def _shared_by_all(node: ast.AST, walk: Around) -> Found:
    """A list of a class into which each of its objects puts its own."""
    if walk.is_test or not isinstance(node, ast.ClassDef):
        return
    empty = (ast.List, ast.Dict, ast.Set)
    shared = {name(each.targets[0]): each for each in node.body if isinstance(each, ast.Assign)
              and isinstance(each.value, empty) and not name(each.targets[0]).isupper()}  # fmt: skip
    own = {each.attr for each in walked(node) if isinstance(each, ast.Attribute) and isinstance(each.ctx, ast.Store)}
    for call in calls(node) if shared else ():
        kept = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr in _GROWS else None
        if isinstance(kept, ast.Attribute) and is_name(kept.value, "self") and kept.attr in shared.keys() - own:
            message = f"All objects share {kept.attr}: make it in __init__."
            yield shared[kept.attr].lineno, "shared-by-all", DIMENSION, message
            return


@on(*FUNCTIONS)
def _used_up(node: ast.AST, walk: Around) -> Found:
    """What can be gone over once, gone over twice."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    once = {name(each.targets[0]) for each in walked(node) if isinstance(each, ast.Assign) and _is_iterator(each.value)}
    stored = [each.id for each in walked(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)]
    once = {each for each in once if stored.count(each) == 1}
    seen: dict[str, ast.stmt] = {}
    for part in node.body if once else ():
        for used in _gone_over(part):
            if used.id in once and seen.get(used.id, part) is not part:
                message = f"{used.id} was gone over before, and is empty now: make a list of it."
                yield used.lineno, "used-up", DIMENSION, message
                return
            if used.id in once:
                seen[used.id] = part


def _is_iterator(value: ast.expr) -> bool:
    made = isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id in _ONCE
    return made or isinstance(value, ast.GeneratorExp)


def _gone_over(part: ast.stmt) -> Iterator[ast.Name]:
    for each in walked(part):
        rounds: list[ast.expr] = []
        if isinstance(each, (ast.For, ast.comprehension)):
            rounds = [each.iter]
        elif isinstance(each, ast.Call) and name(each.func) in _CONSUMES:
            rounds = each.args
        yield from (one for one in rounds if isinstance(one, ast.Name))


@on(*FUNCTIONS)
def _half_of_it(node: ast.AST, walk: Around) -> Found:
    """A part of an answer taken for all of it, or a process that waits for somebody to read what it says."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    made = {name(call.func) for call in calls(node)}
    piped = any("PIPE" in ast.unparse(keyword.value) for call in calls(node) if name(call.func) == "Popen"
                for keyword in call.keywords if keyword.arg in {"stdout", "stderr"})  # fmt: skip
    reads = made & {"communicate", "readline", "readlines", "iter", "Thread", "kill", "terminate"}
    looped = {id(each) for part in walked(node) if isinstance(part, (ast.For, ast.While)) for each in walked(part)}
    for call in calls(node):
        what = name(call.func)
        if piped and what == "wait" and not reads and not _read_before(node, call.lineno):
            yield call.lineno, "full-pipe", DIMENSION, "A full pipe stops the process, and both wait: communicate."
        elif made & {"create_connection", "socket"} and what == "recv" and id(call) not in looped:
            yield call.lineno, "half-read", DIMENSION, "recv gives what has come so far: read until the end."
        elif made & {"create_connection", "socket"} and what == "send" and id(call) not in looped:
            yield call.lineno, "half-sent", DIMENSION, "send may send a part: sendall."


def _read_before(function: Function, line: int) -> bool:
    """Whether somebody reads what a process says above a line, or hands the process on to whoever does."""
    read = (each for each in walked(function) if isinstance(each, ast.Attribute) and each.attr in {"stdout", "stderr"})
    return any(each.lineno < line for each in read)


CHECKS: tuple[Check, ...] = (
    _work_in_assertion,
    _wrong_missing,
    _maybe_unbound,
    _text_as_number,
    _inexact,
    _dropped_result,
    _fixed_when_defined,
    _shared_by_all,
    _used_up,
    _half_of_it,
)
