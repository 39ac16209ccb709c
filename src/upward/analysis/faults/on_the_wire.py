"""What anybody on the way may read, what waits for ever, trusts whoever answers, or answers to everybody."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import Around, Check, Found, calls, name, on, owner
from upward.analysis.faults._values import argument, constant, hides, imported, is_none, made, value_of

DIMENSION = "security"
# Clients that speak in plain text until they are told otherwise, and those that are told so from the beginning.
_PLAIN = {"IMAP4": "imaplib", "POP3": "poplib", "NNTP": "nntplib", "SMTP": "smtplib", "LMTP": "smtplib"}
_SEALED = {
    "IMAP4_SSL": ("imaplib", "ssl_context"), "POP3_SSL": ("poplib", "context"), "NNTP_SSL": ("nntplib", "ssl_context"),
    "SMTP_SSL": ("smtplib", "context"), "FTP_TLS": ("ftplib", "context"),
}  # fmt: skip
_TELLS = frozenset({"login", "login_cram_md5", "authenticate", "user", "pass_", "apop", "rpop", "auth"})
_SEALS = frozenset({"starttls", "stls"})
# Where each takes its limit, counted from nought; None where only by its name.
_LIMITED = {
    ("smtplib", "SMTP"): ("timeout", 3), ("smtplib", "SMTP_SSL"): ("timeout", None),
    ("smtplib", "LMTP"): ("timeout", None),
    ("ftplib", "FTP"): ("timeout", 4), ("ftplib", "FTP_TLS"): ("timeout", None),
    ("imaplib", "IMAP4"): ("timeout", 2), ("imaplib", "IMAP4_SSL"): ("timeout", None),
    ("poplib", "POP3"): ("timeout", 2), ("poplib", "POP3_SSL"): ("timeout", None),
    ("nntplib", "NNTP"): ("timeout", 6), ("nntplib", "NNTP_SSL"): ("timeout", None),
    ("telnetlib", "Telnet"): ("timeout", 2), ("ssl", "get_server_certificate"): ("timeout", None),
    ("http.client", "HTTPConnection"): ("timeout", 2), ("http.client", "HTTPSConnection"): ("timeout", None),
    ("redis", "Redis"): ("socket_timeout", None), ("redis", "StrictRedis"): ("socket_timeout", None),
}  # fmt: skip
_SERVERS = re.compile(r"(?:Threading|Forking)?(?:TCP|UDP|HTTP|Mixin|UnixStream)?Server|(?:Doc)?(?:Simple)?XMLRPCServer")
_SERVING = frozenset({"socketserver", "http.server", "xmlrpc.server", "wsgiref.simple_server"})
# That of four noughts is told by ruff's own rule, where it is written.
_EVERYBODY = frozenset({"", "::"})
_IN_QUERY = re.compile(r"(?i)[?&](?:password|passwd|pwd|api_?key|(?:access_?|auth_?)?token|(?:client_)?secret)=")


def _is_of(call: ast.Call, module: str, asked: str) -> bool:
    """Whether a call is of a module's class, by whichever of the two ways it was imported."""
    return name(call.func) == asked and owner(call.func) in {module.rpartition(".")[2], ""}


@on(ast.Module)
def _told_in_plain(node: ast.AST, walk: Around) -> Found:
    """A password given to a server over a line that nobody sealed."""
    known = _clients(node, walk)
    plain = {kept for kept, call in known.items() if name(call.func) in _PLAIN}
    plain -= {owner(call.func) for call in calls(node) if name(call.func) in _SEALS} if plain else set()
    for call in calls(node) if plain else ():
        if owner(call.func) in plain and name(call.func) in _TELLS:
            message = "Anybody on the way reads this password: seal the line first, or use the client that does."
            yield call.lineno, "told-in-plain", DIMENSION, message


def _speaks(node: ast.AST, walk: Around) -> bool:
    """Whether a file has to do with mail, news or files of other machines at all."""
    speaks = isinstance(node, ast.Module) and bool(imported(node) & {*_PLAIN.values(), "ftplib"})
    return speaks and not walk.is_test


def _clients(node: ast.AST, walk: Around) -> dict[str, ast.Call]:
    """Give the names under which a file keeps clients of the standard library's mail and file servers."""
    if not _speaks(node, walk) or not isinstance(node, ast.Module):
        return {}
    modules = {**_PLAIN, **{each: module for each, (module, _) in _SEALED.items()}}
    return {
        kept: call
        for kept, call in made(node).items()
        if name(call.func) in modules and _is_of(call, modules[name(call.func)], name(call.func))
    }


