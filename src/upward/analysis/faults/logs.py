"""Logs that hold what they must not, or lack what somebody will look for at night."""

from __future__ import annotations

import ast
import re

from upward.analysis.faults._tree import FUNCTIONS, LOGGED, SECRET, Around, Check, Found, calls, name, on, owner, walked

DIMENSION = "logging"
_PERSONAL = re.compile(
    r"(?i)^(?:\w*_)?(?:ssn|social_security\w*|card_number|credit_card\w*|cvv|cvc|iban|passport\w*|date_of_birth|dob|e_?mail|e_?mail_address|phone|phone_number)$"
)
_PASSWORD = re.compile(r"(?i)passw(?:or)?d|passphrase|secret|api_?key|private_?key|access_token")
_HARMLESS = re.compile(r"(?i)token(?:s|i[sz]\w*|_?(?:count|type|kind|id|name|usage|limit|url|path))$|^token_")
_WELL = re.compile(
    r"(?i)\b(?:start(?:ed|ing)|finish(?:ed|ing)|completed?|done|succe(?:ss|eded)\w*|ready|listening|connected|loaded)\b"
)
_BADLY = re.compile(
    r"(?i)\b(?:fail\w*|errors?|not?|never|un\w+|without|could|cannot|can't|broken|missing|lost|gave up|dis\w+|retry\w*"
    r"|while|before)\b"
)
_BODIES = frozenset({"body", "data", "json", "form", "headers", "cookies", "get_data", "get_json"})


def is_note(node: ast.AST) -> bool:
    """Whether a node is a call that writes a line into a log."""
    if not isinstance(node, ast.Call) or name(node.func) not in LOGGED or not isinstance(node.func, ast.Attribute):
        return False
    return re.search(r"(?i)log(?:ger|ging)?$", owner(node.func)) is not None


@on(ast.Call)
def _logged_secret(node: ast.AST, walk: Around) -> Found:
    """A secret, or what the law calls personal, handed to a log."""
    if not isinstance(node, ast.Call) or walk.is_test or name(node.func) not in {*LOGGED, "print"}:
        return
    parts = [each for argument in node.args for each in walked(argument)]
    names = [name(each) for each in parts if isinstance(each, (ast.Name, ast.Attribute))]
    secret = next((each for each in names if SECRET.search(each) and not _HARMLESS.search(each)), "")
    if secret:
        yield node.lineno, "logged-secret", DIMENSION, f"{secret} goes to the log."
        return
    personal = next((each for each in names if _PERSONAL.search(each)), "")
    if personal:
        yield node.lineno, "logged-person", DIMENSION, f"{personal} goes to the log, and stays in every copy of it."
        return
    for each in walked(walk.function) if walk.function is not None else ():
        if isinstance(each, ast.Assign) and isinstance(each.value, ast.JoinedStr) and name(each.targets[0]) in names:
            held = [name(part) for part in walked(each.value) if isinstance(part, (ast.Name, ast.Attribute))]
            if any(SECRET.search(part) and not _HARMLESS.search(part) for part in held):
                yield (
                    node.lineno,
                    "logged-secret",
                    DIMENSION,
                    f"{name(each.targets[0])} holds a secret, and goes to the log.",
                )
                return


