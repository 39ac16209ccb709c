"""Safeguards that a program's settings switch off: of cookies, forms and passwords; a debugger for everybody."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from upward.analysis.faults._tree import Around, Check, Found, name, on, place
from upward.analysis.faults._values import argument, says

DIMENSION = "security"
# Settings of Django, Flask and their extensions that are safeguards while they are on, and what is open without them.
_SAFEGUARDS = {
    "SESSION_COOKIE_SECURE": "anybody on the line reads the session",
    "CSRF_COOKIE_SECURE": "anybody on the line reads the token",
    "REMEMBER_COOKIE_SECURE": "anybody on the line reads who is remembered",
    "JWT_COOKIE_SECURE": "anybody on the line reads the token",
    "LANGUAGE_COOKIE_SECURE": "anybody on the line reads it",
    "SESSION_COOKIE_HTTPONLY": "any script reads the session",
    "CSRF_COOKIE_HTTPONLY": "any script reads the token",
    "REMEMBER_COOKIE_HTTPONLY": "any script reads who is remembered",
    "SECURE_SSL_REDIRECT": "pages are served over a line anybody reads",
    "SECURE_CONTENT_TYPE_NOSNIFF": "a browser may take an upload for a script",
    "SECURE_HSTS_SECONDS": "a browser may be led to the open line first",
    "WTF_CSRF_ENABLED": "any page may send forms in the user's name",
    "WTF_CSRF_CHECK_DEFAULT": "any page may send forms in the user's name",
    "JWT_COOKIE_CSRF_PROTECT": "any page may act in the user's name",
}
_WEAK_HASHERS = ("MD5", "SHA1", "Unsalted", "Crypt")
_OF_DJANGO = frozenset({"INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF", "ALLOWED_HOSTS", "SECRET_KEY"})


def _settings(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """Yield the settings that a statement gives, by their names: a name's, a table's, an update's."""
    match node:
        case (
            ast.Assign(targets=[ast.Name(id=asked)], value=value)
            | ast.AnnAssign(target=ast.Name(id=asked), value=ast.expr() as value)
        ):
            yield asked, value
        case ast.Assign(targets=[ast.Subscript(slice=ast.Constant(value=str(asked)))], value=value):
            yield asked, value
        case ast.Call(keywords=given) if name(node.func) in {"update", "from_mapping", "dict"}:
            yield from ((each.arg, each.value) for each in given if each.arg)
        case ast.Dict(keys=keys, values=values):
            pairs = zip(keys, values, strict=True)
            yield from (
                (key.value, value)
                for key, value in pairs
                if isinstance(key, ast.Constant) and isinstance(key.value, str)
            )


@on(ast.Assign, ast.AnnAssign, ast.Call, ast.Dict)
def _safeguard_off(node: ast.AST, walk: Around) -> Found:
    """A safeguard that a setting switches off."""
    for asked, value in () if walk.is_test else _settings(node):
        written = [str(each.value) for each in getattr(value, "elts", ()) if isinstance(each, ast.Constant)]
        if asked in _SAFEGUARDS and (says(value, False) or says(value, 0)):  # noqa: FBT003 - what is compared
            yield value.lineno, "safeguard-off", DIMENSION, f"Without {asked}, {_SAFEGUARDS[asked]}."
        elif asked == "PASSWORD_HASHERS" and any(each in "".join(written[:1]) for each in _WEAK_HASHERS):
            message = "Passwords kept like this are guessed by the million a second."
            yield value.lineno, "fast-hash", DIMENSION, message
        elif asked == "MIDDLEWARE" and "SessionMiddleware" in str(written) and "csrf" not in str(written).lower():
            message = "Any page may act here in the user's name: CsrfViewMiddleware."
            yield value.lineno, "csrf-exempt", DIMENSION, message


@on(ast.Module)
def _open_for_repair(node: ast.AST, walk: Around) -> Found:
    """Everybody shown the inside of a site that fails."""
    if not isinstance(node, ast.Module) or walk.is_test:
        return
    tops = {name(each.targets[0]): each.value for each in node.body if isinstance(each, ast.Assign)}
    if says(tops.get("DEBUG"), True) and _OF_DJANGO & tops.keys():  # noqa: FBT003 - what is compared
        message = "Whoever meets a failure is shown the inside, settings and all."
        yield tops["DEBUG"].lineno, "debugger-for-all", DIMENSION, message


@on(ast.Call)
def _debugger(node: ast.AST, walk: Around) -> Found:
    """A server started with its debugger, which runs what anybody types."""
    if walk.is_test or not isinstance(node, ast.Call) or place(node) not in {("app", "run"), ("application", "run")}:
        return
    if says(argument(node, "debug"), True):  # noqa: FBT003 - what is compared
        yield node.lineno, "debugger-for-all", DIMENSION, "The debugger runs what whoever meets a failure types."


CHECKS: tuple[Check, ...] = (_safeguard_off, _open_for_repair, _debugger)
