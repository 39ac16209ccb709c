"""What a stranger can use: text that becomes a query, markup or a path; safeguards off; secrets to be guessed."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import (
    FUNCTIONS,
    Around,
    Check,
    Found,
    calls,
    is_text,
    name,
    on,
    owner,
    sent,
    walked,
)
from upward.analysis.faults.own_text import is_own

DIMENSION = "security"
_COMPARED = re.compile(r"(?i)token|signature|hmac|digest|password|secret|api_?key")
_ALONE = re.compile(r"(?i)signature|hmac|password|secret|api_?key|csrf")
_ALLOWED = re.compile(r"is_(?:admin|staff|superuser|authenticated|owner)$|has_perm|can_[a-z]")
_GUESSED = re.compile(
    r"(?i)(?:^|_)(?:token|secret|password|passwd|otp|nonce|salt|api_?key|session_id|session_key)(?:$|_)"
    r"|(?:one_?time|verification|reset|access|invite|auth|login|second_factor|backup)_?(?:code|link|key)s?$|(?:^|_)(?:pin|pin_code|voucher|coupon)$"
)
_PAYLOAD = re.compile(r"(?i)^(?:payload|data|body|json|form|params|fields|updates?|changes|patch)$")
_LISTED = frozenset({"namelist", "infolist", "getmembers", "getnames"})
_CHECKS_PATH = frozenset(
    {"is_relative_to", "commonpath", "realpath", "abspath", "resolve", "basename", "secure_filename"}
)
_CIPHERS = frozenset({"AES", "DES", "DES3", "Blowfish", "ChaCha20"})


def _said(node: ast.AST) -> str:
    """Give the name of one side of a comparison: its own, or the key it is looked up by."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return name(node)


@on(ast.Compare)
def _plain_comparison(node: ast.AST, walk: Around) -> Found:
    """A secret compared by ==, whose time tells how much of it was right."""
    if not isinstance(node, ast.Compare) or walk.is_test or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return
    sides = [node.left, *node.comparators]
    # Code that compiles or formats other code compares its signatures all day.
    if any(isinstance(side, ast.Constant) for side in sides) or any(_said(side).isupper() for side in sides):
        return
    both = all(_COMPARED.search(_said(side)) or _is_digest(side, walk) for side in sides)
    looked_up = any(isinstance(side, ast.Subscript) and _ALONE.search(_said(side)) for side in sides)
    if both or looked_up:
        message = "Compare secrets with hmac.compare_digest: == tells by its time."
        yield node.lineno, "timing-comparison", DIMENSION, message


def _is_digest(side: ast.expr, walk: Around) -> bool:
    """Whether a name stands for what hmac worked out in this function."""
    made = (each for each in walked(walk.function) if isinstance(each, ast.Assign)) if walk.function else ()
    given = [each.value for each in made if isinstance(side, ast.Name) and name(each.targets[0]) == side.id]
    return any(owner(call.func) == "hmac" for value in given for call in calls(value))


