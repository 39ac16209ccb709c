"""Secrets that are written to a log or sent to a language model."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.remote import MODEL_CALL
from upward.analysis.code_review.scopes import Assigned, Function

_LEVELS = r"(?:debug|info|warning|warn|error|critical|exception|log|fatal|trace|success)"
LOG_CALL = re.compile(
    rf"logging\.{_LEVELS}|logging\.(?:getLogger|Logger|LoggerAdapter)\(\)\.{_LEVELS}|loguru\.logger(?:\.\w+\(\))*\.{_LEVELS}"
    rf"|structlog(?:\.\w+)*\.get_logger\(\)(?:\.bind\(\))?\.a?{_LEVELS}|celery\.utils\.log\.get_task_logger\(\)\.{_LEVELS}"
)
_SECRET = re.compile(
    r"(?:.*_)?(?:password|passwd|passphrase|client_secret|app_secret|secret_key|api_?key|apikey|private_key|access_token|refresh_token"
    r"|auth_token|bearer_token|session_token|reset_token|jwt_token|otp_code)"
)
# These show that the name is not the secret itself.
_ABOUT = re.compile(
    r"(?:is|has|had|no|num|n|use|uses|skip|requires?|required|allow|missing|masked|hashed|encrypted|redacted|must|should|can|needs?|want|enable|disable|change|changed|forgot|forgotten|update|updated|expired?|invalid|valid|with|without|verify|check|show|hide|set)_.*|.*_(?:masked|redacted)"
)
_KEEPS = frozenset({"builtins.str", "builtins.repr", "builtins.format"})
_CONTENT = frozenset({"messages", "input", "prompt", "system", "contents", "instructions"})


def find_logged(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each call of a logger that is given the value of a secret."""
    for call in module.calls:
        if LOG_CALL.fullmatch(module.origin(call.func)):
            for secret in _secrets(module, [*call.args, *(each.value for each in call.keywords)]):
                yield (
                    call,
                    (
                        f"Secret in a log: the value of `{ast.unparse(secret)}` is readable by everyone with access to the "
                        "logs. Leave it out, or log a digest of it."
                    ),
                )


def find_sent(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each call of a language model whose content holds the value of a secret."""
    for call in module.calls:
        if MODEL_CALL.fullmatch(module.origin(call.func)):
            given = [_followed(module, each.value) for each in call.keywords if each.arg in _CONTENT]
            for secret in _secrets(module, given):
                yield (
                    call,
                    (
                        f"Secret sent to a language model: the value of `{ast.unparse(secret)}` leaves for the provider. "
                        "Remove it from the prompt."
                    ),
                )


def _followed(module: SourceModule, node: ast.expr) -> ast.expr:
    """Give what a name was assigned, where it is assigned once."""
    scope = module.scope_of.get(node)
    found = scope.lookup(node.id) if scope and isinstance(node, ast.Name) else None
    if found and len(found[1]) == 1 and isinstance(found[1][0], Assigned):
        return found[1][0].value
    return node


def _secrets(module: SourceModule, given: list[ast.expr]) -> Iterator[ast.expr]:
    """Yield the parts of what is given whose whole value is shown, and whose name is that of a secret."""
    waiting: list[ast.AST] = list(given)
    while waiting:
        node = waiting.pop(0)
        match node:
            case ast.Name() | ast.Attribute() | ast.Subscript():
                if _is_secret(module, node):
                    yield node
            case ast.Call(func=func, args=args):
                # Any other call may cut, mask or count what it is given.
                if module.origin(func) in _KEEPS:
                    waiting += args
            case ast.JoinedStr() | ast.FormattedValue() | ast.Dict() | ast.List() | ast.Tuple() | ast.keyword():
                waiting += ast.iter_child_nodes(node)
            case ast.BinOp(op=ast.Add() | ast.Mod()):
                waiting += (node.left, node.right)


def _is_secret(module: SourceModule, node: ast.expr) -> bool:
    match node:
        case ast.Name(id=name):
            return _names_secret(name) and not _is_harmless(module, node)
        case ast.Attribute(attr=name):
            return _names_secret(name)
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return _names_secret(name)
    return False


def _names_secret(name: str) -> bool:
    low = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()
    return _SECRET.fullmatch(low) is not None and _ABOUT.fullmatch(low) is None


def _is_harmless(module: SourceModule, node: ast.Name) -> bool:
    """Whether a name stands for a function, a class, a module or text written in the program."""
    scope = module.scope_of.get(node)
    found = scope.lookup(node.id) if scope else None
    if found is None:
        return True
    held = [each.value for each in found[1] if isinstance(each, Assigned)]
    if held and all(isinstance(each, (ast.Constant, ast.Compare)) for each in held):
        return True
    defined = module.definition(module.origin(node))
    return (
        defined is not None
        and isinstance(defined[1], (Function, ast.ClassDef))
        and not module.origin(node).endswith("()")
    )


CHECKS = (
    Check("secret-in-log", "logging", "error", find_logged, cwe=532),
    Check("secret-in-prompt", "security", "error", find_sent, cwe=201),
)
