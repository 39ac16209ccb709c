"""Secrets that stand in the code: by shape, by the name they are given, in an address, or as what holds by default."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.faults._tree import SECRET, Around, Check, Found, name, on

DIMENSION = "security"
_IN_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s:@{}<>$%]+:[^/\s@{}<>$%*]{3,}@[\w.-]+")
# As their houses document them: AWS, Stripe, GitHub, Slack, Google, OpenAI and Anthropic, SendGrid, and keys in PEM.
_SHAPE = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\b[rs]k_(?:live|test)_[0-9A-Za-z]{10,}|\bgh[pousr]_[0-9A-Za-z]{30,}|\bgithub_pat_\w{30,}"
    r"|\bxox[abprs]-[0-9A-Za-z-]{10,}|\bAIza[\w-]{35}|\bsk-(?:ant-|proj-)?[\w-]{20,}|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bglpat-[\w-]{20,}"
    r"|-----BEGIN (?:RSA |EC |OPENSSH |DSA )?PRIVATE KEY-----"
)
# What ruff's own rules (passwords, tokens, secrets) do not know by name.
_NAMED = re.compile(
    r"(?i)(?:^|_)(?:api_?key|access_?key(?:_?id)?|secret_?key|private_?key|auth_?key|signing_?key|encryption_?key|app_?key"
    r"|client_?secret|credentials?|passwd|jwt_?secret|master_?key|account_?key|license_?key)$"
)
# What stands where a secret goes in an example, or names where it is found.
_NO_SECRET = re.compile(
    r"(?i)your|change|example|placeholder|dummy|fake|sample|todo|xxx|\*\*\*|\.\.\.|[<>{}$%?\s]|^test|^(?:none|null|true|false)$|://"
    r"|^[a-z]+(?:[_.-][a-z]+)*$"
)
_PUT_LATER = re.compile(
    r"(?i)(?:<?(?:your|my|insert|put|enter|add|replace)[-_ ][\w -]*(?:key|token|secret|password|here|this)[\w -]*>?"
    r"|change[-_ ]?me|to-?do|xxx+|fixme|placeholder|replace[-_ ]?me|secret[-_]key[-_]here)[.!]*"
)
_SHORTEST = 8


@on(ast.Constant)
def _known_shape(node: ast.AST, walk: Around) -> Found:
    """A key of a known house, or a password inside of an address."""
    if walk.is_test or not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    if _SHAPE.search(node.value) and not re.search(r"(?i)example|xxxx", node.value):
        yield node.lineno, "secret-in-code", DIMENSION, "A key stands here for everybody who reads the code: revoke it."
    elif "://" in node.value and "\n" not in node.value and _IN_ADDRESS.search(node.value):
        yield node.lineno, "secret-in-address", DIMENSION, "A password stands in this address: read it from outside."


@on(ast.Assign, ast.AnnAssign, ast.Call, ast.Dict)
def _named_so(node: ast.AST, walk: Around) -> Found:
    """A text given to a name that says it is a secret."""
    if walk.is_test:
        return
    for named, value in _given(node):
        known = isinstance(value, ast.Constant) and isinstance(value.value, str) and _NAMED.search(named)
        if not known or not isinstance(value, ast.Constant) or _SHAPE.search(str(value.value)):
            continue
        if len(str(value.value)) >= _SHORTEST and not _NO_SECRET.search(str(value.value)):
            yield value.lineno, "secret-in-code", DIMENSION, f"{named} stands in the code: read it from outside."


def _given(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    match node:
        case ast.Assign(targets=targets, value=value):
            yield from ((_said(target), value) for target in targets)
        case ast.AnnAssign(target=target, value=value):
            yield _said(target), value
        case ast.Call(keywords=keywords):
            yield from ((each.arg or "", each.value) for each in keywords)
        case ast.Dict(keys=keys, values=values):
            yield from ((_said(key), value) for key, value in zip(keys, values, strict=True) if key is not None)


def _said(target: ast.expr) -> str:
    """Give the name of a target, or the key it is kept under."""
    at = target.slice if isinstance(target, ast.Subscript) else target
    return at.value if isinstance(at, ast.Constant) and isinstance(at.value, str) else name(target)


@on(ast.Assign, ast.AnnAssign, ast.Dict)
def _put_later(node: ast.AST, walk: Around) -> Found:
    """A text that stands where a secret was to be put, and goes into production as it is."""
    if walk.is_test:
        return
    for named, value in _given(node):
        text = value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""
        if (_NAMED.search(named) or SECRET.fullmatch(named)) and _PUT_LATER.fullmatch(text):
            message = f"{named} was to be put in here, and never was: read it from outside."
            yield node.lineno, "secret-to-come", DIMENSION, message  # type: ignore[attr-defined]


@on(ast.Call)
def _by_default(node: ast.AST, walk: Around) -> Found:
    """A secret that holds where nobody set any."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) not in {"get", "getenv"}:
        return
    match node.args:
        case [ast.Constant(value=str(key)), ast.Constant(value=str(otherwise))] if otherwise and key.isupper():
            if SECRET.search(key):
                message = "Where nobody sets it, everybody knows this secret: refuse to start."
                yield node.lineno, "secret-by-default", DIMENSION, message


CHECKS: tuple[Check, ...] = (_known_shape, _named_so, _put_later, _by_default)
