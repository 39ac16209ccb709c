"""Calls that trust more than they must: lines nobody checks, keys that stand in the program, names one can guess."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import Around, Check, Found, calls, is_text, name, on, owner, place
from upward.analysis.faults._values import argument, module_of, says, value_of

DIMENSION = "security"
_BROKEN = frozenset({"ARC4", "ARC2", "DES", "DES3", "Blowfish", "CAST", "XOR", "IDEA", "RC4", "SEED", "TripleDES"})
_PUBLIC = frozenset({"public-read", "public-read-write", "authenticated-read"})
_SECRET_NAME = re.compile(r"(?i)token|secret|reset|invite|api_?key|session_?id|nonce|password")
# A host in a pattern whose dots stand for anything: example.com is examplexcom, too.
_LOOSE_HOST = re.compile(r"^\^?https?\??:(?:\\?/){2}[\w-]*(?:\\\.[\w-]+)*(?<!\\)\.[a-z]+")
_NO_TLS_CHECK = frozenset({"get", "post", "put", "patch", "delete", "head", "request", "ws_connect", "TCPConnector"})


def _is_elsewhere(host: ast.expr | None) -> bool:
    """Whether a host is written out, and is not this machine, or one of a test."""
    said = str(host.value) if isinstance(host, ast.Constant) else ""
    return "." in said and not re.match(r"(?:localhost|127\.|.*\.(?:local|test|invalid|internal)\b)", said)


@on(ast.Call)
def _unchecked(node: ast.AST, walk: Around) -> Found:
    """A line whose other end nobody checks, warnings of it silenced, or one sealed as badly as the other end likes."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    what, whose = name(node.func), owner(node.func)
    unasked = [says(argument(node, each), False) for each in ("ssl", "verify_ssl")]  # noqa: FBT003 - what is compared
    if what == "SSLContext" and whose in {"", "ssl"} and not node.args and not node.keywords:
        yield node.lineno, "old-protocol", DIMENSION, "This checks nobody's certificate: ssl.create_default_context()."
    elif what in {"HTTPConnection", "HTTPConnectionPool"} and _is_elsewhere(argument(node, "host", 0)):
        message = "Anybody on the way reads and changes this: the client that seals its line."
        yield node.lineno, "plain-line", DIMENSION, message
    elif what == "disable_warnings" and whose in {"urllib3", "packages"}:
        message = "Nobody is told any more that nobody's certificate is checked."
        yield node.lineno, "verification-off", DIMENSION, message
    elif what in _NO_TLS_CHECK and any(unasked):
        message = "Whoever answers is believed: leave the certificate's check on."
        yield node.lineno, "verification-off", DIMENSION, message


@on(ast.Assign)
def _assigned(node: ast.AST, walk: Around) -> Found:
    """Every line of a process left unchecked; a secret made of the clock and a machine's address."""
    if walk.is_test or not isinstance(node, ast.Assign):
        return
    kept = name(node.targets[0])
    if kept == "_create_default_https_context" and name(node.value) == "_create_unverified_context":
        yield node.lineno, "verification-off", DIMENSION, "From here on, no line of this process is checked."
    elif _SECRET_NAME.search(kept) and any(name(call.func) == "uuid1" for call in calls(node.value)):
        message = "This is the clock and the machine's address: secrets.token_urlsafe."
        yield node.lineno, "guessable", DIMENSION, message


@on(ast.Call)
def _weak_by_call(node: ast.AST, walk: Around) -> Found:
    """A broken cipher, a token signed with what stands in the program, a command for a shell."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    match place(node), node.args:
        case (("algorithms", cipher), _) | ((cipher, "new"), _) if cipher in _BROKEN:
            yield node.lineno, "broken-cipher", DIMENSION, f"{cipher} is broken: AES in GCM, or ChaCha20-Poly1305."
        case ("jwt", "encode" | "decode"), [_, ast.Constant(), *_]:
            yield (
                node.lineno,
                "written-key",
                DIMENSION,
                "Whoever reads the program can sign: take the key from outside.",
            )
        case (_, "create_subprocess_shell"), [command, *_] if is_text(command) and not isinstance(
            command, ast.Constant
        ):
            message = "A shell reads what is put together here: create_subprocess_exec."
            yield node.lineno, "built-command", DIMENSION, message


@on(ast.Call)
def _open_by_keyword(node: ast.AST, walk: Around) -> Found:
    """A file that everybody may read, one that may hold a program, a page on which everybody may ask."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    if any(says(argument(node, "ACL"), each) for each in _PUBLIC):
        yield node.lineno, "open-to-all", DIMENSION, "Everybody in the world may read this."
    elif name(node.func) == "YAML" and says(argument(node, "typ"), "unsafe"):
        yield node.lineno, "loads-code", DIMENSION, 'Whatever is in this file may run: typ="safe".'
    elif name(node.func) == "as_view" and says(argument(node, "graphiql"), True):  # noqa: FBT003 - what is compared
        yield node.lineno, "debugger-for-all", DIMENSION, "Everybody is offered a page to try queries on."


@on(ast.Call)
def _loose(node: ast.AST, walk: Around) -> Found:
    """A pattern of a host that fits others, too; markup put together for a page or a letter."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args:
        return
    first, what = node.args[0], name(node.func)
    written = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    if owner(node.func) == "re" and what in {"match", "fullmatch", "compile"} and _LOOSE_HOST.match(written):
        yield node.lineno, "loose-host", DIMENSION, "A dot stands for any letter, so that another host fits: \\\\."
    built = is_text(first) and not isinstance(first, ast.Constant)
    if what == "format_html" and len(node.args) == 1 and not node.keywords and built:
        message = 'It is put together before it is escaped: format_html("… {}", value).'
        yield node.lineno, "raw-markup", DIMENSION, message
    elif what == "MIMEText" and built and says(argument(node, "_subtype", 1), "html"):
        message = "Whatever is in these values becomes markup of the letter: escape them."
        yield node.lineno, "raw-markup", DIMENSION, message
    elif what in {"Template", "from_string"} and "autoescape off" in written:
        yield node.lineno, "raw-markup", DIMENSION, "What is written into this template is not escaped."


@on(ast.Call)
def _as_page(node: ast.AST, walk: Around) -> Found:
    """JSON answered as a page: a browser runs the markup in its values."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) not in {"HttpResponse", "make_response"}:
        return
    if not node.args or {each.arg for each in node.keywords} & {"content_type", "mimetype", None}:
        return
    first = node.args[0]
    body = value_of(first.elts[0] if isinstance(first, ast.Tuple) and first.elts else first, module_of(node))
    if isinstance(body, ast.Call) and place(body) == ("json", "dumps"):
        message = "A browser takes this for a page, and runs what is in it: JsonResponse."
        yield node.lineno, "raw-markup", DIMENSION, message


CHECKS: tuple[Check, ...] = (_unchecked, _assigned, _weak_by_call, _open_by_keyword, _loose, _as_page)
