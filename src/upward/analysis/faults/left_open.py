"""What stays behind when something fails, or when nobody thinks of its end: open, locked, half written, waited for."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from functools import lru_cache

from upward.analysis.faults._tree import FUNCTIONS, Around, Check, Found, Function, calls, name, on, owner, walked

DIMENSION = "error handling"
_OPENED = frozenset({
    ("sqlite3", "connect"), ("psycopg2", "connect"), ("psycopg", "connect"), ("pymysql", "connect"), ("", "open"),
    ("socket", "socket"), ("socket", "create_connection"), ("smtplib", "SMTP"), ("smtplib", "SMTP_SSL"),
    ("ftplib", "FTP"), ("tarfile", "open"), ("zipfile", "ZipFile"), ("gzip", "open"), ("io", "open"),
    ("", "ThreadPoolExecutor"), ("", "ProcessPoolExecutor"),
})  # fmt: skip
_LENT = {
    "getconn": frozenset({"putconn"}),
    "get_connection": frozenset({"release_connection", "return_connection", "put_connection"}),
    "acquire": frozenset({"release"}),
    "checkout": frozenset({"checkin", "release"}),
    "borrow": frozenset({"give_back", "put_back", "release"}),
}
_CLOSES = frozenset({"close", "quit", "shutdown", "detach", "closing", "enter_context", "push", "callback"})


@on(*FUNCTIONS)
def _left_open(node: ast.AST, walk: Around) -> Found:
    """A connection or a file that nobody closes, neither here nor whoever it is handed to."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for part in walked(node):
        if isinstance(part, ast.Attribute) and isinstance(part.value, ast.Call) and part.attr.startswith("read"):
            inner = part.value.func
            if isinstance(inner, ast.Name) and inner.id == "open":
                yield part.lineno, "left-open", DIMENSION, "Nobody closes this file: open it by with."
        if not isinstance(part, ast.Assign) or not isinstance(part.value, ast.Call):
            continue
        target, opened = part.targets[0], (owner(part.value.func), name(part.value.func))
        if part.value.args and isinstance(part.value.args[0], ast.Constant) and part.value.args[0].value == ":memory:":
            # It goes with the name that holds it, and nothing waits for it.
            continue
        if opened in _OPENED and isinstance(target, ast.Name) and target.id not in _handed_on(node):
            yield part.lineno, "left-open", DIMENSION, f"Nobody closes {target.id}, least of all on failure: use with."
        elif opened in _OPENED and isinstance(target, ast.Name) and _closed_when_well(node, part, target.id):
            yield part.lineno, "left-open", DIMENSION, f"On failure nobody closes {target.id}: use with."


def _closed_when_well(function: Function, opening: ast.Assign, kept: str) -> bool:
    """Whether something is used, and closed as the next step beside: a failure in between leaves it open."""
    body = function.body
    if opening not in body:
        return False
    behind = body[body.index(opening) + 1 :]
    closes = [
        number
        for number, part in enumerate(behind)
        if isinstance(part, ast.Expr) and name(part.value) == "close" and ast.unparse(part.value) == f"{kept}.close()"
    ]
    return bool(closes) and any(any(calls(part)) for part in behind[: closes[0]])


@lru_cache(maxsize=8)
def _handed_on(function: Function) -> frozenset[str]:
    """Give the names of what a function closes, returns, stores, or gives to somebody else."""
    found: set[str] = set()
    for each in walked(function):
        held: list[ast.AST] = []
        if isinstance(each, (ast.Return, ast.Yield)):
            held = [each.value] if each.value is not None else []
            # What is asked of it is not the thing itself.
            held = [part for part in held if not isinstance(part, (ast.Call, ast.Subscript, ast.Attribute))]
        elif isinstance(each, ast.withitem):
            held = [each.context_expr]
        elif isinstance(each, ast.Assign) and not isinstance(each.targets[0], ast.Name):
            held = [each.value]
        elif isinstance(each, ast.Call):
            if name(each.func) in _CLOSES:
                found.add(owner(each.func))
            held = [*each.args, *(keyword.value for keyword in each.keywords)]
        found |= {part.id for whole in held for part in _parts(whole) if isinstance(part, ast.Name)}
    return frozenset(found)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and, in a tuple, a list or a starred one, its members."""
    yield node
    if isinstance(node, (ast.Tuple, ast.List)):
        yield from node.elts
    elif isinstance(node, ast.Starred):
        yield node.value


@on(*FUNCTIONS, ast.Expr, ast.While)
def _left_behind(node: ast.AST, walk: Around) -> Found:
    """A temporary file that stays, a process nobody waits for, or a wait without an end."""
    if walk.is_test:
        return
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        said = {name(call.func) for call in calls(node)}
        for part in (each for each in walked(node) if isinstance(each, ast.Assign)):
            made = isinstance(part.value, ast.Call) and any(
                name(each.func) in {"mkstemp", "mkdtemp"} for each in calls(part.value)
            )
            kept = {each.id for target in part.targets for each in walked(target) if isinstance(each, ast.Name)}
            if (
                made
                and not said & {"remove", "unlink", "rmtree", "rename", "replace", "move"}
                and not any(_handed_out(node, each) for each in kept)
            ):
                yield part.lineno, "left-behind", DIMENSION, "Nobody takes this away again: TemporaryDirectory does."
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and name(node.value.func) == "Popen":
        yield node.lineno, "unseen-failure", DIMENSION, "Nobody waits for this process, or sees how it ends."
    elif isinstance(node, ast.While) and any(calls(node.test)) and all(_idles(part) for part in node.body):
        message = "If this never comes true, it waits for ever: set an end."
        yield node.lineno, "endless-wait", DIMENSION, message


def _handed_out(function: Function, kept: str) -> bool:
    """Whether a name is what a function gives back, or keeps in an object."""
    for each in walked(function):
        value = each.value if isinstance(each, (ast.Return, ast.Yield)) else None
        if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Attribute):
            value = each.value
        if value is not None and any(isinstance(part, ast.Name) and part.id == kept for part in _parts(value)):
            return True
    return False


def _idles(node: ast.stmt) -> bool:
    """Whether a statement does nothing but wait."""
    call = node.value if isinstance(node, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    return isinstance(node, (ast.Pass, ast.Continue)) or (isinstance(call, ast.Call) and name(call.func) == "sleep")


@on(*FUNCTIONS)
def _half_written(node: ast.AST, walk: Around) -> Found:
    """Two saves that belong together, and nothing that undoes the first."""
    body = getattr(node, "body", None)
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not isinstance(body, list):
        return
    saved = [part for part in body if isinstance(part, ast.Expr) and isinstance(part.value, ast.Call)]
    saves = [part for part in saved if isinstance(part.value, ast.Call) and name(part.value.func) == "save"]
    decorated = any("atomic" in ast.dump(each) or "transaction" in ast.dump(each) for each in node.decorator_list)
    if len(saves) > 1 and not decorated:
        message = "If the second save fails, the first stands alone: one transaction for both."
        yield saves[1].lineno, "half-written", DIMENSION, message


@on(*FUNCTIONS)
def _removed_first(node: ast.AST, walk: Around) -> Found:
    """The old file taken away before the new one is there."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    gone: dict[str, int] = {}
    for call in sorted(calls(node), key=lambda call: call.lineno):
        what = name(call.func)
        if what in {"remove", "unlink"} and owner(call.func) == "os" and call.args:
            gone[ast.unparse(call.args[0])] = call.lineno
        elif gone and what == "open" and call.args and "'w" in ast.unparse(call):
            line = gone.pop(ast.unparse(call.args[0]), None)
            if line is not None:
                message = "If writing fails, the old file is gone, too: write beside it, then replace."
                yield line, "removed-first", DIMENSION, message


