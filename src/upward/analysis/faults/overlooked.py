"""What may be missing, and what is lost in silence: None that nobody asks about, letters, files, signals, warnings."""

from __future__ import annotations

import ast
import re

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
from upward.analysis.faults._values import argument, hides, says

DIMENSION = "error handling"
# Whose `get` asks another machine, or gives what is never None.
_ASKS = re.compile(
    r"(?i)requests|httpx|client|session|http|app|api|browser|page|driver|queue|q$|parser|objects|section"
)
_KEY = re.compile(r"[A-Za-z_][\w-]*$")
_RUNS_OUT = frozenset({"remove", "unlink", "rmdir", "mkdir", "makedirs", "rename"})
_DATABASES = frozenset({"psycopg2", "psycopg", "pymysql", "MySQLdb"})
_TAKES = frozenset({"basic_ack", "ack", "acknowledge", "delete_message", "task_done"})
# What takes letters apart or puts them together, and where it is told what to do with others.
_OF_LETTERS = {"decode": 1, "encode": 1, "open": 4, "read_text": 1, "str": 2}
_DEAF = (["SIGTERM", "SIG_IGN"], ["SIGINT", "SIG_IGN"])


@on(ast.Attribute, ast.Subscript)
def _may_be_missing(node: ast.AST, walk: Around) -> Found:
    """What a table has under a key, used as if it were always there."""
    used = node.value if isinstance(node, (ast.Attribute, ast.Subscript)) else None
    match used:
        case ast.Call(func=ast.Attribute(value=table, attr="get"), args=[ast.Constant(value=str(key))], keywords=[]):
            if not walk.is_test and _KEY.match(key) and not _ASKS.search(ast.unparse(table)):
                message = f"Where there is no {key}, this is None: say what holds then."
                yield used.lineno, "none-unseen", DIMENSION, message


@on(*FUNCTIONS)
def _default_of_none(node: ast.AST, walk: Around) -> Found:
    """A parameter that is None unless it is given, gone over as if it always were."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    given = [*node.args.posonlyargs, *node.args.args]
    pairs = [*zip(given[len(given) - len(node.args.defaults) :], node.args.defaults, strict=True),
             *zip(node.args.kwonlyargs, node.args.kw_defaults, strict=True)]  # fmt: skip
    missing = {each.arg for each, default in pairs if isinstance(default, ast.Constant) and default.value is None}
    if not missing:
        return
    for each in walked(node):
        over = each.iter if isinstance(each, (ast.For, ast.comprehension)) else None
        if isinstance(over, ast.Name) and over.id in missing and not _thought_of(node, over):
            message = f"Unless it is given, {over.id} is None, which nobody can go over."
            yield over.lineno, "none-unseen", DIMENSION, message
            return


def _thought_of(function: Function, used: ast.Name) -> bool:
    """Whether a function uses a name in any other way than by going over it: then it may have asked about it."""
    return any(isinstance(each, ast.Name) and each.id == used.id and each is not used for each in walked(function))


@on(ast.Call)
def _lost_in_silence(node: ast.AST, walk: Around) -> Found:
    """Letters dropped, a signal nobody hears, every warning silenced."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    what = name(node.func)
    # Whoever takes letters apart first means to drop their marks.
    apart = isinstance(node.func, ast.Attribute) and name(node.func.value) == "normalize"
    if what in _OF_LETTERS and not apart and says(argument(node, "errors", _OF_LETTERS[what]), "ignore"):
        message = "Letters that do not fit are dropped in silence: replace, or fail."
        yield node.lineno, "letters-dropped", DIMENSION, message
    elif place(node) == ("signal", "signal") and [name(each) for each in node.args] in _DEAF:
        message = "Whoever ends this waits, and then kills it in the midst of its work."
        yield node.lineno, "deaf-to-end", DIMENSION, message
    elif walk.function is None and what in {"filterwarnings", "simplefilter"} and _is_all(node):
        message = "Every warning of every library is silenced: name the one meant."
        yield node.lineno, "warnings-silenced", DIMENSION, message


def _is_all(call: ast.Call) -> bool:
    """Whether a filter is for every warning there is, and drops it."""
    return len(call.args) == 1 and not call.keywords and says(call.args[0], "ignore")


