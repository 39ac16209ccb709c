"""What keeps an event loop from everybody else: calls that wait, clients that know no await, locks held meanwhile."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator

from upward.analysis.faults._tree import FUNCTIONS, VERBS, Around, Check, Found, calls, name, on, owner, place, walked
from upward.analysis.faults._values import module_of, value_of

DIMENSION = "performance"
_READERS = frozenset("read_csv read_excel read_json read_parquet read_sql read_sql_query read_feather".split())
_CALLS = {
    "time": frozenset({"sleep"}),
    "os": frozenset(
        "system popen wait wait3 wait4 waitid waitpid posix_spawn posix_spawnp fdopen spawnl spawnle"
        " spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe".split()
    ),
    "subprocess": frozenset({"run", "call", "check_call", "check_output", "getoutput", "getstatusoutput", "Popen"}),
    "requests": VERBS,
    "socket": frozenset({"create_connection", "gethostbyname", "getaddrinfo"}),
    "shutil": frozenset("copy copy2 copyfile copytree rmtree move make_archive unpack_archive".split()),
    "hashlib": frozenset({"pbkdf2_hmac", "scrypt"}),
    "bcrypt": frozenset({"hashpw", "checkpw"}),
    "sqlite3": frozenset({"connect"}),
    "psycopg2": frozenset({"connect"}),
    "pymysql": frozenset({"connect"}),
    "smtplib": frozenset({"SMTP", "SMTP_SSL"}),
    "pd": _READERS,
    "pandas": _READERS,
}
_STORE = frozenset("get set delete hget hset lpush rpush lpop rpop blpop brpop incr expire publish".split())
# What is made by these knows no await; of some, only a few methods wait.
_MADE = {
    ("requests", "Session"): VERBS,
    ("requests", "session"): VERBS,
    ("queue", "Queue"): frozenset({"get", "put", "join"}),
    ("threading", "Thread"): frozenset({"join"}),
    ("", "Thread"): frozenset({"join"}),
    ("threading", "Event"): frozenset({"wait"}),
    ("redis", "Redis"): _STORE,
    ("redis", "from_url"): _STORE,
    ("boto3", "client"): None,
    ("httpx", "Client"): None,
    ("", "PoolManager"): None,
    ("urllib3", "PoolManager"): None,
    ("urllib3", "HTTPConnectionPool"): None,
    ("urllib3", "HTTPSConnectionPool"): None,
    ("", "MongoClient"): None,
    ("pymongo", "MongoClient"): None,
}
_QUERIES = frozenset("query execute commit get scalars scalar flush refresh".split())
_FILES = frozenset("TextIO BinaryIO TextIOWrapper BufferedReader BufferedWriter BufferedRandom FileIO".split())
_OF_FILES = frozenset("read readline readlines write writelines flush seek truncate".split())
_LOCKS = frozenset({"Lock", "RLock", "Semaphore", "Condition", "BoundedSemaphore"})
_WAITS = (ast.Await, ast.AsyncFor, ast.AsyncWith)


def _waits(call: ast.Call) -> bool:
    """Whether a call waits for a disk, another process, another machine or a long reckoning."""
    whose, what = owner(call.func), name(call.func)
    if what == "result" and isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Call):
        return name(call.func.value.func) == "submit"
    return what in _CALLS.get(whose, ()) or what == "urlopen"


@on(ast.Call)
def _blocking(node: ast.AST, walk: Around) -> Found:
    """A blocking call in an asynchronous function."""
    if not isinstance(node, ast.Call) or not walk.asynchronous[-1] or not _waits(node) or walk.function is None:
        return
    # What is awaited is another library's function of the same name.
    if not any(isinstance(each, ast.Await) and each.value is node for each in walked(walk.function)):
        yield node.lineno, "blocking-in-async", DIMENSION, "This blocks the event loop for everybody."


@on(ast.Module)
def _without_await(node: ast.AST, walk: Around) -> Found:
    """A client, a queue or a session that knows no await, asked in an asynchronous function."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    shared = dict(_kept(node.body))
    for function in (each for each in walked(node) if isinstance(each, ast.AsyncFunctionDef)):
        awaited = {id(each.value) for each in walked(function) if isinstance(each, ast.Await)}
        known = shared | dict(_kept(walked(function))) | _sessions(function)
        for call in calls(function):
            if not isinstance(call.func, ast.Attribute) or not isinstance(call.func.value, ast.Name):
                continue
            methods = known.get(call.func.value.id, frozenset())
            if id(call) not in awaited and (methods is None or call.func.attr in methods):
                message = f"{call.func.value.id} knows no await: this blocks the event loop for everybody."
                yield call.lineno, "blocking-in-async", DIMENSION, message


def _kept(parts: Iterable[ast.AST]) -> Iterator[tuple[str, frozenset[str] | None]]:
    """Yield the names of what is made by those that know no await, with the methods that wait; None for all of them."""
    for part in parts:
        made, targets = (part.value, part.targets) if isinstance(part, ast.Assign) else (None, [])
        if isinstance(part, ast.withitem) and part.optional_vars is not None:
            made, targets = part.context_expr, [part.optional_vars]
        key = (owner(made.func), name(made.func)) if isinstance(made, ast.Call) else ("", "")
        if key in _MADE:
            yield from ((each.id, _MADE[key]) for each in targets if isinstance(each, ast.Name))