@on(ast.Call)
def _environment_logged(node: ast.AST, walk: Around) -> Found:
    """All of the environment, secrets with it, in the log; or everybody's debugging switched on."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    if is_note(node) or name(node.func) == "print":
        whole = [each for each in walked(node) if isinstance(each, ast.Attribute) and each.attr == "environ"]
        asked = [each.value for each in walked(node) if isinstance(each, (ast.Subscript, ast.Attribute))]
        if any(each not in asked and owner(each) == "os" for each in whole):
            yield node.lineno, "logged-secret", DIMENSION, "All of the environment goes to the log, secrets with it."
    elif name(node.func) == "basicConfig" and walk.function is not None:
        level = next((ast.unparse(each.value) for each in node.keywords if each.arg == "level"), "")
        if level in {"logging.DEBUG", "DEBUG", "'DEBUG'", "10"}:
            message = "In production this logs all there is: let the level be set from outside."
            yield node.lineno, "debug-for-all", DIMENSION, message


@on(ast.FunctionDef)
def _piled_up(node: ast.AST, walk: Around) -> Found:
    """One more handler for each call, so that each line is logged once more."""
    if walk.is_test or not isinstance(node, ast.FunctionDef):
        return
    if any(isinstance(each, ast.Attribute) and each.attr in {"handlers", "hasHandlers"} for each in walked(node)):
        return
    made = {
        name(each.targets[0])
        for each in walked(node)
        if isinstance(each, ast.Assign) and name(each.value) == "getLogger"
    }
    for call in calls(node):
        if name(call.func) == "addHandler" and owner(call.func) in made and re.search(r"(?i)get|logger", node.name):
            yield (
                call.lineno,
                "piled-up-handlers",
                DIMENSION,
                "Each call adds a handler, and each line is logged once more.",
            )


@on(ast.Raise, ast.Call)
def _told_secret(node: ast.AST, walk: Around) -> Found:
    """A secret put into a message that ends in a log, or a logger nobody will find by its name."""
    if walk.is_test:
        return
    if isinstance(node, ast.Raise) and node.exc is not None:
        parts = [each for each in walked(node.exc) if isinstance(each, ast.FormattedValue)]
        names = [name(each.value) for each in parts]
        secret = next((each for each in names if _PASSWORD.search(each) and not _HARMLESS.search(each)), "")
        if secret:
            yield node.lineno, "logged-secret", DIMENSION, f"{secret} is in the message, and the message ends in a log."
    elif isinstance(node, ast.Call) and name(node.func) == "getLogger" and "'__name__'" in map(ast.unparse, node.args):
        yield node.lineno, "wrong-logger", DIMENSION, 'All modules that say this share one logger called "__name__".'


@on(ast.Call)
def _logged_body(node: ast.AST, walk: Around) -> Found:
    """All that a stranger sent handed to a log."""
    if not isinstance(node, ast.Call) or walk.is_test or not is_note(node):
        return
    for argument in node.args[1:]:
        inner = argument.func if isinstance(argument, ast.Call) else argument
        if (
            isinstance(inner, ast.Attribute)
            and inner.attr in _BODIES
            and name(inner.value) in {"request", "req", "response"}
        ):
            message = "Whatever was sent goes to the log, secrets and megabytes too."
            yield node.lineno, "logged-body", DIMENSION, message


@on(ast.ExceptHandler)
def _silent_log(node: ast.AST, walk: Around) -> Found:
    """An error logged in a handler without its traceback."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test:
        return
    for each in (inner for part in node.body for inner in walked(part)):
        if not is_note(each) or not isinstance(each, ast.Call) or name(each.func) != "error":
            continue
        if not any(keyword.arg == "exc_info" for keyword in each.keywords):
            message = "The log keeps no traceback: use `exception`, or exc_info."
            yield each.lineno, "log-without-traceback", DIMENSION, message


@on(ast.ExceptHandler)
def _quiet_error(node: ast.AST, walk: Around) -> Found:
    """A failure that is told at a level nobody is woken by."""
    if (
        not isinstance(node, ast.ExceptHandler)
        or walk.is_test
        or name(node.type or node) not in {"", "Exception", "BaseException"}
    ):
        return
    inside = [each for part in node.body for each in walked(part)]
    said = [each for each in inside if isinstance(each, ast.Call) and is_note(each)]
    levels = {name(each.func) for each in said}
    if levels and levels <= {"info", "debug"} and not any(isinstance(each, ast.Raise) for each in inside):
        yield (
            said[0].lineno,
            "quiet-error",
            DIMENSION,
            "A failure is told at a level that wakes nobody: warning or error.",
        )


def _told_low(handler: ast.ExceptHandler) -> ast.expr | None:
    """Give the one note of a failure that is called one, and told as if it were none."""
    inside = [each for part in handler.body for each in walked(part)]
    notes = [each for each in inside if isinstance(each, ast.Call) and is_note(each) and each.args]
    first = notes[0].args[0] if len(notes) == 1 and not any(isinstance(each, ast.Raise) for each in inside) else None
    is_failure = isinstance(first, ast.Constant) and "fail" in str(first.value).lower()
    return notes[0] if is_failure else None


