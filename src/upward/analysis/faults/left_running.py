"""What was started and nobody waits for, or never runs: processes, pools, timers, coroutines, locks of nobody's."""

from __future__ import annotations

import ast
from functools import lru_cache

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, Function, every, name, on, owner, walked
from upward.analysis.faults._values import argument, bound_by, imported, module_of

DIMENSION = "error handling"
_LOCKS = frozenset({"Lock", "RLock", "Semaphore", "BoundedSemaphore", "Condition"})
# What is kept in a name, by who makes it: what ends it, and what is said where nothing does.
_KEPT = {
    "Pool": (
        frozenset({"close", "terminate", "join"}),
        "Its processes stay when this is done, and after a failure, too: with Pool(…) as …",
    ),
    "Process": (
        frozenset({"join", "terminate", "kill", "daemon"}),
        "Nobody waits for this process, or sees how it ended: join.",
    ),
    "Popen": (
        frozenset({"wait", "communicate", "poll", "terminate", "kill"}),
        "Nobody waits for this process: it stays as a zombie, and its exit is unseen.",
    ),
    "Timer": (frozenset({"cancel", "join", "daemon"}), "Nobody can cancel this timer, and it keeps the program alive."),
}
_OF = {"Pool": "multiprocessing", "Process": "multiprocessing", "Popen": "subprocess", "Timer": "threading"}
_IN_THREAD = frozenset({"to_thread", "submit", "run_in_executor"})


def _from(module: ast.Module, call: ast.Call) -> str:
    """Give which of what must be ended a call makes; empty for what only bears the name."""
    what = name(call.func)
    home = _OF.get(what, "")
    return what if home and any(each.partition(".")[0] == home for each in imported(module)) else ""


@on(ast.Expr)
def _started_and_left(node: ast.AST, walk: Around) -> Found:
    """A process or a timer started in the breath in which it is made: nobody holds it."""
    call = node.value if isinstance(node, ast.Expr) else None
    if walk.is_test or not isinstance(call, ast.Call) or name(call.func) != "start":
        return
    made = call.func.value if isinstance(call.func, ast.Attribute) else None
    kind = _from(module_of(node), made) if isinstance(made, ast.Call) else ""
    if isinstance(made, ast.Call) and kind in {"Process", "Timer"} and argument(made, "daemon") is None:
        yield call.lineno, "left-running", DIMENSION, _KEPT[kind][1]


@on(*FUNCTIONS)
def _nobody_waits(node: ast.AST, walk: Around) -> Found:
    """A process, a pool or a timer in a name of a function that neither ends it nor hands it on."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    module = module_of(node)
    made = {part.targets[0].id: part for part in walked(node) if isinstance(part, ast.Assign)
            and isinstance(part.value, ast.Call) and isinstance(part.targets[0], ast.Name)
            and _from(module, part.value) and argument(part.value, "daemon") is None}  # fmt: skip
    asked = _asked(node) if made else {}
    for kept, part in made.items():
        ends, message = _KEPT[name(part.value)]
        if "" not in asked.get(kept, set()) and not ends & asked.get(kept, set()):
            yield part.lineno, "left-running", DIMENSION, message


def _asked(function: Function) -> dict[str, set[str]]:
    """Give what each name in a function is asked for; the empty word where it is handed on, to whoever may end it."""
    found: dict[str, set[str]] = {}
    parts = set[int]()
    for each in walked(function):
        if isinstance(each, ast.Attribute) and isinstance(each.value, ast.Name):
            parts.add(id(each.value))
            found.setdefault(each.value.id, set()).add(each.attr)
        elif isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load) and id(each) not in parts:
            found.setdefault(each.id, set()).add("")
    return found


@lru_cache(maxsize=8)
def _coroutines(module: ast.Module) -> frozenset[str]:
    """Give the functions of a file that make coroutines, by names that stand for nothing else in it."""
    methods = {id(each) for holder in every(module, ast.ClassDef) for each in holder.body}
    own = {each.name for each in every(module, ast.AsyncFunctionDef) if id(each) not in methods}
    others = every(module, ast.FunctionDef, ast.ClassDef, ast.Name, ast.arg)
    return frozenset(own - {bound for each in others for bound in bound_by(each)})


@on(ast.Module)
def _never_run(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A coroutine's function handed to a thread, which makes the coroutine and runs nothing of it."""
    if not isinstance(node, ast.Module):
        return
    waits = _coroutines(node)
    for call in every(node, ast.Call) if waits else ():
        given: list[ast.expr] = []
        if name(call.func) in _IN_THREAD or (owner(call.func), name(call.func)) == ("to_thread", "run_sync"):
            given = call.args[1:2] if name(call.func) == "run_in_executor" else call.args[:1]
        elif name(call.func) in {"Thread", "Process", "Timer"}:
            given = [each.value for each in call.keywords if each.arg in {"target", "function"}]
        if given and isinstance(given[0], ast.Name) and given[0].id in waits:
            message = f"Called like this, {given[0].id} only makes a coroutine, which nobody runs."
            yield call.lineno, "never-run", DIMENSION, message