def _sessions(function: ast.AsyncFunctionDef) -> dict[str, frozenset[str] | None]:
    """Give the parameters that by their types know no await: SQLAlchemy's sessions, clients, and open files."""
    found: dict[str, frozenset[str] | None] = {}
    for each in (*function.args.args, *function.args.kwonlyargs):
        kind = each.annotation
        # What may be missing is written as this or None.
        kind = kind.left if isinstance(kind, ast.BinOp) else kind
        if kind is None:
            continue
        if name(kind) == "Session":
            found[each.arg] = _QUERIES
        elif name(kind) in _FILES:
            found[each.arg] = _OF_FILES
        elif (owner(kind), name(kind)) in _MADE:
            found[each.arg] = _MADE[owner(kind), name(kind)]
    return found


@on(ast.Module)
def _locked_meanwhile(node: ast.AST, walk: Around) -> Found:
    """A lock of threads held while something is awaited: whoever else wants it stops the loop that would free it."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    locks = {
        ast.unparse(each.targets[0])
        for each in walked(node)
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.Call)
        if owner(each.value.func) == "threading" and name(each.value.func) in _LOCKS
    }
    for part in (each for each in walked(node) if locks and isinstance(each, ast.With)):
        held = any(ast.unparse(item.context_expr) in locks for item in part.items)
        if held and any(isinstance(each, ast.Await) for each in walked(part)):
            message = "Whoever else wants this lock stops the loop that would free it: asyncio.Lock."
            yield part.lineno, "locked-meanwhile", "error handling", message


@on(ast.Call)
def _loop_in_loop(node: ast.AST, walk: Around) -> Found:
    """A second event loop begun where one runs."""
    if walk.is_test or not isinstance(node, ast.Call) or not walk.asynchronous[-1]:
        return
    if place(node) == ("asyncio", "run") or name(node.func) == "run_until_complete":
        yield node.lineno, "loop-in-loop", "error handling", "A loop runs already, so that this fails: await."


@on(ast.While)
def _never_yields(node: ast.AST, walk: Around) -> Found:
    """A loop of a coroutine that never ends and never lets anybody else have a turn."""
    if walk.is_test or not isinstance(node, ast.While) or not walk.asynchronous[-1]:
        return
    inner = {id(each) for part in walked(node) if isinstance(part, (*FUNCTIONS, ast.Lambda)) for each in walked(part)}
    turns = (*_WAITS, ast.Yield, ast.Break, ast.Return, ast.Raise)
    endless = isinstance(node.test, ast.Constant) and bool(node.test.value)
    if endless and not any(isinstance(each, turns) and id(each) not in inner for each in walked(node)):
        message = "Nobody else gets a turn while this goes round: await something in it."
        yield node.lineno, "blocking-in-async", DIMENSION, message


@on(ast.With)
def _lock_of_threads(node: ast.AST, walk: Around) -> Found:
    """A lock of threads taken in a coroutine: while it waits, so does everybody."""
    if walk.is_test or not isinstance(node, ast.With) or not walk.asynchronous[-1]:
        return
    for item in node.items:
        made = value_of(item.context_expr, module_of(node))
        held = any(isinstance(each, ast.Await) for part in node.body for each in walked(part))
        if isinstance(made, ast.Call) and owner(made.func) == "threading" and name(made.func) in _LOCKS and not held:
            message = "While this waits for its lock, so does everybody on the loop: asyncio.Lock."
            yield node.lineno, "blocking-in-async", DIMENSION, message


@on(ast.AsyncFunctionDef)
def _left_set(node: ast.AST, walk: Around) -> Found:
    """A context variable set by a coroutine and not put back: whoever shares its context sees it."""
    if walk.is_test or not isinstance(node, ast.AsyncFunctionDef):
        return
    module = module_of(node)
    for part in walked(node):
        match part:
            # Whoever keeps what `set` gives may put it back.
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=kept) as variable, attr="set"))):
                made = value_of(variable, module)
                if isinstance(made, ast.Call) and name(made.func) == "ContextVar":
                    message = f"Whoever shares this context sees it: token = {kept}.set(…), and reset in a finally."
                    yield part.lineno, "left-set", "error handling", message


@on(ast.Try)
def _cancellation_lost(node: ast.AST, walk: Around) -> Found:
    """Everything caught around an await, the request to stop with it, and nothing raised again."""
    if walk.is_test or not isinstance(node, ast.Try) or not walk.asynchronous[-1]:
        return
    if not any(isinstance(each, ast.Await) for part in node.body for each in walked(part)):
        return
    for handler in node.handlers:
        broad = handler.type is None or name(handler.type) == "BaseException"
        told = any(
            isinstance(each, (ast.Raise, ast.Return, ast.Break)) for part in handler.body for each in walked(part)
        )
        says = any(re.search(r"log|print", ast.unparse(call.func)) for part in handler.body for call in calls(part))
        if broad and says and not told:
            message = "Whoever cancels this is not heard: catch Exception, or raise again."
            yield handler.lineno, "cancellation-lost", "error handling", message


CHECKS: tuple[Check, ...] = (
    _blocking,
    _without_await,
    _locked_meanwhile,
    _loop_in_loop,
    _never_yields,
    _lock_of_threads,
    _left_set,
    _cancellation_lost,
)
