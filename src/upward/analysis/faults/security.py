"""What a stranger can use: text that becomes a query, markup or a path; safeguards off; secrets to be guessed."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import REMOTE, VERBS, Around, Check, Found, calls, is_text, name, owner, sent

DIMENSION = "security"
_COMPARED = re.compile(r"(?i)token|signature|hmac|digest|password|secret|api_?key")
_ALONE = re.compile(r"(?i)signature|hmac|password|secret|api_?key|csrf")
_GUESSED = re.compile(
    r"(?i)(?:^|_)(?:token|secret|password|passwd|otp|nonce|salt|api_?key|session_id|session_key)(?:$|_)"
)
_FILES = frozenset(
    {"open", "send_file", "FileResponse", "Path", "remove", "unlink", "rmtree", "read_text", "joinpath", "join"}
)


def _said(node: ast.AST) -> str:
    """Give the name of one side of a comparison: its own, or the key it is looked up by."""
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return str(node.slice.value)
    return name(node)


def _plain_comparison(node: ast.AST, walk: Around) -> Found:
    """A secret compared by ==, whose time tells how much of it was right."""
    if not isinstance(node, ast.Compare) or walk.is_test or not isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
        return
    sides = [node.left, *node.comparators]
    # Code that compiles or formats other code compares its signatures all day.
    if any(isinstance(side, ast.Constant) for side in sides) or any(_said(side).isupper() for side in sides):
        return
    both = all(_COMPARED.search(_said(side)) for side in sides)
    looked_up = any(isinstance(side, ast.Subscript) and _ALONE.search(_said(side)) for side in sides)
    if both or looked_up:
        message = "Compare secrets with hmac.compare_digest: == tells by its time."
        yield node.lineno, "timing-comparison", DIMENSION, message


def _unverified(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """Verification switched off."""
    if isinstance(node, ast.Call):
        for keyword in node.keywords:
            off = isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            if off and keyword.arg in {"verify", "verify_signature", "check_hostname", "autoescape"}:
                yield node.lineno, "verification-off", DIMENSION, f"{keyword.arg}=False switches a safeguard off."
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            named = isinstance(key, ast.Constant) and key.value == "verify_signature"
            if named and isinstance(value, ast.Constant) and value.value is False:
                yield node.lineno, "verification-off", DIMENSION, "A signature that is not verified proves nothing."


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
    words = " ".join(str(each.value) for each in ast.walk(first) if isinstance(each, ast.Constant)).lower()
    if (mixed or (added and not whole) or formatted) and re.search(
        r"\b(?:select|insert|update|delete|where|from)\b", words
    ):
        message = "The query is put together from text: pass values as parameters."
        yield node.lineno, "built-query", DIMENSION, message


def _strangers_path(node: ast.AST, walk: Around) -> Found:
    """A file, or an address, that a stranger names."""
    if not isinstance(node, ast.Call) or walk.is_test or not any(sent(argument) for argument in node.args):
        return
    whose, what = owner(node.func), name(node.func)
    if what in _FILES and not (what == "join" and whose != "path"):
        yield node.lineno, "path-from-request", DIMENSION, "A stranger names the file: ../ leads anywhere."
    elif (whose in REMOTE and what in VERBS) or what == "urlopen":
        yield node.lineno, "address-from-request", DIMENSION, "A stranger names the address: also one inside the house."
    elif what in {"render_template_string", "from_string", "Template"}:
        yield node.lineno, "template-from-request", DIMENSION, "A stranger writes the template, and so what it runs."
    elif what == "redirect":
        yield node.lineno, "redirect-from-request", DIMENSION, "A stranger names where your users are sent."


def _raw_markup(node: ast.AST, walk: Around) -> Found:
    """Text that becomes markup with whatever is in it."""
    if isinstance(node, ast.Call) and not walk.is_test and node.args and name(node.func) in {"Markup", "mark_safe"}:
        first = node.args[0]
        if is_text(first) and not isinstance(first, ast.Constant):
            yield (
                node.lineno,
                "raw-markup",
                DIMENSION,
                "Text becomes markup here, with whatever script is in it: escape it.",
            )


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
        if everybody and trusted:
            yield (
                node.lineno,
                "open-to-all",
                DIMENSION,
                "Any page may act here with the user's cookies: name the origins.",
            )


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


CHECKS: tuple[Check, ...] = (
    _plain_comparison, _unverified, _built_query, _strangers_path, _raw_markup, _open_to_all, _guessable,
)  # fmt: skip