@on(ast.ClassDef, *FUNCTIONS)
def _written_in_place(node: ast.AST, walk: Around) -> Found:
    """What a function has read, or an object reads again later, written over the only copy there is."""
    if walk.is_test or not isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    whose = "self." if isinstance(node, ast.ClassDef) else ""
    read, written = set[str](), dict[str, int]()
    for call in calls(node):
        what = name(call.func)
        if what == "open" and call.args and isinstance(call.func, ast.Name):
            path, mode = ast.unparse(call.args[0]), ast.unparse(call.args[1]) if len(call.args) > 1 else "'r'"
        elif what in {"read_text", "read_bytes", "write_text", "write_bytes"} and isinstance(call.func, ast.Attribute):
            path, mode = ast.unparse(call.func.value), "'r'" if what.startswith("read") else "'w'"
        else:
            continue
        if path.startswith(whose) and mode[1:2] == "w" and not path.endswith("devnull"):
            written.setdefault(path, call.lineno)
        elif path.startswith(whose) and mode[1:2] == "r":
            read.add(path)
    if not any(name(call.func) in {"replace", "rename", "renames"} for call in calls(node)):
        for path, line in written.items():
            if path in read:
                message = f"A failure in the midst leaves half of {path}: write beside it, then replace."
                yield line, "written-in-place", DIMENSION, message


@on(ast.Module, *FUNCTIONS, ast.With, ast.If, ast.For, ast.While, ast.Try)
def _unsafe_lock(node: ast.AST, walk: Around) -> Found:
    """A lock that stays taken when what it guards fails."""
    body = getattr(node, "body", None)
    if walk.is_test or not isinstance(body, list):
        return
    for part, following in itertools.pairwise(body):
        taken = isinstance(part, ast.Expr) and isinstance(part.value, ast.Call) and name(part.value.func) == "acquire"
        if taken and not isinstance(following, ast.Try) and any(name(call.func) == "release" for call in calls(node)):
            yield part.lineno, "unsafe-lock", DIMENSION, "If what follows fails, the lock is never released: use with."


@on(*FUNCTIONS)
def _not_given_back(node: ast.AST, walk: Around) -> Found:
    """Something lent by a pool, given back only where nothing fails."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for number, part in enumerate(node.body):
        call = part.value if isinstance(part, ast.Assign) else None
        call = call.value if isinstance(call, ast.Await) else call
        back = _LENT.get(name(call.func)) if isinstance(call, ast.Call) else None
        behind = node.body[number + 1 :]
        given = next((place for place, each in enumerate(behind) if back and _gives(each, back)), 0)
        if given and any(any(calls(each)) for each in behind[:given]):
            yield part.lineno, "not-given-back", DIMENSION, "If what follows fails, this is never given back: finally."


def _gives(part: ast.stmt, back: frozenset[str]) -> bool:
    call = part.value if isinstance(part, ast.Expr) else None
    call = call.value if isinstance(call, ast.Await) else call
    return isinstance(call, ast.Call) and name(call.func) in back


CHECKS: tuple[Check, ...] = (
    _not_given_back,
    _left_open,
    _left_behind,
    _half_written,
    _removed_first,
    _written_in_place,
    _unsafe_lock,
)
