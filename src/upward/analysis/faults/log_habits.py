"""Logs that say nothing, too much or the same twice: lines a round, words without a fact, levels written down."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import SECRET, Around, Check, Found, calls, every, is_name, name, on, place, walked
from upward.analysis.faults._values import argument
from upward.analysis.faults.logs import is_note

DIMENSION = "logging"
# Messages that tell nobody anything.
_EMPTY = re.compile(
    r"(?i)(?:here|test(?:ing)?|done|ok|foo|bar|xxx+|hello|error|failed|failure|exception|oops|something went wrong"
    r"|an? (?:error|exception) (?:occurred|happened)|unexpected error|unknown error|debug|\d+)[.!:]*$"
)
_PASSWORD = re.compile(r"(?i)(?:\w+_)?(?:passw(?:or)?d|secret|api_?key|private_?key|access_token|auth_token|token)")
_COSTLY = frozenset({"dumps", "pformat", "to_json", "to_dict", "model_dump", "model_dump_json", "to_string"})


@on(ast.Call)
def _says_nothing(node: ast.AST, walk: Around) -> Found:
    """A note that holds no fact; one whose text is reckoned although nobody may ask for it."""
    if walk.is_test or not isinstance(node, ast.Call) or not is_note(node):
        return
    match node.args:
        case [ast.Constant(value=str(said))] if _EMPTY.match(said.strip()) and argument(node, "extra") is None:
            yield node.lineno, "says-nothing", DIMENSION, "Nobody learns from this what happened to what: name both."
    costly = next((call for each in node.args[1:] for call in calls(each) if name(call.func) in _COSTLY), None)
    if name(node.func) == "debug" and costly is not None:
        message = f"{name(costly.func)} is done although nobody may read this: ask isEnabledFor first."
        yield node.lineno, "reckoned-for-nobody", DIMENSION, message


@on(ast.ExceptHandler)
def _told_twice(node: ast.AST, walk: Around) -> Found:
    """A failure that is logged and handed on, so that somebody above logs it again."""
    match node:
        case ast.ExceptHandler(body=[ast.Expr(value=ast.Call() as note), ast.Raise(exc=again)]):
            same = again is None or is_name(again, node.name or " ")
            if same and not walk.is_test and is_note(note) and name(note.func) in {"exception", "error"}:
                message = "Whoever takes this logs it, too: log it there, or handle it here."
                yield note.lineno, "told-twice", DIMENSION, message


@on(ast.Call)
def _asked_each_round(node: ast.AST, walk: Around) -> Found:
    """A logger asked for in every round of a loop."""
    match node:
        case ast.Call(args=[ast.Name(id="__name__")]) if walk.loops and name(node.func) == "getLogger":
            message = "One logger is enough: ask for it at the top of the module."
            yield node.lineno, "asked-each-round", DIMENSION, message


@on(ast.For)
def _line_a_round(node: ast.AST, walk: Around) -> Found:
    """A line for each of many rows, at a level that everybody keeps, and nothing else beside it."""
    match node:
        case ast.For(target=ast.Name(), iter=ast.Name(), body=[ast.Expr(value=ast.Call() as note)]):
            if not walk.is_test and is_note(note) and name(note.func) == "info":
                message = "A line for each of them buries all others: one with their count."
                yield note.lineno, "line-a-round", DIMENSION, message


@on(ast.Call)
def _level_written(node: ast.AST, walk: Around) -> Found:
    """A level that stands in the program, or every log of a process switched off."""
    match node:
        case _ if walk.is_test:
            return
        case ast.Call(func=ast.Attribute(value=ast.Call(args=[]) as whose, attr="setLevel"), args=[level]):
            if name(whose) == "getLogger" and name(level) in {"DEBUG", "NOTSET"}:
                message = "Everybody's debugging is switched on, secrets too: a setting."
                yield node.lineno, "level-written", DIMENSION, message
        case ast.Call() if place(node) == ("logging", "disable"):
            yield node.lineno, "logs-off", DIMENSION, "Every log of this process is off from here on."


@on(ast.Module)
def _unlogged(node: ast.AST, walk: Around) -> Found:
    """A failure of any kind swallowed without a line, in a file that has a log for such things."""
    if not isinstance(node, ast.Module) or walk.is_test or not any(_is_logger(part) for part in node.body):
        return
    for handler in every(node, ast.ExceptHandler):
        broad = handler.type is None or name(handler.type) in {"Exception", "BaseException"}
        if broad and not any(_tells(each, handler) for part in handler.body for each in walked(part)):
            message = "This file has a log, and it never hears of this failure: log.exception(…)."
            yield handler.lineno, "failure-unlogged", DIMENSION, message


def _tells(node: ast.AST, handler: ast.ExceptHandler) -> bool:
    """Whether a part of a handler hands the failure on, or does anything that may."""
    return isinstance(node, (ast.Raise, ast.Call)) or (isinstance(node, ast.Name) and node.id == handler.name)


def _is_logger(part: ast.stmt) -> bool:
    return isinstance(part, ast.Assign) and name(part.value) in {"getLogger", "get_logger"}


@on(ast.Call)
def _secret_kept(node: ast.AST, walk: Around) -> Found:
    """A password or a key handed to a log, where whoever reads logs takes it."""
    if walk.is_test or not isinstance(node, ast.Call) or not is_note(node):
        return
    for each in (part for given in node.args[1:] for part in walked(given)):
        said = name(each) if isinstance(each, (ast.Name, ast.Attribute)) else ""
        if _PASSWORD.fullmatch(said) and SECRET.search(said):
            yield node.lineno, "secret-in-log", "security", f"Whoever reads the log has {said}."
            return


CHECKS: tuple[Check, ...] = (
    _says_nothing,
    _told_twice,
    _asked_each_round,
    _line_a_round,
    _level_written,
    _unlogged,
    _secret_kept,
)
