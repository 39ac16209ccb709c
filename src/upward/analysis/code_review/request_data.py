"""Which expressions of a Python file hold what the sender of a web request wrote, unchanged."""

from __future__ import annotations

import ast
import re

from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.scopes import Annotated, Assigned, Binding, Function, Iterated, Unknown

_PARTS = (
    "args|form|values|json|data|cookies|headers|files|query_string|GET|POST|COOKIES|META|FILES|body|query_params"
    "|path_params|query|match_info|params|forms"
)
# A global request: the thread's own in flask, quart and bottle.
_GLOBAL = re.compile(rf"(?:flask|quart|bottle)\.request\.(?:{_PARTS}|get_json\(\)|get_data\(\))(?:\W.*)?")
_OF_REQUEST = re.compile(rf"{_PARTS}|json|get_json|get_data|post|text|read")
_ROUTES = frozenset({"route", "get", "post", "put", "patch", "delete", "websocket", "api_route"})
# Calls that give back what they are given, as text or in part.
_KEEPS = frozenset({
    "get", "getlist", "getone", "pop", "items", "values", "strip", "lstrip", "rstrip", "lower", "upper", "split",
    "replace", "join", "format", "encode", "decode", "title", "removeprefix", "removesuffix", "get_json", "get_data",
})  # fmt: skip
# Functions that give their first argument back in another encoding.
_DECODES = re.compile(
    r"base64\.(?:\w*decode|decodebytes)|binascii\.(?:unhexlify|a2b_\w+)|urllib\.parse\.unquote\w*|json\.loads|builtins\.str"
    r"|zlib\.decompress"
)
# A chain of assignments longer than this is not followed.
MAX_STEPS = 20


def holds_request_data(module: SourceModule, node: ast.AST, steps: int = 0) -> bool:
    """Whether an expression holds data of a request as it was sent: put into text, taken from a mapping, renamed.

    What goes through any other call is taken to be checked there, as are types that can hold no text.
    """
    if steps > MAX_STEPS:
        return False
    if _GLOBAL.fullmatch(module.origin(node)) or _of_parameter(module, node):
        return True
    if isinstance(node, ast.Name):
        return _is_bound_to_it(module, node, steps)
    return any(holds_request_data(module, each, steps + 1) for each in _kept(module, node))


def _kept(module: SourceModule, node: ast.AST) -> list[ast.expr]:  # noqa: PLR0911 - a case a kind of expression
    """Give the parts of an expression that its value holds unchanged."""
    match node:
        case ast.JoinedStr(values=parts):
            return [each.value for each in parts if isinstance(each, ast.FormattedValue)]
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return [left, right]
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.Subscript(value=value) | ast.Await(value=value) | ast.NamedExpr(value=value):
            return [value]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Call(func=ast.Attribute(value=held, attr=name), args=args) if name in _KEEPS:
            return [held, *(args if name in {"join", "format"} else ())]
        case ast.Call(func=func, args=[first, *_]) if _DECODES.fullmatch(module.origin(func)):
            return [first]
    return []


def _of_parameter(module: SourceModule, node: ast.AST) -> bool:
    """Whether it is a part of a parameter called `request`, or of `self.request`, as views and handlers have them."""
    match node:
        case ast.Attribute(value=held, attr=attr) if _OF_REQUEST.fullmatch(attr):
            pass
        case _:
            return False
    match held:
        case ast.Attribute(value=ast.Name(id="self"), attr="request"):
            return True
        case ast.Name(id="request"):
            around = module.function_around(node)
            return around is not None and any(each.arg == "request" for each in _parameters(around))
    return False


def _is_bound_to_it(module: SourceModule, node: ast.Name, steps: int) -> bool:
    scope = module.scope_of.get(node)
    found = scope.lookup(node.id) if scope is not None else None
    return found is not None and any(_holds(module, each, found[0].node, node.id, steps) for each in found[1])


def _holds(module: SourceModule, binding: Binding, owner: ast.AST, name: str, steps: int) -> bool:
    match binding:
        case Assigned(value=value) | Iterated(iterable=value) | Annotated(value=ast.expr() as value):
            return holds_request_data(module, value, steps + 1)
        case Unknown() | Annotated():
            return isinstance(owner, Function) and _is_of_route(module, owner, name)
    return False


def _is_of_route(module: SourceModule, function: Function, name: str) -> bool:
    """Whether a parameter of a function with a route comes from the request's path or query, as text."""
    parameter = next((each for each in _parameters(function) if each.arg == name), None)
    path = next((route for each in function.decorator_list if (route := _route(each))), "")
    if parameter is None or not path or name in {"self", "request"}:
        return False
    escaped = re.escape(name)
    if "<" in path:  # Flask converts by the path alone
        return re.search(rf"<(?:(?:string|path):)?{escaped}>", path) is not None
    if parameter.annotation is not None:  # FastAPI takes from the query what is not in the path
        return module.instance(parameter.annotation) == "builtins.str()"
    return re.search(rf"\{{{escaped}(?::path)?\}}", path) is not None


def _route(decorator: ast.expr) -> str:
    match decorator:
        case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Constant(value=str(path)), *_]) if attr in _ROUTES:
            return path
    return ""


def _parameters(function: Function) -> list[ast.arg]:
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
