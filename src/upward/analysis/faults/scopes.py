"""Structured concurrency that holds less than it says: awaited by nobody, cancelled again, closed before its tasks."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, calls, every, name, on, owner, walked
from upward.analysis.faults._values import imported

DIMENSION = "error handling"
_HOUSES = frozenset({"trio", "anyio"})
# Functions of the three houses that do nothing until they are awaited.
_OPENS = " sleep sleep_until sleep_forever aclose_forcefully open_file run_process open_process"
_AWAITED = {
    "asyncio": frozenset(
        "sleep wait_for wait open_connection start_server to_thread create_subprocess_exec create_subprocess_shell"
        " open_unix_connection".split()
    ),
    "trio": frozenset(
        "serve_tcp serve_ssl_over_tcp open_tcp_stream open_ssl_over_tcp_stream open_tcp_listeners open_unix_socket"
        f" open_ssl_over_tcp_listeners serve_listeners{_OPENS}".split()
    ),
    "anyio": frozenset(f"connect_tcp connect_unix create_tcp_listener{_OPENS}".split()),
    "to_thread": frozenset({"run_sync"}),
    "lowlevel": frozenset(
        "checkpoint checkpoint_if_cancelled cancel_shielded_checkpoint wait_readable wait_writable"
        " wait_task_rescheduled permanently_detach_coroutine_object temporarily_detach_coroutine_object"
        " reattach_detached_coroutine_object".split()
    ),
}
_SCOPES = frozenset(
    "TaskGroup create_task_group open_nursery timeout timeout_at move_on_after move_on_at fail_after fail_at"
    " CancelScope".split()
)
_FIXTURES = frozenset({"contextmanager", "asynccontextmanager", "fixture"})
_GROUPS = frozenset({"open_nursery", "create_task_group", "TaskGroup"})
_STARTS = frozenset({"start", "start_soon", "create_task"})
_LIMITS = frozenset({"move_on_after", "move_on_at", "fail_after", "fail_at"})
_CANCELLED = frozenset({"Cancelled", "BaseException", "get_cancelled_exc_class"})
_WAITS = (ast.Await, ast.AsyncWith, ast.AsyncFor)
# What is shielded, and what closes at once where it is cancelled, as the houses promise of these.
_KEPT_ALIVE = re.compile(r"shield|aclose_forcefully|\.aclose\(\)$")


@on(ast.Expr)
def _never_awaited(node: ast.AST, walk: Around) -> Found:
    """A call that does nothing until somebody awaits it, and nobody does."""
    call = node.value if isinstance(node, ast.Expr) else None
    if not walk.is_test and isinstance(call, ast.Call) and name(call.func) in _AWAITED.get(owner(call.func), ()):
        message = f"{name(call.func)} does nothing until it is awaited."
        yield call.lineno, "never-awaited", DIMENSION, message


def _of_houses(node: ast.AST, walk: Around) -> bool:
    return not walk.is_test and isinstance(node, ast.Module) and bool(imported(node) & _HOUSES)


@on(ast.Module)
def _cancelled_again(node: ast.AST, walk: Around) -> Found:
    """An await where a scope is being left because it was cancelled: it is cancelled at once, and cleans nothing up."""
    if not _of_houses(node, walk):
        return
    for tried in every(node, ast.Try):
        critical = [*tried.finalbody]
        for handler in tried.handlers:
            if handler.type is None or any(name(each) in _CANCELLED for each in _types(handler.type)):
                critical += handler.body
                # Only an await is told to stop.
                if any(isinstance(each, _WAITS) for part in tried.body for each in walked(part)):
                    yield from _left_otherwise(handler)
        for part in critical:
            yield from _unshielded(part)


def _left_otherwise(handler: ast.ExceptHandler) -> Found:
    """Yield where a handler that takes the request to stop returns, or raises something else instead."""
    inner = {id(each) for part in handler.body for block in walked(part)
             if isinstance(block, (*FUNCTIONS, ast.For, ast.While)) for each in walked(block)}  # fmt: skip
    for each in (one for part in handler.body for one in walked(part) if id(one) not in inner):
        other = isinstance(each, ast.Raise) and each.exc is not None and name(each.exc) != (handler.name or " ")
        if other or isinstance(each, (ast.Return, ast.Continue, ast.Break)):
            message = "The request to stop ends here, and whoever sent it waits: raise it again."
            yield getattr(each, "lineno", handler.lineno), "cancellation-lost", DIMENSION, message


def _types(kind: ast.expr) -> list[ast.expr]:
    return kind.elts if isinstance(kind, ast.Tuple) else [kind]


def _unshielded(part: ast.stmt) -> Found:
    """Yield what is awaited in a part, and nothing inside of a scope that is shielded, or of another function."""
    inside = [each for each in walked(part) if isinstance(each, (ast.With, ast.AsyncWith))]
    safe = {id(each) for block in inside for item in block.items if _KEPT_ALIVE.search(ast.unparse(item.context_expr))
            for each in walked(block)}  # fmt: skip
    safe |= {id(each) for block in walked(part) if isinstance(block, FUNCTIONS) for each in walked(block)}
    for each in walked(part):
        waits = isinstance(each, _WAITS) and id(each) not in safe
        if waits and not _KEPT_ALIVE.search(ast.unparse(each).partition("\n")[0]):
            message = "If this scope was cancelled, so is this await: shield it, for a limited time."
            yield getattr(each, "lineno", part.lineno), "cancelled-again", DIMENSION, message


@on(ast.With, ast.AsyncWith)
def _given_away(node: ast.AST, walk: Around) -> Found:
    """A generator that gives items from inside of a scope: it is left when somebody collects it."""
    if walk.is_test or not isinstance(node, (ast.With, ast.AsyncWith)) or walk.function is None:
        return
    held = any(name(each.context_expr) in _SCOPES for each in node.items)
    if not held or any(name(each) in _FIXTURES for each in walk.function.decorator_list):
        return
    inner = {id(each) for block in walked(node) if isinstance(block, FUNCTIONS) for each in walked(block)}
    for each in walked(node):
        if isinstance(each, ast.Yield) and id(each) not in inner:
            message = "Whoever stops asking leaves this scope open, and what it cancels is somebody else."
            yield each.lineno, "scope-given-away", DIMENSION, message
            return


@on(ast.AsyncWith)
def _closed_before(node: ast.AST, walk: Around) -> Found:
    """What a task is given by a `with` that is left before the group that the task runs in."""
    if walk.is_test or not isinstance(node, ast.AsyncWith):
        return
    opened: set[str] = set()
    groups: set[str] = set()
    for item in node.items:
        if item.optional_vars is None:
            continue
        if name(item.context_expr) in _GROUPS:
            groups.add(name(item.optional_vars))
        elif groups:
            opened.add(name(item.optional_vars))
    for part in node.body if groups else []:
        yield from _handed(part, groups, opened)


def _handed(part: ast.AST, groups: set[str], opened: set[str]) -> Found:
    """Yield the starts of tasks in a group that are given what closes before it; who keeps a task may await it here."""
    if isinstance(part, (*FUNCTIONS, ast.Lambda, ast.Assign)):
        return
    if isinstance(part, (ast.With, ast.AsyncWith)):
        # A group within has tasks of its own, which end before what was opened around it closes.
        opened = opened | {
            name(item.optional_vars)
            for item in part.items
            if item.optional_vars is not None and name(item.context_expr) not in _GROUPS
        }
    if isinstance(part, ast.Call) and name(part.func) in _STARTS and owner(part.func) in groups:
        given = (*part.args, *(each.value for each in part.keywords))
        used = {each.id for value in given for each in walked(value) if isinstance(each, ast.Name)} & opened
        if used:
            message = f"{min(used)} is closed before this task has ended: open it around the group."
            yield part.lineno, "closed-before", DIMENSION, message
    for child in ast.iter_child_nodes(part):
        yield from _handed(child, groups, opened)


@on(ast.AsyncWith)
def _group_of_one(node: ast.AST, walk: Around) -> Found:
    """A group of tasks in which there is one, and nothing beside it."""
    if walk.is_test or not isinstance(node, ast.AsyncWith) or len(node.items) != 1 or len(node.body) != 1:
        return
    item, only = node.items[0], node.body[0]
    call = only.value if isinstance(only, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    if name(item.context_expr) not in _GROUPS or item.optional_vars is None or not isinstance(call, ast.Call):
        return
    kept = name(item.optional_vars)
    others = [each for value in (*call.args, *(each.value for each in call.keywords)) for each in walked(value)]
    if name(call.func) in _STARTS and owner(call.func) == kept and not any(name(each) == kept for each in others):
        yield (
            node.lineno,
            "group-of-one",
            DIMENSION,
            "One task in a group of its own is an await, with more to go wrong.",
        )


@on(ast.Module)
def _limit_not_entered(node: ast.AST, walk: Around) -> Found:
    """A limit that begins to run where it is made, and holds only later; one whose end is a number, so in the past."""
    if not _of_houses(node, walk):
        return
    for part in every(node, ast.Assign):
        made = part.value
        if isinstance(made, ast.Call) and name(made.func) in _LIMITS and owner(made.func) in _HOUSES:
            message = "The time runs from here, not from where the scope is entered: make it in the `with`."
            yield part.lineno, "limit-not-entered", DIMENSION, message
    for call in calls(node):
        ends = [*call.args[:1], *(each.value for each in call.keywords if each.arg == "deadline")]
        if name(call.func) in {"move_on_at", "fail_at"} and owner(call.func) in _HOUSES and any(map(_is_sum, ends)):
            message = "The clock of the loop began anywhere: current_time() + seconds, or the one that ends `after`."
            yield call.lineno, "limit-not-entered", DIMENSION, message


def _is_sum(node: ast.expr) -> bool:
    """Whether an expression is a number that is written out."""
    parts = (ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop)
    return all(isinstance(each, parts) for each in walked(node))


@on(ast.Raise)
def _one_of_many(node: ast.AST, walk: Around) -> Found:
    """One exception of a group raised, and the others lost."""
    if walk.is_test or not isinstance(node, ast.Raise) or not isinstance(node.exc, ast.Subscript):
        return
    if isinstance(node.exc.value, ast.Attribute) and node.exc.value.attr == "exceptions":
        yield node.lineno, "one-of-many", DIMENSION, "The others of the group, and where this one began, are lost."


@on(ast.ClassDef)
def _group_without_derive(node: ast.AST, walk: Around) -> Found:
    """A kind of exception group that forgets what it is when it is split."""
    if walk.is_test or not isinstance(node, ast.ClassDef):
        return
    grouped = any(name(each) in {"ExceptionGroup", "BaseExceptionGroup"} for each in node.bases)
    if grouped and not any(isinstance(each, ast.FunctionDef) and each.name == "derive" for each in node.body):
        message = "Split by except*, this becomes a plain group: define derive."
        yield node.lineno, "group-without-derive", DIMENSION, message


@on(*FUNCTIONS)
def _never_started(node: ast.AST, walk: Around) -> Found:
    """A task that is to say when it has started, and never does."""
    if walk.is_test or not isinstance(node, ast.AsyncFunctionDef):
        return
    for given in (*node.args.args, *node.args.kwonlyargs):
        typed = given.annotation is not None and name(given.annotation) == "TaskStatus"
        if (given.arg == "task_status" or typed) and not _used(node, given.arg):
            message = f"Whoever starts this waits for {given.arg}.started() for ever."
            yield node.lineno, "never-started", DIMENSION, message


def _used(function: ast.AsyncFunctionDef, asked: str) -> bool:
    return any(isinstance(each, ast.Name) and each.id == asked for part in function.body for each in walked(part))


CHECKS: tuple[Check, ...] = (
    _never_awaited,
    _cancelled_again,
    _given_away,
    _closed_before,
    _group_of_one,
    _limit_not_entered,
    _one_of_many,
    _group_without_derive,
    _never_started,
)
