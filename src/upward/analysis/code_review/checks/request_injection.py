"""Data of a web request that is run: as SQL, by a shell, as Python, or unpickled."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.request_data import holds_request_data
from upward.analysis.code_review.scopes import Assigned

_QUERIES = frozenset({"execute", "executemany", "executescript", "raw", "text", "exec_driver_sql", "execute_sql"})
_SQL = re.compile(
    r"(?i)\b(?:select\b.+\bfrom|insert\s+into|update\b.+\bset|delete\s+from|where|order\s+by)\b", re.DOTALL
)
_SHELLS = re.compile(r"os\.(?:system|popen)|subprocess\.get(?:status)?output|asyncio\.create_subprocess_shell")
_SUBPROCESS = re.compile(r"subprocess\.(?:run|Popen|call|check_call|check_output)")
_CODE = re.compile(r"builtins\.(?:eval|exec)")
_PICKLES = re.compile(r"(?:pickle|cPickle|marshal|dill|cloudpickle|jsonpickle)\.(?:loads|decode)|yaml\.unsafe_load")
_UNSAFE_LOADERS = re.compile(r"yaml\.(?:C?Loader|C?UnsafeLoader)")
Argument = Callable[[SourceModule, ast.Call], ast.expr | None]


def _finder(argument: Argument, message: str) -> Callable[[SourceModule], Iterator[tuple[ast.AST, str]]]:
    """Give what yields the calls whose argument of that kind holds data of a request."""

    def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
        for call in module.calls:
            given = argument(module, call)
            if given is not None and holds_request_data(module, given):
                yield call, message

    return find


def _first(call: ast.Call) -> ast.expr | None:
    return call.args[0] if call.args else None


def _query(module: SourceModule, call: ast.Call) -> ast.expr | None:
    """Give a query's text that is put together from parts."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    given = _first(call) if name in _QUERIES else None
    return given if given is not None and _SQL.search(_constant_text(module, given)) else None


def _constant_text(module: SourceModule, node: ast.expr) -> str:
    """Give the constant parts of a text, following a name to what is assigned to it."""
    if isinstance(node, ast.Name) and (scope := module.scope_of.get(node)) and (found := scope.lookup(node.id)):
        values = [each.value for each in found[1] if isinstance(each, Assigned)]
    else:
        values = [node]
    parts = (each for value in values for each in ast.walk(value))
    return " ".join(each.value for each in parts if isinstance(each, ast.Constant) and isinstance(each.value, str))


def _shell_command(module: SourceModule, call: ast.Call) -> ast.expr | None:
    path = module.origin(call.func)
    by_shell = any(
        each.arg == "shell" and isinstance(each.value, ast.Constant) and each.value.value is True
        for each in call.keywords
    )
    return _first(call) if _SHELLS.fullmatch(path) or (by_shell and _SUBPROCESS.fullmatch(path)) else None


def _code(module: SourceModule, call: ast.Call) -> ast.expr | None:
    return _first(call) if _CODE.fullmatch(module.origin(call.func)) else None


def _pickle(module: SourceModule, call: ast.Call) -> ast.expr | None:
    path = module.origin(call.func)
    loaders = [*call.args[1:2], *(each.value for each in call.keywords if each.arg == "Loader")]
    is_unsafe = path == "yaml.load" and any(_UNSAFE_LOADERS.fullmatch(module.origin(each)) for each in loaders)
    return _first(call) if is_unsafe or _PICKLES.fullmatch(path) else None


CHECKS = (
    Check(
        "sql-injection", "security", "error",
        _finder(_query, "SQL injection: the query text contains request data. Pass it as a parameter instead."),
        cwe=89,
    ),
    Check(
        "command-injection", "security", "error",
        _finder(
            _shell_command,
            "Command injection: a shell reads data of the request. Give a list of arguments and leave out `shell=True`.",
        ),
        cwe=78,
    ),
    Check(
        "code-injection", "security", "error",
        _finder(_code, "Code injection: data of the request is run as Python. Read it with `json` or `ast.literal_eval`."),
        cwe=95,
    ),
    Check(
        "unsafe-deserialization", "security", "error",
        _finder(_pickle, "Unsafe deserialization: data of the request can run code as it is loaded. Use `json`."),
        cwe=502,
    ),
)  # fmt: skip