@on(ast.Module)
def _whoever_answers(node: ast.AST, walk: Around) -> Found:
    """A sealed line to whoever answers: without a context of their own, these ask nobody who they are."""
    if not _speaks(node, walk) or not isinstance(node, ast.Module):
        return
    known = _clients(node, walk)
    message = "Without a context nobody asks who answers: context=ssl.create_default_context()."
    for call in calls(node):
        module, keyword = _SEALED.get(name(call.func), ("", ""))
        sealed = bool(module) and _is_of(call, module, name(call.func))
        seals = name(call.func) in _SEALS and owner(call.func) in known
        if seals and not call.args:
            keyword = next((each.arg or "" for each in call.keywords if "context" in (each.arg or "")), "context")
        elif not sealed:
            continue
        if not hides(call) and is_none(argument(call, keyword), node):
            yield call.lineno, "whoever-answers", DIMENSION, message


@on(ast.Module)
def _waits_for_ever(node: ast.AST, walk: Around) -> Found:
    """A server asked without a limit of time."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    modules = imported(node)
    asked = {kind: where for kind, where in _LIMITED.items() if kind[0] in modules}
    if not asked or any(name(call.func) == "setdefaulttimeout" for call in calls(node)):
        return
    for call in calls(node):
        for (module, kind), (keyword, place) in asked.items():
            if not _is_of(call, module, kind) or hides(call) or argument(call, "connection_pool") is not None:
                continue
            if is_none(argument(call, keyword, place), node):
                message = "A server asked without a time limit can hang for ever."
                yield call.lineno, "no-timeout", "error handling", message


@on(ast.Module)
def _answers_to_everybody(node: ast.AST, walk: Around) -> Found:
    """A server that listens on every address a machine has."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    modules = imported(node)
    for call in calls(node):
        serves = bool(modules & _SERVING) and _SERVERS.fullmatch(name(call.func)) is not None
        binds = "socket" in modules and isinstance(call.func, ast.Attribute) and call.func.attr == "bind"
        first = value_of(call.args[0], node) if (serves or binds) and call.args else None
        host = first.elts[0] if isinstance(first, ast.Tuple) and first.elts else None
        # Port nought asks for any that is free, as who looks for one does.
        some = isinstance(first, ast.Tuple) and constant(first.elts[-1], node) != 0
        if host is not None and some and constant(host, node) in _EVERYBODY:
            message = "This listens on every address of the machine: name the one that is meant."
            yield call.lineno, "answers-to-everybody", DIMENSION, message


@on(ast.Call)
def _secret_in_query(node: ast.AST, walk: Around) -> Found:
    """A secret put into an address: servers, proxies and histories write it down."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    for given in (*node.args, *(each.value for each in node.keywords)):
        parts = given.values if isinstance(given, ast.JoinedStr) else [given]
        for number, part in enumerate(parts):
            text = part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else ""
            found = _IN_QUERY.search(text)
            # An address that ends here is about one, and a pattern for them is none.
            filled = found and (found.end() < len(text) or number + 1 < len(parts))
            if filled and re.match(r"(?:https?:/|/|\w*\?)", text if number == 0 else "/") and " " not in text:
                message = "Addresses are written down on the way: send secrets in a header or the body."
                yield node.lineno, "secret-in-address", DIMENSION, message
                return


# What can't be spoken safely, and what Python's own documentation warns of, by the names they are imported by.
_UNSAFE = {
    "telnetlib": "Everything goes over the wire as anybody may read it, and newer Pythons lack this: ssh.",
    "pyghmi": "The protocol behind this lets anybody guess its passwords: keep it off every network but its own.",
    "xmlrpc": "A small document can fill all memory here: defusedxml, or JSON.",
}


@on(ast.Import, ast.ImportFrom)
def _unsafe_by_itself(node: ast.AST, walk: Around) -> Found:
    """A protocol, or its reader, that is unsafe however it is used."""
    if walk.is_test or not isinstance(node, (ast.Import, ast.ImportFrom)):
        return
    modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [each.name for each in node.names]
    for module in modules:
        message = _UNSAFE.get(module.partition(".")[0], "")
        if module == "wsgiref.handlers" and any(each.name == "CGIHandler" for each in node.names):
            message = "A header of a stranger's becomes HTTP_PROXY here: serve it by WSGI."
        if message and not getattr(node, "level", 0):
            yield node.lineno, "unsafe-by-itself", DIMENSION, message


CHECKS: tuple[Check, ...] = (
    _told_in_plain,
    _whoever_answers,
    _waits_for_ever,
    _answers_to_everybody,
    _secret_in_query,
    _unsafe_by_itself,
)
