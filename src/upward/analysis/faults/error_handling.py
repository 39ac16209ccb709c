"""Failures that are dropped, half handled, or waited for without end."""

from __future__ import annotations

import ast
import builtins
import re

from upward.analysis.faults._tree import (
    FUNCTIONS,
    LOGGED,
    REMOTE,
    VERBS,
    Around,
    Check,
    Found,
    calls,
    name,
    on,
    owner,
    walked,
)

DIMENSION = "error handling"
# These are made to be shown to a person, who has no use for the cause.
_TOLD = re.compile(
    r"(?:Exit|NotFound|Forbidden|Unauthorized|BadRequest|Conflict|Gone|Http\w*|HTTP\w*|Usage\w*|Click\w*|BadParameter|Abort|Response|Redirect)\w*$"
)
# Not what is asked by trying: a key, an attribute, a module or a file that is not there.
_OUTSIDE = frozenset({
    "OSError", "IOError", "EnvironmentError", "ConnectionError", "TimeoutError", "RequestException", "HTTPError",
    "SMTPException", "DatabaseError", "OperationalError", "IntegrityError", "ClientError", "JSONDecodeError",
    "CancelledError",
    "RuntimeError",
})  # fmt: skip
_ANYBODYS = frozenset({"Exception", "RuntimeError", "ValueError", "TypeError", "KeyError", "OSError", "IOError"})
_ENTRY = re.compile(r"main|cli|run|exit|quit|fail|die|command|signal|handler|bail", re.IGNORECASE)


@on(ast.ExceptHandler)
def _swallowed(node: ast.AST, walk: Around) -> Found:
    """A handler that neither raises, logs, nor uses what it caught."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test:
        return
    inside = [each for part in node.body for each in walked(part)]
    speaks = any(isinstance(each, ast.Raise) or (isinstance(each, ast.Call) and _tells(each)) for each in inside)
    printed = {
        id(part)
        for each in inside
        if isinstance(each, ast.Call) and name(each.func) == "print"
        for part in walked(each)
    }
    uses = node.name is not None and any(
        isinstance(each, ast.Name) and each.id == node.name and id(each) not in printed for each in inside
    )
    broad = node.type is None or name(node.type) in {"Exception", "BaseException"}
    if not speaks and not uses and broad:
        yield node.lineno, "swallowed-exception", DIMENSION, "Every exception is caught here, and nobody hears of it."


def _caught(node: ast.ExceptHandler) -> set[str]:
    types = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type] if node.type is not None else []
    return {name(each) for each in types}


@on(ast.Try)
def _passed_over(node: ast.AST, walk: Around) -> Found:
    """A failure of the world outside, or of one of many, passed over as if it had not been."""
    if walk.is_test or not isinstance(node, ast.Try):
        return
    gathers = walk.loops > 0 and any(name(call.func) in {"append", "add"} for part in node.body for call in calls(part))
    for handler in node.handlers:
        if len(handler.body) != 1 or not isinstance(handler.body[0], ast.Pass):
            continue
        named = _caught(handler)
        told = named & _OUTSIDE
        if gathers:
            told |= {each for each in named if each.endswith("Error") and not hasattr(builtins, each)}
        if told:
            message = f"{', '.join(sorted(told))} is passed over, and nobody hears of it."
            yield handler.lineno, "passed-over", DIMENSION, message


def _tells(call: ast.Call) -> bool:
    """Whether somebody will see what a call says; standard output is a program's answer, and no place for trouble."""
    to_somebody = name(call.func) == "print" and any(keyword.arg == "file" for keyword in call.keywords)
    return name(call.func) in LOGGED or to_somebody


@on(ast.Call)
def _suppressed(node: ast.AST, walk: Around) -> Found:
    """Every exception there is suppressed, or a failure that goes nowhere."""
    if not isinstance(node, ast.Call) or walk.is_test:
        return
    broad = any(name(argument) in {"Exception", "BaseException"} for argument in node.args)
    if name(node.func) == "suppress" and broad:
        yield node.lineno, "swallowed-exception", DIMENSION, "Every exception is dropped here, and nobody hears of it."
    started = node.func.value if isinstance(node.func, ast.Attribute) and node.func.attr == "start" else None
    if isinstance(started, ast.Call) and name(started.func) == "Thread":
        message = "If this thread fails, nobody hears of it: keep it, or use a pool."
        yield node.lineno, "lost-thread", DIMENSION, message


@on(ast.Expr, ast.Raise)
def _lost_results(node: ast.AST, walk: Around) -> Found:
    """Failures collected and thrown away; something raised that is no exception."""
    if walk.is_test:
        return
    if isinstance(node, ast.Expr):
        call = node.value.value if isinstance(node.value, ast.Await) else node.value
        kept = isinstance(call, ast.Call) and any(keyword.arg == "return_exceptions" for keyword in call.keywords)
        if kept and isinstance(call, ast.Call) and name(call.func) == "gather":
            yield node.lineno, "lost-results", DIMENSION, "The failures are collected, and nobody looks at them."
    elif isinstance(node, ast.Raise) and isinstance(node.exc, (ast.Constant, ast.JoinedStr)):
        yield node.lineno, "raised-text", DIMENSION, "A text can't be raised: this fails with a TypeError instead."