@on(ast.Call)
def _not_a_task(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Coroutines where tasks are asked for, a task made past its loop, a function that can't be sent to a process."""
    if not isinstance(node, ast.Call):
        return
    what, module = name(node.func), module_of(node)
    if (
        what == "wait"
        and owner(node.func) == "asyncio"
        and node.args
        and isinstance(node.args[0], (ast.List, ast.Set, ast.Tuple))
    ):
        if any(isinstance(each, ast.Call) and name(each.func) in _coroutines(module) for each in node.args[0].elts):
            yield node.lineno, "not-a-task", DIMENSION, "Python 3.11 takes tasks here, no coroutines: create_task."
    elif what == "Task" and owner(node.func) == "asyncio" and node.args:
        yield node.lineno, "not-a-task", DIMENSION, "A task is made by its loop: asyncio.create_task."
    elif what in {"Process", "Pool", "ProcessPoolExecutor"}:
        given = [argument(node, each) for each in ("target", "initializer")]
        anew = what == "ProcessPoolExecutor" or _spawns(module)
        if anew and any(isinstance(each, ast.Lambda) for each in given):
            message = "A lambda can't be sent to a new process: a function of the module."
            yield node.lineno, "not-sent", DIMENSION, message


@lru_cache(maxsize=8)
def _spawns(module: ast.Module) -> bool:
    """Whether processes begin anew, as they do on Windows and macOS, and everywhere where a file asks for it."""
    asks = (each for each in every(module, ast.Call) if name(each.func) in {"get_context", "set_start_method"})
    return any(
        isinstance(given, ast.Constant) and given.value in {"spawn", "forkserver"}
        for each in asks
        for given in each.args
    )


@on(*FUNCTIONS)
def _kept_coroutine(node: ast.AST, walk: Around) -> Found:
    """A cache before a coroutine's function: the second who asks gets a coroutine that was awaited before."""
    if walk.is_test or not isinstance(node, ast.AsyncFunctionDef):
        return
    for each in node.decorator_list:
        cache = each.func if isinstance(each, ast.Call) else each
        if name(cache) in {"lru_cache", "cache"} and owner(cache) in {"", "functools"}:
            message = "This keeps the coroutine, which can be awaited once: keep what it gives."
            yield node.lineno, "kept-coroutine", DIMENSION, message


@on(ast.With, ast.AsyncWith)
def _nobodys_lock(node: ast.AST, walk: Around) -> Found:
    """A lock made where it is taken, which nobody else can hold; two things under one name."""
    if walk.is_test or not isinstance(node, (ast.With, ast.AsyncWith)):
        return
    for item in node.items:
        call = item.context_expr
        if (
            isinstance(call, ast.Call)
            and name(call.func) in _LOCKS
            and owner(call.func) in {"", "threading", "asyncio", "multiprocessing"}
        ):
            yield node.lineno, "nobodys-lock", DIMENSION, "A new lock each time keeps nobody out: make it once."
    kept = [name(item.optional_vars) for item in node.items if isinstance(item.optional_vars, ast.Name)]
    twice = next((each for each in kept if kept.count(each) > 1 and each != "_"), None)
    if twice is not None:
        yield node.lineno, "one-name-for-two", DIMENSION, f"{twice} stands for the last of them alone."


CHECKS: tuple[Check, ...] = (
    _started_and_left,
    _nobody_waits,
    _never_run,
    _not_a_task,
    _kept_coroutine,
    _nobodys_lock,
)