@on(ast.Call, ast.Dict)
def _unverified(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Verification switched off."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            off = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            if keyword.arg == "resolve_entities" and ast.unparse(keyword.value) == "True":
                message = "A stranger's document may read files and ask other machines: resolve_entities=False."
                yield node.lineno, "open-entities", DIMENSION, message
            if off and keyword.arg in {"verify", "verify_signature", "check_hostname", "autoescape"}:
                yield node.lineno, "verification-off", DIMENSION, f"{keyword.arg}=False switches a safeguard off."
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            named = isinstance(key, ast.Constant) and key.value == "verify_signature"
            if named and isinstance(value, ast.Constant) and value.value is False:
                yield node.lineno, "verification-off", DIMENSION, "A signature that is not verified proves nothing."


@on(ast.Call)
def _built_query(node: ast.AST, walk: Around) -> Found:
    """A query put together from text."""
    if not isinstance(node, ast.Call) or walk.is_test or not node.args:
        return
    if name(node.func) not in {"execute", "executemany", "raw", "text"}:
        return
    first = node.args[0]
    mixed = isinstance(first, ast.JoinedStr) and any(isinstance(each, ast.FormattedValue) for each in first.values)
    added = isinstance(first, ast.BinOp) and isinstance(first.op, (ast.Add, ast.Mod))
    whole = added and isinstance(first, ast.BinOp) and isinstance(first.right, ast.Constant) and is_text(first.left)
    formatted = isinstance(first, ast.Call) and name(first.func) == "format"
    words = " ".join(str(each.value) for each in walked(first) if isinstance(each, ast.Constant)).lower()
    is_query = re.search(r"\b(?:select|insert|update|delete|where|from)\b", words) is not None
    if (mixed or (added and not whole) or formatted) and is_query and not is_own(first, walk.outermost or first):
        message = "The query is put together from text: pass values as parameters."
        yield node.lineno, "built-query", DIMENSION, message


# As the standard library and pyOpenSSL name them.
_OLD = re.compile(
    r".*\.(?:PROTOCOL_(?:SSLv|TLSv1(?:_1)?$)|(?:SSLv2|SSLv3|SSLv23|TLSv1(?:_1)?)_METHOD$)|TLSVersion\.(?:SSL|TLSv1(?:_1)?$)"
)


@on(ast.Attribute, ast.Call)
def _weak_by_choice(node: ast.AST, walk: Around) -> Found:
    """A cipher that begins the same each time, an old protocol, or a filter put together."""
    if walk.is_test:
        return
    if isinstance(node, ast.Attribute) and _OLD.match(f"{owner(node)}.{node.attr}"):
        yield node.lineno, "old-protocol", DIMENSION, "This protocol is broken: ssl.create_default_context()."
    if not isinstance(node, ast.Call):
        return
    what = name(node.func)
    fixed = any(isinstance(each, ast.Constant) and isinstance(each.value, bytes) for each in node.args)
    if fixed and ((what == "new" and owner(node.func) in _CIPHERS) or what in {"CBC", "CTR", "GCM", "CFB", "OFB"}):
        message = "Each message must begin with fresh random bytes, and this one never does."
        yield node.lineno, "fixed-start", DIMENSION, message
    first = next((each for each in node.args if is_text(each) and not isinstance(each, ast.Constant)), None)
    if first is None:
        return
    fixed_parts = [
        each.value for each in walked(first) if isinstance(each, ast.Constant) and isinstance(each.value, str)
    ]
    begun = fixed_parts[0] if fixed_parts else ""
    if what in {"search", "search_s", "search_ext_s"} and re.match(r"\([\w&|!(]*[\w-]+=(?:%s.*)?$", begun):
        yield node.lineno, "built-query", DIMENSION, "The filter is put together from text: escape what goes in."
    elif what == "xpath" and re.search(r"(?:=|,)\s*['\"](?:%s.*|\{.*)?$", begun):
        yield node.lineno, "built-query", DIMENSION, "The path is put together from text: hand values in as variables."


@on(ast.Assert)
def _let_in(node: ast.AST, walk: Around) -> Found:
    """Access that an assertion guards."""
    if walk.is_test or not isinstance(node, ast.Assert):
        return
    asked = [each.attr for each in walked(node.test) if isinstance(each, ast.Attribute)]
    if any(_ALLOWED.match(each) for each in asked):
        message = "Python -O drops assertions, and then everybody is let in: raise."
        yield node.lineno, "asserted-access", DIMENSION, message


@on(ast.Call)
def _raw_markup(node: ast.AST, walk: Around) -> Found:
    """Text that becomes markup with whatever is in it."""
    if isinstance(node, ast.Call) and not walk.is_test and node.args and name(node.func) in {"Markup", "mark_safe"}:
        first = node.args[0]
        if is_text(first) and not isinstance(first, ast.Constant) and not is_own(first, walk.outermost or first):
            message = "Text becomes markup here, with whatever script is in it: escape it."
            yield node.lineno, "raw-markup", DIMENSION, message


@on(ast.Attribute, ast.Call)
def _open_to_all(node: ast.AST, walk: Around) -> Found:
    """A cipher that hides nothing; pages of anybody let in with the user's own cookies."""
    if walk.is_test:
        return
    if isinstance(node, ast.Attribute) and node.attr in {"MODE_ECB", "ECB"}:
        yield node.lineno, "weak-cipher", DIMENSION, "ECB shows which blocks are the same: take GCM."
    elif isinstance(node, ast.Call) and (name(node.func) in {"CORS", "CORSMiddleware", "add_middleware"}):
        given = {keyword.arg: ast.unparse(keyword.value) for keyword in node.keywords}
        everybody = any("*" in given.get(key, "") for key in ("origins", "allow_origins", "resources"))
        trusted = any(given.get(key) == "True" for key in ("supports_credentials", "allow_credentials"))
        unlimited = name(node.func) == "CORS" and not given.keys() & {"origins", "resources"} and None not in given
        if everybody and trusted:
            message = "Any page may act here with the user's cookies: name the origins."
            yield node.lineno, "open-to-all", DIMENSION, message
        elif everybody or unlimited:
            yield node.lineno, "open-to-all", DIMENSION, "Any page may read what this answers: name the origins."


@on(*FUNCTIONS, ast.Assign)
def _guessable(node: ast.AST, walk: Around) -> Found:
    """A secret made by dice that can be foretold."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Assign)):
        return
    named = node.name if not isinstance(node, ast.Assign) else name(node.targets[0])
    if not _GUESSED.search(named):
        return
    thrown = next((each for each in calls(node) if owner(each.func) == "random"), None)
    if thrown is not None and name(thrown.func) != "SystemRandom":
        yield thrown.lineno, "guessable-secret", DIMENSION, "These dice can be foretold: take the module secrets."


@on(ast.For)
def _any_field(node: ast.AST, walk: Around) -> Found:
    """Whatever fields a stranger names set in an object; names of an archive that lead anywhere."""
    if walk.is_test or not isinstance(node, ast.For) or not isinstance(node.iter, ast.Call):
        return
    given, what = owner(node.iter.func), name(node.iter.func)
    for call in (each for part in node.body for each in calls(part)):
        if what == "items" and name(call.func) == "setattr" and (_PAYLOAD.search(given) or sent(node.iter)):
            message = "A stranger sets any field, is_admin too: name those that may be set."
            yield call.lineno, "any-field", DIMENSION, message
        joins = name(call.func) in {"join", "joinpath", "Path"} and what in _LISTED
        if joins and any(isinstance(each, ast.Name) and each.id == name(node.target) for each in walked(call)):
            checked = any(name(each.func) in _CHECKS_PATH for each in calls(node))
            if not checked:
                message = "A name in an archive may lead anywhere, ../ with it: check that it stays inside."
                yield call.lineno, "archive-path", DIMENSION, message


@on(ast.Call)
def _fixed_salt(node: ast.AST, walk: Around) -> Found:
    """Passwords hashed with a salt that is the same for all."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) not in {"pbkdf2_hmac", "scrypt", "hashpw"}:
        return
    place = 2 if name(node.func) == "pbkdf2_hmac" else 1
    salts = [*node.args[place : place + 1], *(each.value for each in node.keywords if each.arg == "salt")]
    if any(isinstance(salt, ast.Constant) and isinstance(salt.value, (bytes, str)) for salt in salts):
        yield node.lineno, "fixed-salt", DIMENSION, "One table then serves for all passwords: a fresh salt for each."


CHECKS: tuple[Check, ...] = (
    _fixed_salt,
    _any_field,
    _plain_comparison,
    _unverified,
    _built_query,
    _weak_by_choice,
    _let_in,
    _raw_markup,
    _open_to_all,
    _guessable,
)
