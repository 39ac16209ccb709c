"""Network calls that wait without end: libraries that have no time limit by default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.scopes import Function

_VERBS = r"(?:get|post|put|patch|delete|head|options|request)"
# Each with the place of `timeout` among the positional arguments, None where it is a keyword only.
WITHOUT_DEFAULT: tuple[tuple[re.Pattern[str], int | None], ...] = (
    (re.compile(rf"requests(?:\.sessions)?\.[sS]ession\(\)\.{_VERBS}"), None),
    (re.compile(r"urllib\.request\.urlopen"), 2),
    (re.compile(r"urllib\.request\.(?:build_opener|OpenerDirector)\(\)\.open"), 2),
    (re.compile(r"smtplib\.SMTP"), 3),
    (re.compile(r"smtplib\.SMTP_SSL"), 5),
    (re.compile(r"imaplib\.IMAP4(?:_SSL)?"), None),
    (re.compile(r"poplib\.POP3(?:_SSL)?"), None),
    (re.compile(r"ftplib\.FTP(?:_TLS)?"), 4),
    (re.compile(r"http\.client\.HTTPS?Connection"), 2),
    (re.compile(r"socket\.create_connection"), 1),
    (re.compile(r"urllib3\.PoolManager\(\)\.request"), None),
)
_MAKERS = (
    "requests.Session", "requests.session", "requests.sessions.Session", "requests.sessions.session", "urllib3.PoolManager",
)  # fmt: skip


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each call that has no time limit of its own and whose library has none."""
    if _sets_default(module):
        return
    found: dict[tuple[ast.AST | None, str], list[ast.Call]] = {}
    for call in module.calls:
        if module.function_around(call) is None:
            continue  # a script: a person is waiting
        path = module.origin(call.func)
        place = next((each for each in WITHOUT_DEFAULT if each[0].fullmatch(path)), None) if path else None
        if place is None or _has_limit(call, place[1]) or _client_has_limit(module, call):
            continue
        found.setdefault(_owner(module, call), []).append(call)
    for calls in found.values():
        more = f" ({len(calls)} calls, to line {calls[-1].lineno})" if len(calls) > 1 else ""
        waits = (
            f"No time limit: `{ast.unparse(calls[0].func)}` waits forever when the other side does not answer{more}."
        )
        yield calls[0], f"{waits} Give `timeout` in seconds."


def _owner(module: SourceModule, call: ast.Call) -> tuple[ast.AST | None, str]:
    """Give the class or function around a call, and the session it is made on: told once for all its calls."""
    around = [each for each in module.ancestors(call) if isinstance(each, (ast.ClassDef, Function))]
    held = call.func.value if isinstance(call.func, ast.Attribute) else call.func
    return (around[-1] if around else None), ast.unparse(held)


def _has_limit(call: ast.Call, place: int | None) -> bool:
    if any(each.arg is None or each.arg == "timeout" for each in call.keywords):
        return True
    return any(isinstance(each, ast.Starred) for each in call.args) or (place is not None and len(call.args) > place)


def _client_has_limit(module: SourceModule, call: ast.Call) -> bool:
    """Whether a session or pool may have a limit of its own.

    That is so where it is made in another file, which is not seen here, and where this file mounts an adapter, replaces
    `request`, or gives a pool a `timeout`.
    """
    path = module.origin(call.func)
    maker = next((each for each in _MAKERS if path.startswith(f"{each}()")), "")
    if not maker:
        return False
    made = [each for each in module.calls if module.origin(each.func) == maker]
    given = any(k.arg == "timeout" for each in made for k in each.keywords)
    changed = any(
        isinstance(each, ast.Attribute)
        and (each.attr == "mount" or (each.attr in {"request", "send"} and isinstance(each.ctx, ast.Store)))
        for each in module.nodes
    )
    return not made or given or changed


def _sets_default(module: SourceModule) -> bool:
    return any(
        isinstance(each, ast.Call) and module.origin(each.func) == "socket.setdefaulttimeout" for each in module.nodes
    )


CHECKS = (Check("no-timeout", "error handling", "warning", find, cwe=1088, in_one_off=False),)
