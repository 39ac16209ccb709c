"""What a program that serves strangers leaves open to them: who may ask, what they are told, how much they get."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import (
    FUNCTIONS,
    Around,
    Check,
    Found,
    Function,
    calls,
    name,
    on,
    owner,
    walked,
)

DIMENSION = "security"
_ROUTES = frozenset({"route", "get", "post", "put", "patch", "delete", "api_view", "action", "websocket"})
# Words of a function, its decorators or its parameters by which somebody is asked who they are.
_KNOWN = re.compile(
    r"(?i)auth|login|permission|current_user|user_passes|require|token|api_?key|session_|principal|depends|security|"
    r"admin_only|protected|verify|csrf|role|staff|is_local"
)
_GUARDED = re.compile(r"(?i)admin|internal|manage|billing|private")
_SENT = re.compile(r"\brequest\.(?:json|form|data|args|POST|GET|get_json)\b")
_ALL_ORIGINS = frozenset({"CORS_ALLOW_ALL_ORIGINS", "CORS_ORIGIN_ALLOW_ALL"})
_PASSWORD = re.compile(r"(?i)passw(?:or)?d|passphrase|pwd")
_CLEANED = frozenset({"secure_filename", "basename", "name", "uuid4", "token_hex", "safe_join"})
_HOOK = re.compile(r"(?i)web_?hook|callback/(?:payment|stripe|paypal)|/hooks?/|ipn$")
_SIGNED = re.compile(r"(?i)signature|verif|hmac|compare_digest|construct_event|authori[sz]|api_?key|secret|token")
_HERE = re.compile(
    r"http://(?:localhost|127\.|0\.0\.0\.0|\[::1\]|[\w-]+(?::|/|$)|[\w.-]*\.(?:local|test|invalid|example)\b)"
)


def routes(function: Function) -> list[ast.Call]:
    """Give the decorators that make a function answer strangers."""
    found = [each for each in function.decorator_list if isinstance(each, ast.Call)]
    return [
        each
        for each in found
        if name(each.func) in _ROUTES
        and isinstance(each.func, ast.Attribute)
        and each.args
        and isinstance(each.args[0], ast.Constant)
        and str(each.args[0].value).startswith("/")
    ]


@on(*FUNCTIONS)
def _for_anybody(node: ast.AST, walk: Around) -> Found:
    """Something taken away, or a page of the house's own, for whoever asks."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for route in routes(node):
        path = str(route.args[0].value) if isinstance(route.args[0], ast.Constant) else ""
        methods = " ".join(ast.unparse(keyword.value) for keyword in route.keywords if keyword.arg == "methods")
        takes = name(route.func) == "delete" or "DELETE" in methods
        named = " ".join(each.id if isinstance(each, ast.Name) else each.attr if isinstance(each, ast.Attribute) else
                         each.arg if isinstance(each, ast.arg) else "" for each in walked(node))  # fmt: skip
        if (takes or _GUARDED.search(path)) and not _KNOWN.search(named):
            message = f"Whoever asks for {path} is served: nobody looks who it is."
            yield node.lineno, "for-anybody", DIMENSION, message