@on(ast.ExceptHandler)
def _quiet_end(node: ast.AST, walk: Around) -> Found:
    """A failure of one kind whose only trace is a note at a low level, or a traceback nobody collects."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test:
        return
    only = node.body[0] if len(node.body) == 1 else None
    broad = name(node.type or node) in {"", "Exception", "BaseException"}
    said = only.value if isinstance(only, ast.Expr) and is_note(only.value) else _told_low(node)
    if isinstance(said, ast.Call) and not broad and name(said.func) in {"info", "debug"}:
        yield said.lineno, "quiet-error", DIMENSION, "A failure ends here, told at a level that wakes nobody."
    for call in calls(node):
        if owner(call.func) == "traceback" and name(call.func) in {"print_exc", "print_exception", "print_stack"}:
            message = "The traceback goes to standard error, without time or context: log it by `exception`."
            yield call.lineno, "trace-printed", DIMENSION, message


@on(ast.ExceptHandler)
def _silent_retry(node: ast.AST, walk: Around) -> Found:
    """A failure that is tried again, and of which nobody ever hears."""
    if not isinstance(node, ast.ExceptHandler) or walk.is_test or not walk.loops:
        return
    said = {name(call.func) for part in node.body for call in calls(part)}
    leaves = any(isinstance(each, (ast.Raise, ast.Return)) for part in node.body for each in walked(part))
    if "sleep" in said and not said & {*LOGGED, "print", "echo", "secho", "write"} and not leaves:
        yield node.lineno, "silent-retry", DIMENSION, "Each failure is tried again in silence: log it, with its count."


@on(ast.Call)
def _logged_whole(node: ast.AST, walk: Around) -> Found:
    """All that an object holds handed to a log."""
    if not isinstance(node, ast.Call) or walk.is_test or not is_note(node):
        return
    for each in (inner for argument in node.args for inner in walked(argument)):
        whole = isinstance(each, ast.Attribute) and each.attr == "__dict__"
        asked = isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id in {"vars", "locals"}
        if whole or asked:
            yield (
                node.lineno,
                "logged-whole",
                DIMENSION,
                "Whatever it holds goes to the log, secrets too: name what you need.",
            )
            return


@on(ast.Call)
def _exception_outside(node: ast.AST, walk: Around) -> Found:
    """`exception` where none was caught: the log says NoneType."""
    if is_note(node) and isinstance(node, ast.Call) and name(node.func) == "exception" and not walk.handlers:
        helper = walk.function is not None and re.search(r"(?i)exc|err|fail", walk.function.name) is not None
        if not helper and not any(keyword.arg == "exc_info" for keyword in node.keywords):
            yield (
                node.lineno,
                "exception-outside",
                DIMENSION,
                "Nothing is caught here, so there is no traceback to log.",
            )


@on(*FUNCTIONS)
def _printed(node: ast.AST, walk: Around) -> Found:
    """What somebody would look for in the log, printed."""
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) or walk.is_test:
        return
    serves = {argument.arg for argument in node.args.args} & {"request", "req", "event", "message", "environ"}
    if serves or isinstance(node, ast.AsyncFunctionDef):
        printed = next(
            (each for each in calls(node) if isinstance(each.func, ast.Name) and each.func.id == "print"), None
        )
        if printed is not None and not any(keyword.arg == "file" for keyword in printed.keywords):
            yield printed.lineno, "printed", DIMENSION, "Nobody finds this at night: log it, with a level."


@on(ast.Module)
def _set_on_import(node: ast.AST, walk: Around) -> Found:
    """The logs of a whole process set up by an import."""
    if isinstance(node, ast.Module) and not walk.is_test:
        for part in node.body:
            if (
                isinstance(part, ast.Expr)
                and isinstance(part.value, ast.Call)
                and name(part.value.func) == "basicConfig"
            ):
                message = "Importing this changes everybody's log: set it up where the program starts."
                yield part.lineno, "log-set-on-import", DIMENSION, message


@on(ast.Call)
def _wrong_level(node: ast.AST, walk: Around) -> Found:
    """What went well, told at the level that wakes somebody up."""
    if walk.is_test or walk.handlers or not isinstance(node, ast.Call) or not is_note(node) or not node.args:
        return
    said = node.args[0].value if isinstance(node.args[0], ast.Constant) else ""
    if not isinstance(said, str) or not _WELL.search(said) or _BADLY.search(said):
        return
    if name(node.func) in {"error", "critical"} or (name(node.func) == "warning" and "success" in said):
        yield node.lineno, "wrong-level", DIMENSION, "This went well, and wakes somebody up: log it as info."


CHECKS: tuple[Check, ...] = (
    _environment_logged,
    _wrong_level,
    _logged_secret,
    _told_secret,
    _logged_body,
    _piled_up,
    _silent_log,
    _quiet_error,
    _quiet_end,
    _silent_retry,
    _logged_whole,
    _exception_outside,
    _printed,
    _set_on_import,
)
