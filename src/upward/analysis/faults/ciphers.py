"""Keys, salts and digests that are there and keep nothing: too short, too weak, guessable, or one for everybody."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.faults._tree import Around, Check, Found, calls, name, on, owner, walked
from upward.analysis.faults._values import argument, constant, imported, value_of

DIMENSION = "security"
_WEAK = re.compile(r"(?i)md[245]|sha-?1|sha|ripemd-?160|md5-sha1|rmd160")
# Bytes that each digest gives: a key that is shorter gives less than the digest could.
_SIZES = {
    "sha224": 28, "sha256": 32, "sha384": 48, "sha512": 64, "sha512_256": 32, "sm3": 32, "blake2b": 64, "blake2s": 32,
    "sha3_224": 28, "sha3_256": 32, "sha3_384": 48, "sha3_512": 64,
}  # fmt: skip
_MADE_KEYS = frozenset({"token_bytes", "urandom", "token_hex", "token_urlsafe"})
# What secrets gives where nobody says how much.
_USUAL = 32
_SHORTEST_TOKEN = 16
_FEWEST_ROUNDS = 100_000
_KEPT_SECRET = re.compile(r"(?i)token|secret|key|passw|session|nonce|salt|csrf|reset|invite|otp|auth|verif")
_DERIVES = {"pbkdf2_hmac": 2, "scrypt": None, "blake2b": None, "blake2s": None}
# Curves under 224 bits, as OpenSSL and `cryptography` call them.
_SMALL_CURVE = re.compile(r"(?i)(?:prime|secp|sect)(?:1[1-9]\d|20\d)\w*|prime192v\d|c2pnb1[67]\w+")


def _digest(node: ast.expr | None, module: ast.Module) -> str:
    """Give the name of a digest: written as text, or as hashlib's function, called or not."""
    found = value_of(node, module)
    if isinstance(found, ast.Constant):
        return found.value if isinstance(found.value, str) else ""
    return name(found) if found is not None else ""


@on(ast.Module)
def _signed_weakly(node: ast.AST, walk: Around) -> Found:
    """A signature by a digest that was broken, or by a key shorter than what the digest gives."""
    if walk.is_test or not isinstance(node, ast.Module) or not imported(node) & {"hmac", "hashlib"}:
        return
    for call in calls(node):
        whose, what = owner(call.func), name(call.func)
        if whose == "hmac" and what in {"new", "digest"}:
            by = _digest(argument(call, "digestmod" if what == "new" else "digest", 2), node)
            if _WEAK.fullmatch(by):
                yield call.lineno, "signed-weakly", DIMENSION, f"{by} is no digest to sign with any more: sha256."
            elif _length(argument(call, "key", 0), node) < _SIZES.get(by, 0):
                message = f"A key for {by} has {_SIZES[by]} bytes, as long as what it gives; this one has fewer."
                yield call.lineno, "short-key", DIMENSION, message
        elif what == "pbkdf2_hmac" and _WEAK.fullmatch(_digest(argument(call, "hash_name", 0), node)):
            yield call.lineno, "signed-weakly", DIMENSION, "Derive keys by sha256, or better by scrypt."
        elif (whose, what) == ("hashlib", "new") and call.args and not isinstance(call.args[0], ast.Constant):
            by = _digest(call.args[0], node)
            if _WEAK.fullmatch(by) and constant(argument(call, "usedforsecurity"), node) is not False:
                yield call.lineno, "signed-weakly", DIMENSION, f"{by} was broken: sha256, or usedforsecurity=False."


def _length(node: ast.expr | None, module: ast.Module) -> int:
    """Give how many bytes a key has for sure; a very large number where nobody can tell."""
    found = value_of(node, module)
    if isinstance(found, ast.Constant) and isinstance(found.value, (bytes, str)):
        return len(found.value)
    if isinstance(found, ast.Call) and name(found.func) in _MADE_KEYS and owner(found.func) in {"secrets", "os", ""}:
        size = argument(found, "nbytes", 0)
        told = constant(size, module) if size is not None else _USUAL
        return told if isinstance(told, int) else 10**6
    return 10**6


@on(ast.Module)
def _salted_badly(node: ast.AST, walk: Around) -> Found:
    """A salt that anybody can foretell, or that is the same for everybody; rounds that are too few."""
    if walk.is_test or not isinstance(node, ast.Module) or "hashlib" not in imported(node):
        return
    for call in calls(node):
        what = name(call.func)
        if what not in _DERIVES or owner(call.func) not in {"hashlib", ""}:
            continue
        salt = value_of(argument(call, "salt", _DERIVES[what]), node)
        if isinstance(salt, ast.Call) and owner(salt.func) in {"random", "ssl"}:
            yield call.lineno, "salted-badly", DIMENSION, "A salt comes from secrets or os.urandom, not from here."
        elif isinstance(salt, ast.Constant) and salt.value and what in {"pbkdf2_hmac", "scrypt"}:
            yield call.lineno, "salted-badly", DIMENSION, "With one salt for all, equal passwords look equal."
        rounds = constant(argument(call, "iterations", 3), node) if what == "pbkdf2_hmac" else None
        if isinstance(rounds, int) and rounds < _FEWEST_ROUNDS:
            yield call.lineno, "few-rounds", DIMENSION, f"{rounds} rounds are guessed through quickly: some 600,000."


def _kept_in(node: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    match node:
        case ast.Assign(targets=[target], value=value):
            yield name(target), value
        case ast.Expr(value=value):
            yield "token", value
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            yield from ((node.name, each.value) for each in walked(node) if isinstance(each, ast.Return) and each.value)
        case ast.Call():
            yield from ((each.arg or "", each.value) for each in node.keywords)


@on(ast.Assign, ast.Expr, ast.FunctionDef, ast.AsyncFunctionDef, ast.Call)
def _short_token(node: ast.AST, walk: Around) -> Found:
    """A secret of so few bytes that somebody tries them all."""
    if walk.is_test:
        return
    for kept, value in _kept_in(node):
        if not isinstance(value, ast.Call) or owner(value.func) != "secrets" or not _KEPT_SECRET.search(kept):
            continue
        size = argument(value, "nbytes", 0)
        few = size.value if isinstance(size, ast.Constant) else None
        if name(value.func).startswith("token_") and isinstance(few, int) and few < _SHORTEST_TOKEN:
            yield value.lineno, "short-token", DIMENSION, f"{few} bytes can be guessed: leave the number out."


@on(ast.Call)
def _small_curve(node: ast.AST, walk: Around) -> Found:
    """A key exchange over a curve that is too small."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    asked = node.args[0] if name(node.func) == "set_ecdh_curve" and node.args else None
    named = asked.value if isinstance(asked, ast.Constant) else name(node.func) if owner(node.func) == "ec" else ""
    if isinstance(named, str) and _SMALL_CURVE.fullmatch(named):
        yield node.lineno, "small-curve", DIMENSION, f"{named} is too small a curve: prime256v1, or X25519."


CHECKS: tuple[Check, ...] = (_signed_weakly, _salted_badly, _short_token, _small_curve)
