"""Retries that never give up, and payments that are retried without an idempotency key."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.remote import PAYMENT, is_remote, is_sleep, short_name
from upward.analysis.code_review.scopes import Function

_TENACITY = frozenset({"tenacity.retry", "tenacity.Retrying", "tenacity.AsyncRetrying"})
_BACKOFF = frozenset({"backoff.on_exception", "backoff.on_predicate"})
# What ends a program or a task, which is caught beside failures; and what a failure of the network is caught as.
_STOPS = frozenset(
    {"builtins.KeyboardInterrupt", "builtins.SystemExit", "builtins.GeneratorExit", "asyncio.CancelledError"}
)
_NETWORK_FAILURES = frozenset(
    {
        "builtins.Exception",
        "builtins.BaseException",
        "builtins.OSError",
        "builtins.ConnectionError",
        "urllib.error.URLError",
        "aiohttp.ClientError",
    }
    | {f"requests.{where}{name}" for where in ("", "exceptions.") for name in ("RequestException", "ConnectionError")}
    | {f"httpx.{name}" for name in ("HTTPError", "RequestError", "TransportError", "ConnectError")}
)
_LEAVES = (ast.Return, ast.Break, ast.Raise, ast.Yield, ast.YieldFrom, ast.Await)
_RETRIES = _TENACITY | _BACKOFF | {"retrying.retry", "retry.retry"}


def find_unbounded(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each retry without a limit: decorators of libraries, and `while True` around a call that may fail."""
    for node in module.nodes:
        if isinstance(node, ast.Call) and _is_unbounded_decorator(module, node):
            given = (
                "`stop=stop_after_attempt(...)`"
                if module.origin(node.func) in _TENACITY
                else "`max_tries` or `max_time`"
            )
            yield node, f"Retry without limit: a lasting failure is retried forever. Give {given}."
        elif isinstance(node, ast.While) and isinstance(node.test, ast.Constant) and node.test.value:
            call = _retried_forever(module, node)
            hot = _retried_at_once(module, node) if call is None else None
            if hot is not None:
                yield (
                    node,
                    (
                        f"Retry without limit or pause: while `{short_name(module, hot)}` fails, this loop calls it again at "
                        "once. Wait longer each time, and raise after the last attempt."
                    ),
                )
            if call is not None:
                yield (
                    node,
                    (
                        f"Retry without limit: while `{short_name(module, call)}` fails, this loop goes on forever. Count the "
                        "attempts, wait longer each time, and raise after the last."
                    ),
                )


def _is_unbounded_decorator(module: SourceModule, call: ast.Call) -> bool:
    path, given = module.origin(call.func), {each.arg for each in call.keywords}
    if None in given:
        return False
    if path in _TENACITY:
        return "stop" not in given and not any("stop" in ast.unparse(each) for each in call.args)
    return path in _BACKOFF and not given & {"max_tries", "max_time"}


def _retried_forever(module: SourceModule, loop: ast.While) -> ast.Call | None:
    """Give the remote call that a loop repeats until it succeeds, with no way out on failure."""
    for part in loop.body:
        if not isinstance(part, ast.Try) or not part.handlers:
            continue
        made = [each for each in _own_nodes(part.body) if isinstance(each, ast.Call) and is_remote(module, each)]
        succeeds = any(
            isinstance(each, (ast.Return, ast.Break)) for each in _own_nodes([*part.body, *part.orelse, *loop.body])
        )
        in_handlers = [each for handler in part.handlers for each in _own_nodes(handler.body)]
        leaves = any(isinstance(each, (ast.Return, ast.Break, ast.Raise)) for each in in_handlers)
        counted = any(isinstance(each, ast.AugAssign) for each in _own_nodes(loop.body))
        ends = any(
            isinstance(each, ast.Call) and not is_sleep(module, each) and "exit" in ast.unparse(each.func)
            for each in in_handlers
        )
        if made and succeeds and not leaves and not counted and not ends:
            return made[0]
    return None


def _retried_at_once(module: SourceModule, loop: ast.While) -> ast.Call | None:
    """Give the remote call whose failure leads straight to the next attempt.

    Only where nothing on that way may wait or leave: the loop is one `try`, no other call stands before the remote one,
    and what catches the failure calls nothing but the log.
    """
    if len(loop.body) != 1 or not isinstance(loop.body[0], ast.Try) or loop.body[0].finalbody:
        return None
    part = loop.body[0]
    handler = next((each for each in part.handlers if _caught(module, each) not in _STOPS), None)
    if handler is None or _caught(module, handler) not in _NETWORK_FAILURES:
        return None
    if any(isinstance(each, (*_LEAVES, ast.AugAssign)) for each in _own_nodes(handler.body)):
        return None
    if not all(_is_log(module, each) for each in _own_nodes(handler.body) if isinstance(each, ast.Call)):
        return None
    if not part.body or isinstance(part.body[0], (ast.If, ast.For, ast.While, ast.Try, ast.Match)):
        return None
    first = list(_own_nodes(part.body[:1]))
    calls = [each for each in first if isinstance(each, ast.Call)]
    plain = len(calls) == 1 and not any(isinstance(each, _LEAVES) for each in first if not isinstance(each, ast.Return))
    return calls[0] if plain and is_remote(module, calls[0]) else None


def _caught(module: SourceModule, handler: ast.ExceptHandler) -> str:
    return module.origin(handler.type) if handler.type is not None else "builtins.Exception"


def _is_log(module: SourceModule, call: ast.Call) -> bool:
    path = module.origin(call.func)
    return path == "builtins.print" or path.startswith("logging.")


def _own_nodes(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """Yield the nodes of a block, without those of functions defined in it."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        if not isinstance(node, (Function, ast.Lambda, ast.ClassDef)):
            yield node
            waiting += ast.iter_child_nodes(node)


def find_payments(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each payment that is retried without an idempotency key."""
    for call in module.calls:
        if not PAYMENT.fullmatch(module.origin(call.func)):
            continue
        if any("idempotency" in str(each.arg) or each.arg is None for each in call.keywords):
            continue
        if "idempotency" not in ast.unparse(call) and _is_retried(module, call):
            yield (
                call,
                (
                    "Payment retried without an idempotency key: an answer that is lost charges twice. Give `idempotency_key`, "
                    "the same for every attempt."
                ),
            )


def _is_retried(module: SourceModule, call: ast.Call) -> bool:
    below: ast.AST = call
    for each in module.ancestors(call):
        if isinstance(each, Function):
            made = [part.func if isinstance(part, ast.Call) else part for part in each.decorator_list]
            return any(module.origin(part) in _RETRIES for part in made)
        looping = isinstance(each, ast.While) or (isinstance(each, ast.For) and "range" in ast.unparse(each.iter))
        if looping and isinstance(below, ast.Try) and below.handlers:
            return True
        below = each
    return False


CHECKS = (
    Check("unbounded-retry", "error handling", "warning", find_unbounded, cwe=835, in_one_off=False),
    Check("payment-retried", "error handling", "error", find_payments, cwe=837),
)
