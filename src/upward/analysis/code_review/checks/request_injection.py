"""Data of a web request that is run or obeyed: as SQL, by a shell, as Python, unpickled, as a path or an address."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.request_checks import checks_by_name
from upward.analysis.code_review.request_data import may_hold_slash, value_of
from upward.analysis.code_review.request_flow import Arrival, Sink, arrivals
from upward.analysis.code_review.request_position import at_start_of_address, at_start_of_path
from upward.analysis.code_review.scopes import Function

_EXECUTES = frozenset({"execute", "executemany", "executescript", "exec_driver_sql", "execute_sql"})
_TEXTS = frozenset({"raw", "text"})
# At the beginning of what is executed one word is enough; a function called `text` may show it to a person.
_STATEMENT = re.compile(r"(?i)\s*(?:select|insert|update|delete|drop|alter|create|call|exec)\b")
_CONNECTIONS = re.compile(
    r"(?:sqlite3|psycopg2?|pymysql|MySQLdb|mysql\.connector|duckdb|cx_Oracle|oracledb|pyodbc)\.connect\(\)(?:\.cursor\(\))?"
    r"|django\.db\.connection\.cursor\(\)|sqlalchemy\.create_engine\(\)(?:\.(?:connect|begin)\(\))?"
)
_RAW_SQL = re.compile(r"django\.db\.models\.expressions\.RawSQL")
_SQL = re.compile(
    r"(?i)\b(?:select\b.+\bfrom|insert\s+into|update\b.+\bset|delete\s+from|where|order\s+by)\b", re.DOTALL
)
_SHELLS = re.compile(r"os\.(?:system|popen)|subprocess\.get(?:status)?output|asyncio\.create_subprocess_shell")
_SUBPROCESS = re.compile(r"subprocess\.(?:run|Popen|call|check_call|check_output)")
_CODE = re.compile(r"builtins\.(?:eval|exec)")
_TEMPLATES = re.compile(
    r"(?:flask|quart)\.(?:templating\.)?render_template_string|jinja2\.(?:environment\.)?Template"
    r"|tornado\.template\.Template|jinja2\.(?:sandbox\.)?\w*Environment\(\)\.from_string"
)
_PICKLES = re.compile(r"(?:pickle|cPickle|marshal|dill|cloudpickle|jsonpickle)\.(?:loads|decode)|yaml\.unsafe_load")
_UNSAFE_LOADERS = re.compile(r"yaml\.(?:C?Loader|C?UnsafeLoader)")
_FILES = re.compile(
    r"builtins\.open|(?:io|codecs|aiofiles|gzip|zipfile)\.open|os\.(?:remove|unlink|rename|replace|rmdir|listdir)"
    r"|shutil\.(?:rmtree|copy\w*|move)|(?:flask|quart)\.send_file|(?:fastapi|starlette)\.responses\.FileResponse"
    r"|werkzeug\.utils\.send_file"
)
_FILE_METHODS = frozenset({"read_text", "read_bytes", "write_text", "write_bytes", "unlink", "open", "rmdir"})
_UPLOAD = re.compile(r"(?:flask|quart)\.request\.files(?:\.get\(\)|\[\]).save")
# What code calls that decides whether a path stays in its folder, or takes the folder off.
_PATH_GUARDS = frozenset({
    "secure_filename", "safe_join", "basename", "realpath", "abspath", "resolve", "normpath", "relative_to",
    "is_relative_to", "commonpath", "commonprefix", "is_safe_path", "get_valid_filename",
})  # fmt: skip
_VERBS = "get|post|put|patch|delete|head|options"
_ADDRESSES = re.compile(
    rf"(?:requests|httpx)\.(?:{_VERBS}|stream)|urllib\.request\.(?:urlopen|urlretrieve|Request)"
    rf"|(?:requests\.(?:sessions\.)?[sS]ession|httpx\.(?:Async)?Client|aiohttp\.(?:client\.)?ClientSession)\(\)\.(?:{_VERBS})"
)
_ADDRESS_GUARDS = frozenset({"urlparse", "urlsplit", "ip_address", "gethostbyname", "getaddrinfo"})


def _finder(message: str, *sinks: Sink) -> Callable[[SourceModule], Iterator[tuple[ast.AST, str]]]:
    """Give what yields the calls that data of a request arrives in, with the message and the way it takes."""

    def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
        for each in (found for sink in sinks for found in arrivals(module, sink)):
            yield each.call, _way(module, each) + message

    return find


def _way(module: SourceModule, arrival: Arrival) -> str:
    if arrival.harm is arrival.call:
        return ""
    file = "line" if arrival.where is module else f"{arrival.where.path}, line"
    return f"Through `{ast.unparse(arrival.call.func)}` ({file} {arrival.harm.lineno}): "


def _first(call: ast.Call) -> ast.expr | None:
    return call.args[0] if call.args else None


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _statement(_module: SourceModule, call: ast.Call) -> ast.expr | None:
    return _first(call) if _name(call) in _EXECUTES else None


def _whole_statement(module: SourceModule, call: ast.Call) -> ast.expr | None:
    """Give what a known connection executes, or a part of a query that Django's ORM takes as it is."""
    if isinstance(call.func, ast.Attribute) and call.func.attr == "extra":
        return next((each.value for each in call.keywords if each.arg in {"where", "tables", "order_by"}), None)
    if _RAW_SQL.fullmatch(module.origin(call.func)):
        return _first(call)
    held = call.func.value if isinstance(call.func, ast.Attribute) and call.func.attr in _EXECUTES else None
    return _first(call) if held is not None and _CONNECTIONS.fullmatch(module.origin(held)) else None


