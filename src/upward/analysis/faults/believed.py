"""What looks like a safeguard and is none: an address checked by a part of it, markup taken out by a pattern."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import Around, Check, Found, calls, is_text, name, on, owner, walked
from upward.analysis.faults.strangers import from_stranger

DIMENSION = "security"
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|io|dev|co|app|edu|gov|de|uk|eu)")
_ADDRESS = re.compile(r"(?i)(?:^|_)(?:url|uri|host|hostname|origin|referr?er|domain|link|address|netloc)$")
_KEPT = frozenset({"write", "write_text", "writelines", "writerow", "dump"})
_PLAIN = re.compile(r"(?i)^(?:\w+_)?(?:password|passwd|passphrase|pin|card_number|cvv|ssn)$")
_FINDS = frozenset("find find_one update_one update_many delete_one delete_many count_documents".split())


@on(ast.Compare, ast.Call)
def _by_a_part(node: ast.AST, walk: Around) -> Found:
    """An address taken for one of ours since our name is somewhere in it."""
    if walk.is_test:
        return
    said: ast.expr | None = None
    asked: ast.expr | None = None
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.In, ast.NotIn)):
        said, asked = node.left, node.comparators[0]
    elif isinstance(node, ast.Call) and name(node.func) in {"endswith", "startswith"} and node.args:
        said, asked = node.args[0], node.func.value if isinstance(node.func, ast.Attribute) else None
    known = isinstance(said, ast.Constant) and isinstance(said.value, str) and _DOMAIN.fullmatch(said.value)
    if known and asked is not None and _ADDRESS.search(name(asked)):
        message = "our-name.com.evil.test has it, too: parse the address, and compare the whole host."
        yield getattr(node, "lineno", 1), "address-by-part", DIMENSION, message


@on(ast.Call)
def _by_pattern(node: ast.AST, walk: Around) -> Found:
    """Scripts taken out by a pattern."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args or name(node.func) not in {"sub", "subn"}:
        return
    pattern = node.args[0]
    if owner(node.func) not in {"re", "regex"} or not isinstance(pattern, ast.Constant):
        return
    said = str(pattern.value)
    if re.search(r"(?i)<\(?/?\??(?:script|iframe|on\w+)", said):
        yield node.lineno, "markup-by-pattern", DIMENSION, "There are more ways to write a script: parse, or escape."


@on(ast.Call)
def _kept_plain(node: ast.AST, walk: Around) -> Found:
    """A password written somewhere as it is."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) not in _KEPT or not node.args:
        return
    # What a call makes of it may be a digest.
    hidden = {id(inner) for call in calls(node.args[0]) for part in call.args for inner in walked(part)}
    for each in walked(node.args[0]):
        if isinstance(each, (ast.Name, ast.Attribute)) and id(each) not in hidden and _PLAIN.match(name(each)):
            yield node.lineno, "kept-plain", DIMENSION, f"{name(each)} can be read by whoever has the file."
            return


@on(ast.Call)
def _guessed_place(node: ast.AST, walk: Around) -> Found:
    """A file in the folder that everybody may write to, under a name that everybody knows."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) not in {"join", "Path", "joinpath", "open"}:
        return
    shared = any(name(call.func) == "gettempdir" for part in node.args[:1] for call in calls(part))
    named = [each for each in node.args[1:] if isinstance(each, ast.Constant)]
    if shared and named and len(named) == len(node.args) - 1:
        yield node.lineno, "guessed-place", DIMENSION, "Somebody else may have put a link there: tempfile.mkstemp."


@on(ast.Call)
def _open_filter(node: ast.AST, walk: Around) -> Found:
    """A filter of a document store, or a path through a document, that a stranger writes."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args or walk.function is None:
        return
    what, first = name(node.func), node.args[0]
    if what in _FINDS and isinstance(first, ast.Dict):
        bare = [each for each in first.values if isinstance(each, (ast.Subscript, ast.Name))]
        bodies = [each for each in bare if "json" in ast.unparse(each) or isinstance(each, ast.Name)]
        if any(from_stranger(each, walk) for each in bodies):
            message = "A stranger may send an operator, such as {'$ne': ''}: str(…) each of them."
            yield node.lineno, "query-from-request", DIMENSION, message
    elif what in {"xpath", "search_s"} and is_text(first) and from_stranger(first, walk):
        yield node.lineno, "query-from-request", DIMENSION, "A stranger writes the path: pass values as variables."


CHECKS: tuple[Check, ...] = (_by_a_part, _by_pattern, _kept_plain, _guessed_place, _open_filter)