@on(*FUNCTIONS)
def _told_too_much(node: ast.AST, walk: Around) -> Found:
    """A stranger told what failed inside."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not routes(node):
        return
    for handler in (each for each in walked(node) if isinstance(each, ast.ExceptHandler)):
        broad = name(handler.type or handler) in {"", "Exception", "BaseException"}
        for answer in (each for part in handler.body for each in walked(part) if isinstance(each, ast.Return)):
            said = {part.id for part in walked(answer) if isinstance(part, ast.Name)}
            traced = any(name(call.func) == "format_exc" for call in calls(answer))
            if (broad and handler.name in said) or traced:
                yield (
                    answer.lineno,
                    "told-too-much",
                    DIMENSION,
                    "A stranger is told what failed inside: log it instead.",
                )


@on(ast.Call)
def _fast_hash(node: ast.AST, walk: Around) -> Found:
    """A password hashed by what was made to be fast."""
    if not isinstance(node, ast.Call) or walk.is_test or owner(node.func) != "hashlib":
        return
    what = name(node.func)
    if not re.match(r"sha|md5|blake|new", what):
        return
    inside = {name(each) for argument in node.args for each in walked(argument)}
    if any(_PASSWORD.search(each) for each in inside):
        yield (
            node.lineno,
            "fast-hash",
            DIMENSION,
            "Billions of these are tried a second: take scrypt, bcrypt or argon2.",
        )


@on(ast.Call)
def _trusted_name(node: ast.AST, walk: Around) -> Found:
    """A file kept under the name its sender gave it."""
    if (
        not isinstance(node, ast.Call)
        or walk.is_test
        or name(node.func) not in {"join", "open", "Path", "joinpath", "save"}
    ):
        return
    for argument in node.args:
        inside = list(walked(argument))
        cleaned = any(name(call.func) in _CLEANED for call in calls(argument))
        sender = any(isinstance(each, ast.Attribute) and each.attr == "filename" and
                     re.search(r"(?i)upload|file|image|photo|document|attachment|part", name(each.value))
                     for each in inside)  # fmt: skip
        if sender and not cleaned:
            yield (
                node.lineno,
                "trusted-name",
                DIMENSION,
                "The sender names the file: ../ leads anywhere. Take a name of your own.",
            )


@on(ast.Call)
def _bare_cookie(node: ast.AST, walk: Around) -> Found:
    """A cookie that any script, or anybody on the line, can read."""
    if isinstance(node, ast.Call) and not walk.is_test and name(node.func) == "set_cookie":
        given = {keyword.arg for keyword in node.keywords}
        # An empty one is taken away.
        emptied = any(isinstance(each, ast.Constant) and each.value == "" for each in node.args[1:2])
        if not emptied and None not in given and not given & {"httponly", "secure"}:
            message = "Any script may read this cookie, and anybody on the line: httponly, secure, samesite."
            yield node.lineno, "bare-cookie", DIMENSION, message


@on(*FUNCTIONS, ast.Assign, ast.Call, ast.ClassDef)
def _switched_off(node: ast.AST, walk: Around) -> Found:
    """A safeguard assigned away, or waived for one page."""
    if walk.is_test:
        return
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and node.value.value is False:
        names = {each.attr for each in node.targets if isinstance(each, ast.Attribute)}
        for off in sorted(names & {"verify", "check_hostname", "verify_ssl"}):
            yield node.lineno, "verification-off", DIMENSION, f"{off} = False switches a safeguard off."
    elif isinstance(node, ast.Assign) and name(node.targets[0]) == "ALLOWED_HOSTS" and "'*'" in ast.unparse(node.value):
        yield node.lineno, "any-host", DIMENSION, "Any host name is taken for this house: name those that are."
    elif isinstance(node, ast.Assign) and name(node.targets[0]) in _ALL_ORIGINS and ast.unparse(node.value) == "True":
        yield node.lineno, "open-to-all", DIMENSION, "Any page may read what this answers: name the origins."
    elif any(name(each) == "csrf_exempt" for each in getattr(node, "decorator_list", ())):
        yield getattr(node, "lineno", 1), "csrf-exempt", DIMENSION, "Any page may act here in the user's name."
    elif isinstance(node, ast.Call) and name(node.func) == "decode":
        allowed = [ast.unparse(keyword.value) for keyword in node.keywords if keyword.arg == "algorithms"]
        if any("'none'" in each.lower() for each in allowed):
            yield node.lineno, "verification-off", DIMENSION, "A token signed by nobody is taken, too."


@on(*FUNCTIONS)
def _as_sent(node: ast.AST, walk: Around) -> Found:
    """Whatever a stranger sent written into a record, or unpacked onto the disk."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    for each in walked(node):
        if isinstance(each, ast.For) and _SENT.search(ast.unparse(each.iter)):
            for call in (inner for part in each.body for inner in calls(part) if name(inner.func) == "setattr"):
                yield (
                    call.lineno,
                    "as-sent",
                    DIMENSION,
                    "A stranger sets any field, roles too: name those that may be set.",
                )
        elif isinstance(each, ast.Call) and any(
            keyword.arg is None and _SENT.search(ast.unparse(keyword.value)) for keyword in each.keywords
        ):
            yield each.lineno, "as-sent", DIMENSION, "A stranger sets any field, roles too: name those that may be set."
        elif isinstance(each, ast.Call) and name(each.func) == "extractall" and _given_archive(node):
            yield (
                each.lineno,
                "unpacked-as-sent",
                DIMENSION,
                "A few sent bytes may unpack to a full disk: set a limit first.",
            )