def _text(_module: SourceModule, call: ast.Call) -> ast.expr | None:
    return _first(call) if _name(call) in _TEXTS else None


def _is_query(text: str) -> bool:
    return _SQL.search(text) is not None


def _begins_statement(text: str) -> bool:
    return any(_STATEMENT.match(each) for each in text.split("\n")) or _is_query(text)


def _shell_command(module: SourceModule, call: ast.Call) -> ast.expr | None:
    path = module.origin(call.func)
    by_shell = any(
        each.arg == "shell" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )
    return _first(call) if _SHELLS.fullmatch(path) or (by_shell and _SUBPROCESS.fullmatch(path)) else None


def _of(pattern: re.Pattern[str], keyword: str = "") -> Callable[[SourceModule, ast.Call], ast.expr | None]:
    """Give the first argument of the functions that a pattern names, or the one with that keyword."""

    def argument(module: SourceModule, call: ast.Call) -> ast.expr | None:
        if not pattern.fullmatch(module.origin(call.func)):
            return None
        return _first(call) or next((each.value for each in call.keywords if keyword and each.arg == keyword), None)

    return argument


def _pickle(module: SourceModule, call: ast.Call) -> ast.expr | None:
    path = module.origin(call.func)
    loaders = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "Loader")]
    is_unsafe = path == "yaml.load" and any(_UNSAFE_LOADERS.fullmatch(module.origin(each)) for each in loaders)
    return _first(call) if is_unsafe or _PICKLES.fullmatch(path) else None


def _file(module: SourceModule, call: ast.Call) -> ast.expr | None:
    path = module.origin(call.func)
    if _FILES.fullmatch(path) or _UPLOAD.fullmatch(path):
        return _first(call)
    if isinstance(call.func, ast.Attribute) and call.func.attr in _FILE_METHODS:
        parts = value_of(module, call.func.value, at_start_of_path)
        is_path = any(
            (isinstance(each, ast.BinOp) and isinstance(each.op, ast.Div)) or module.origin(each) == "pathlib.Path()"
            for each in parts
        )
        return call.func.value if is_path else None
    return None


def _calls_one_of(names: frozenset[str]) -> Callable[[SourceModule, Function], bool]:
    """Give what says whether a function calls one of those, or what is a check by its name; `__file__` needs none."""

    def is_guarded(_module: SourceModule, function: Function) -> bool:
        calls = [each for each in ast.walk(function) if isinstance(each, ast.Call)]
        return any((_name(each) in names and not _is_of_file(each)) or checks_by_name(each) for each in calls)

    return is_guarded


def _is_of_file(call: ast.Call) -> bool:
    return any(isinstance(each, ast.Name) and each.id == "__file__" for each in ast.walk(call))


CHECKS = (
    Check(
        "sql-injection", "security", "error",
        _finder(
            "SQL injection: the query text contains request data. Pass it as a parameter instead.",
            Sink(_statement, is_harmful=_begins_statement), Sink(_text, is_harmful=_is_query), Sink(_whole_statement),
        ),
        cwe=89,
    ),
    Check(
        "command-injection", "security", "error",
        _finder(
            "Command injection: a shell reads data of the request. Give a list of arguments and leave out `shell=True`.",
            Sink(_shell_command),
        ),
        cwe=78,
    ),
    Check(
        "code-injection", "security", "error",
        _finder(
            "Code injection: data of the request is run as Python. Read it with `json` or `ast.literal_eval`.",
            Sink(_of(_CODE)),
        ),
        cwe=95,
    ),
    Check(
        "template-injection", "security", "error",
        _finder(
            "Template injection: data of the request is run as a template. Pass it to the template as a value.",
            Sink(_of(_TEMPLATES, "source")),
        ),
        cwe=1336,
    ),
    Check(
        "unsafe-deserialization", "security", "error",
        _finder(
            "Unsafe deserialization: data of the request can run code as it is loaded. Use `json`.", Sink(_pickle)
        ),
        cwe=502,
    ),
    Check(
        "path-traversal", "security", "error",
        _finder(
            "Path traversal: the request names the file, and `../` leaves the folder. Check that the resolved path is inside.",
            Sink(_file, kept=at_start_of_path, is_source=may_hold_slash, is_guarded=_calls_one_of(_PATH_GUARDS)),
        ),
        cwe=22,
    ),
    Check(
        "request-forgery", "security", "error",
        _finder(
            "Server-side request forgery: the request names the host that the server calls. Allow only listed hosts.",
            Sink(_of(_ADDRESSES, "url"), kept=at_start_of_address, is_guarded=_calls_one_of(_ADDRESS_GUARDS)),
        ),
        cwe=918,
    ),
)  # fmt: skip