@on(ast.Call)
def _waits_for_answer(node: ast.AST, walk: Around) -> Found:
    """A database connected to without a limit of time."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) != "connect" or hides(node):
        return
    given = [*(each.arg for each in node.keywords), *(ast.unparse(each) for each in node.args)]
    if owner(node.func) in _DATABASES and not any("connect_timeout" in str(each) for each in given):
        message = "Where nobody answers, this waits for minutes: connect_timeout=…"
        yield node.lineno, "no-timeout", DIMENSION, message


@on(ast.If)
def _asked_first(node: ast.AST, walk: Around) -> Found:
    """A file asked for, and then taken away or made as if nobody else could in between."""
    if walk.is_test or not isinstance(node, ast.If) or walk.handlers:
        return
    test = node.test.operand if isinstance(node.test, ast.UnaryOp) else node.test
    match test, node.body, node.orelse:
        case ast.Call(args=[path]), [ast.Expr(value=ast.Call(args=[same, *_]) as call)], []:
            asks = place(test) in {("path", "exists"), ("path", "isfile"), ("path", "isdir")}
            does = owner(call.func) == "os" and name(call.func) in _RUNS_OUT and argument(call, "exist_ok") is None
            if asks and does and ast.dump(path) == ast.dump(same):
                message = "Somebody else may do this in between: do it, and answer the error."
                yield call.lineno, "asked-first", DIMENSION, message


@on(ast.Assert)
def _asserted_input(node: ast.AST, walk: Around) -> Found:
    """What a caller gives checked by an assertion alone, right where the function begins."""
    function = walk.function
    if not isinstance(node, ast.Assert) or walk.is_test or function is None or node.msg is not None:
        return
    body = function.body[1:] if isinstance(function.body[0], ast.Expr) else function.body
    given = {each.arg for each in (*function.args.args, *function.args.kwonlyargs)} - {"self", "cls"}
    test = node.test
    ordered = isinstance(test, ast.Compare) and isinstance(test.ops[0], (ast.Gt, ast.GtE, ast.Lt, ast.LtE))
    first = bool(body) and body[0] is node and not function.name.startswith("_")
    if ordered and first and isinstance(test, ast.Compare) and any(is_name(test.left, each) for each in given):
        message = "Python -O drops assertions: raise ValueError for what is given."
        yield node.lineno, "asserted-input", DIMENSION, message


@on(ast.With, ast.AsyncWith)
def _lost_future(node: ast.AST, walk: Around) -> Found:
    """Work handed to a pool, whatever it is called, whose failure nobody asks for."""
    if walk.is_test or not isinstance(node, (ast.With, ast.AsyncWith)):
        return
    pools = {name(each.optional_vars) for each in node.items if each.optional_vars is not None
             and name(each.context_expr).endswith("PoolExecutor")}  # fmt: skip
    # One that is called so is told of wherever it is.
    pools = {each for each in pools if not re.search(r"(?i)pool|executor", each)}
    for part in (each for each in walked(node) if isinstance(each, ast.Expr)) if pools else ():
        if isinstance(part.value, ast.Call) and place(part.value) in {(each, "submit") for each in pools}:
            message = "If this fails, nobody hears of it: keep the future, and ask for its result."
            yield part.lineno, "lost-future", DIMENSION, message


@on(*FUNCTIONS)
def _acknowledged_first(node: ast.AST, walk: Around) -> Found:
    """A message acknowledged before it is handled: what fails then is lost."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    first = node.body[0].value if isinstance(node.body[0], ast.Expr) else None
    first = first.value if isinstance(first, ast.Await) else first
    taken = isinstance(first, ast.Call) and name(first.func) in _TAKES
    if taken and any(any(calls(part)) for part in node.body[1:]):
        message = "What fails from here on is lost: acknowledge when it is done."
        yield node.body[0].lineno, "acknowledged-first", DIMENSION, message


CHECKS: tuple[Check, ...] = (
    _may_be_missing,
    _default_of_none,
    _lost_in_silence,
    _waits_for_answer,
    _asked_first,
    _asserted_input,
    _lost_future,
    _acknowledged_first,
)