@on(ast.ClassDef)
def _all_fields(node: ast.AST, walk: Around) -> Found:
    """A form or a serializer that takes every field of its model, those of tomorrow too."""
    if walk.is_test or not isinstance(node, ast.ClassDef) or node.name != "Meta":
        return
    for part in (each for each in node.body if isinstance(each, ast.Assign)):
        if name(part.targets[0]) == "fields" and ast.unparse(part.value) == "'__all__'":
            message = "A stranger sets any field, those of tomorrow too: name those that may be set."
            yield part.lineno, "as-sent", DIMENSION, message


@on(*FUNCTIONS)
def _unsigned(node: ast.AST, walk: Around) -> Found:
    """What another house calls, believed without a look at its signature."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    paths = [str(route.args[0].value) for route in routes(node) if isinstance(route.args[0], ast.Constant)]
    named = [each for each in (*paths, node.name if paths else "") if _HOOK.search(each)]
    if named and not _SIGNED.search(ast.unparse(node)):
        yield (
            node.lineno,
            "unsigned-call",
            DIMENSION,
            "Anybody may call this in another's name: check the signature.",
        )


def _given_archive(function: Function) -> bool:
    """Whether a function opens an archive that somebody uploaded."""
    given = {
        argument.arg
        for argument in function.args.args
        if re.search(r"(?i)upload|sent|attachment|body|data", argument.arg)
    }
    opened = [call for call in calls(function) if name(call.func) in {"ZipFile", "open"} and call.args]
    return any(isinstance(call.args[0], ast.Name) and call.args[0].id in given for call in opened)


@on(ast.Call)
def _plain_line(node: ast.AST, walk: Around) -> Found:
    """Something asked over a line that anybody can read and change."""
    if isinstance(node, ast.Call) and not walk.is_test and node.args and isinstance(node.args[0], ast.Constant):
        address = str(node.args[0].value)
        asks = owner(node.func) in {"requests", "httpx", "session", "client"} or name(node.func) == "urlopen"
        if asks and address.startswith("http://") and not _HERE.match(address):
            yield node.lineno, "plain-http", DIMENSION, "Anybody on the line can read and change this: https."


@on(*FUNCTIONS)
def _all_of_it(node: ast.AST, walk: Around) -> Found:
    """All rows of a table for whoever asks."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or not routes(node):
        return
    names = {name(call.func) for call in calls(node)}
    if names & {"limit", "paginate", "offset", "Paginator", "islice", "first"}:
        return
    for call in calls(node):
        chain = {name(each.func) for each in calls(call)} | {owner(call.func)}
        rows = name(call.func) in {"all", "fetchall"} and isinstance(call.func, ast.Attribute) and not call.args
        if rows and chain & {"query", "objects", "select", "execute", "scalars", "cursor", "filter", "filter_by"}:
            message = "All rows go to whoever asks, however many there will be: a page at a time."
            yield call.lineno, "all-of-it", "performance", message
            return


CHECKS: tuple[Check, ...] = (
    _for_anybody,
    _told_too_much,
    _fast_hash,
    _trusted_name,
    _bare_cookie,
    _switched_off,
    _as_sent,
    _all_fields,
    _unsigned,
    _plain_line,
    _all_of_it,
)
