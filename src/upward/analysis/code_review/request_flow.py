"""Where data of a request arrives: in a call that runs it, or through functions of the project that hand it on."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.request_checks import is_tested
from upward.analysis.code_review.request_data import (
    Kept,
    Source,
    holds_request_data,
    is_request_data,
    kept_parts,
    parameter_of,
    parameters,
    value_of,
)
from upward.analysis.code_review.scopes import Function

# The argument of a call that would do harm with data of a request; None for other calls.
Argument = Callable[[SourceModule, ast.Call], ast.expr | None]
# How many functions of the project a value is followed through.
MAX_FUNCTIONS = 3


@dataclass(frozen=True, slots=True)
class Sink:
    """What must not be given data of a request.

    `kept` says which parts of an expression count, and `is_source` what is data of a request. `is_harmful` is asked
    with the value's constant text, and `is_guarded` with each function that the value passes.
    """

    argument: Argument
    kept: Kept = kept_parts
    is_source: Source = is_request_data
    is_harmful: Callable[[str], bool] = lambda _: True
    is_guarded: Callable[[SourceModule, Function], bool] = lambda _module, _function: False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A call that hands on data of a request, and the call that does harm with it, here or in another function."""

    call: ast.Call
    where: SourceModule
    harm: ast.Call


def arrivals(module: SourceModule, sink: Sink) -> Iterator[Arrival]:
    """Yield where data of a request arrives in a call that the sink names, followed through functions of the project."""
    if not _takes_requests(module):
        return
    for call in module.calls:
        around = module.function_around(call)
        if around is not None and sink.is_guarded(module, around):
            continue
        given = sink.argument(module, call)
        if given is not None:
            if holds_request_data(module, given, sink.kept, sink.is_source) and sink.is_harmful(
                _constants(module, given, sink)
            ):
                yield Arrival(call, module, call)
            continue
        for where, harm in _through(module, call, sink):
            yield Arrival(call, where, harm)
            break


@lru_cache(maxsize=64)
def _takes_requests(module: SourceModule) -> bool:
    return any(
        is_request_data(module, each) for each in module.nodes if isinstance(each, (ast.Name, ast.Attribute, ast.Call))
    )


def _through(module: SourceModule, call: ast.Call, sink: Sink) -> Iterator[tuple[SourceModule, ast.Call]]:
    """Yield the harmful calls that a parameter of the called function reaches, where it is given data of a request."""
    found = module.function_named(module.origin(call.func))
    if found is None:
        return
    for name, value in _arguments(call, found[1]):
        if holds_request_data(module, value, sink.kept, sink.is_source):
            text = _constants(module, value, sink)
            yield from _reached(*found, name, text, sink, MAX_FUNCTIONS)


def _reached(
    module: SourceModule, function: Function, name: str, text: str, sink: Sink, left: int
) -> Iterator[tuple[SourceModule, ast.Call]]:
    if sink.is_guarded(module, function):
        return
    for call in (each for each in ast.walk(function) if isinstance(each, ast.Call)):
        given = sink.argument(module, call)
        if given is not None:
            is_reached = _holds_parameter(module, given, function, name, sink)
            if is_reached and sink.is_harmful(f"{text}\n{_constants(module, given, sink)}"):
                yield module, call
        elif left > 1 and (further := module.function_named(module.origin(call.func))):
            for inner, value in _arguments(call, further[1]):
                if _holds_parameter(module, value, function, name, sink):
                    told = f"{text}\n{_constants(module, value, sink)}"
                    yield from _reached(*further, inner, told, sink, left - 1)


def _holds_parameter(module: SourceModule, node: ast.expr, function: Function, name: str, sink: Sink) -> bool:
    return any(
        isinstance(each, ast.Name)
        and each.id == name
        and parameter_of(module, each) is function
        and not is_tested(module, each)
        for each in value_of(module, node, sink.kept)
    )


def _constants(module: SourceModule, node: ast.expr, sink: Sink) -> str:
    values = (each for each in value_of(module, node, sink.kept) if isinstance(each, ast.Constant))
    return "\n".join(each.value for each in values if isinstance(each.value, str))


def _arguments(call: ast.Call, function: Function) -> Iterator[tuple[str, ast.expr]]:
    """Pair the arguments of a call with the names of the function's parameters; what is starred is left out."""
    names = [each.arg for each in parameters(function)]
    if isinstance(call.func, ast.Attribute) and names[:1] in (["self"], ["cls"]):
        names = names[1:]
    for name, value in zip(names, call.args, strict=False):
        if isinstance(value, ast.Starred):
            return
        yield name, value
    yield from ((each.arg, each.value) for each in call.keywords if each.arg is not None)