@on(ast.ExceptHandler)
def _magic_value(node: ast.AST, walk: Around) -> Found:
    """A handler that answers a failure with -1."""
    if isinstance(node, ast.ExceptHandler) and not walk.is_test and len(node.body) == 1:
        answer = node.body[0].value if isinstance(node.body[0], ast.Return) else None
        if (
            isinstance(answer, ast.UnaryOp)
            and isinstance(answer.op, ast.USub)
            and isinstance(answer.operand, ast.Constant)
        ):
            yield node.lineno, "magic-value", DIMENSION, "The caller must know that this number means failure: raise."


@on(ast.ExceptHandler)
def _lost_cause(node: ast.AST, walk: Around) -> Found:
    """A raise inside a handler that drops the exception it answers."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test:
        return
    for each in (inner for part in node.body for inner in walked(part)):
        if isinstance(each, ast.Raise) and isinstance(each.exc, ast.Call) and each.cause is None:
            told = any(isinstance(part, ast.Name) and part.id == node.name for part in walked(each.exc))
            # The text of the one before is in an exception of one's own, which somebody thought of; not where it began.
            kept = told and name(each.exc.func) not in _ANYBODYS
            if not kept and not _TOLD.match(name(each.exc.func)):
                message = "The new exception does not name its cause: raise … from it."
                yield each.lineno, "lost-cause", DIMENSION, message


@on(ast.Call)
def _no_timeout(node: ast.AST, walk: Around) -> Found:
    """A remote call without a time limit."""
    if not isinstance(node, ast.Call) or walk.is_test:
        return
    whose, what = owner(node.func), name(node.func)
    remote = (whose in REMOTE and what in VERBS) or what in {"urlopen", "create_connection"}
    # urlopen takes url, data and timeout in this order; create_connection an address and timeout.
    given = {"urlopen": 3, "create_connection": 2}.get(what)
    # A loop of events sets limits elsewhere.
    if not remote or (given is not None and len(node.args) >= given) or walk.asynchronous[-1]:
        return
    if not any(keyword.arg in {"timeout", None} for keyword in node.keywords):
        yield node.lineno, "no-timeout", DIMENSION, "A remote call without a time limit can hang for ever."


@on(ast.Call)
def _limit_off(node: ast.AST, walk: Around) -> Found:
    """A client whose time limit is switched off."""
    if isinstance(node, ast.Call) and not walk.is_test and owner(node.func) in {*REMOTE, "aiohttp"}:
        for keyword in node.keywords:
            if keyword.arg == "timeout" and isinstance(keyword.value, ast.Constant) and keyword.value.value is None:
                yield (
                    node.lineno,
                    "no-timeout",
                    DIMENSION,
                    "The time limit is switched off, so that a call can hang for ever.",
                )


@on(*FUNCTIONS)
def _unseen_status(node: ast.AST, walk: Around) -> Found:
    """An answer whose body is taken without a look at its status."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or walk.is_test:
        return
    names = {each.attr for each in walked(node) if isinstance(each, ast.Attribute)}
    if names & {"raise_for_status", "status_code", "ok", "status", "is_success", "is_error"}:
        return
    asked = [each for each in calls(node) if owner(each.func) in REMOTE and name(each.func) in VERBS]
    if asked and "json" in names:
        yield asked[0].lineno, "unseen-status", DIMENSION, "The answer is used without a look at its status."


@on(ast.Expr)
def _unseen_failure(node: ast.AST, walk: Around) -> Found:
    """A command whose failure nobody sees."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and not walk.is_test:
        call = node.value
        started = owner(call.func) == "subprocess" and name(call.func) in {"run", "call"}
        if started and not any(keyword.arg in {"check", None} for keyword in call.keywords):
            yield node.lineno, "unseen-failure", DIMENSION, "If this command fails, nobody sees it: check=True."


@on(ast.Call)
def _exit_inside(node: ast.AST, walk: Around) -> Found:
    """The whole process ended from deep inside."""
    function = walk.function
    if not isinstance(node, ast.Call) or walk.is_test or function is None:
        return
    ends = (owner(node.func), name(node.func)) in {("sys", "exit"), ("os", "_exit")}
    if ends and not _ENTRY.search(function.name) and not function.decorator_list:
        yield (
            node.lineno,
            "exit-inside",
            DIMENSION,
            "This ends the whole process; raise, and let the entry point decide.",
        )


@on(ast.Assert)
def _asserted_input(node: ast.AST, walk: Around) -> Found:
    """What a caller gives checked by an assertion, which -O takes away."""
    function = walk.function
    if not isinstance(node, ast.Assert) or walk.is_test or function is None or node.msg is None:
        return
    given = {argument.arg for argument in (*function.args.args, *function.args.kwonlyargs)}
    test = node.test
    ordered = isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE))
    if ordered and isinstance(test, ast.Compare) and name(test.left) in given and not function.name.startswith("_"):
        yield (
            node.lineno,
            "asserted-input",
            DIMENSION,
            "Python -O drops assertions: raise ValueError for what is given.",
        )


CHECKS: tuple[Check, ...] = (
    _swallowed, _passed_over, _suppressed, _lost_results, _limit_off,
    _magic_value, _lost_cause, _no_timeout, _unseen_status, _unseen_failure,
    _exit_inside, _asserted_input,
)  # fmt: skip
