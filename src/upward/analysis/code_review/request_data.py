"""Which expressions of a Python file hold what the sender of a web request wrote, unchanged."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator

from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.request_checks import is_tested
from upward.analysis.code_review.scopes import Annotated, Assigned, Function, Imported, Iterated

_PARTS = (
    "args|form|values|json|data|cookies|headers|files|query_string|GET|POST|COOKIES|META|FILES|body|query_params"
    "|path_params|query|match_info|params|forms"
)
# A global request: the thread's own in flask, quart and bottle. And the name that an uploaded file was given.
_GLOBAL = re.compile(
    rf"(?:flask|quart|bottle)\.request\.(?:{_PARTS}|get_json\(\)|get_data\(\))(?:\W.*)?"
    r"|(?:fastapi|starlette)\.(?:datastructures\.)?UploadFile\(\)\.filename"
)
_WEB = re.compile(r"(?:flask|quart|bottle)\b")
_OF_REQUEST = re.compile(rf"{_PARTS}|json|get_json|get_data|post|text|read")
_TORNADO = frozenset({"get_argument", "get_arguments", "get_query_argument", "get_body_argument", "get_cookie"})
_ROUTES = frozenset({"route", "get", "post", "put", "patch", "delete", "websocket", "api_route"})
# Calls that give back what they are given, as text or in part.
_KEEPS = frozenset({
    "get", "getlist", "getone", "pop", "items", "values", "strip", "lstrip", "rstrip", "lower", "upper", "split",
    "replace", "join", "format", "encode", "decode", "title", "removeprefix", "removesuffix", "get_json", "get_data",
})  # fmt: skip
# Functions that give their first argument back in another encoding.
_DECODES = re.compile(
    r"base64\.\w*decode\w*|binascii\.(?:unhexlify|a2b_\w+)|urllib\.parse\.unquote\w*|json\.loads|builtins\.(?:str|bytes)"
    r"|zlib\.decompress"
)
# More expressions than this in one value are written by generators only.
MAX_EXPRESSIONS = 500
Kept = Callable[[SourceModule, ast.AST], list[ast.expr]]
Source = Callable[[SourceModule, ast.AST], bool]


def holds_request_data(module: SourceModule, node: ast.AST, kept: Kept, is_source: Source) -> bool:
    """Whether an expression holds data of a request as it was sent: put into text, taken from a mapping, renamed.

    What goes through any other call is taken to be checked there, as are names that a condition asks about and types
    that can hold no text. `kept` says which parts of an expression count, `is_source` what is data of a request.
    """
    return any(is_source(module, each) for each in value_of(module, node, kept))


def value_of(module: SourceModule, node: ast.AST, kept: Kept) -> Iterator[ast.AST]:
    """Yield the expressions that a value is made of, itself first, following names to what they are bound to."""
    waiting, seen = [node], set[ast.AST]()
    while waiting and len(seen) < MAX_EXPRESSIONS:
        each = waiting.pop()
        if each in seen:
            continue
        seen.add(each)
        yield each
        if isinstance(each, ast.Name):
            waiting += _bound_to(module, each)
        elif not is_request_data(module, each):
            waiting += kept(module, each)


def is_request_data(module: SourceModule, node: ast.AST) -> bool:
    """Whether an expression is data of a request itself: a part of the request, or a parameter of a route."""
    if (_is_read_off(module, node) and _GLOBAL.fullmatch(module.origin(node))) or _of_parameter(module, node):
        return True
    match node:
        case ast.Name():
            function = parameter_of(module, node)
            return function is not None and not is_tested(module, node) and _is_of_route(module, function, node.id)
        case ast.Attribute(value=ast.Name() as held, attr=attr):
            return _is_of_body(module, held, attr)
        case ast.Call(func=ast.Attribute(value=ast.Name(id="self"), attr=attr)):
            return attr in _TORNADO
    return False


def _is_read_off(module: SourceModule, node: ast.AST) -> bool:
    """Whether an expression begins with the imported request, or is the name of an uploaded file in a parameter.

    Names in between are followed on their own, since a condition may ask about them.
    """
    inner, attrs = node, []
    while isinstance(inner, (ast.Attribute, ast.Subscript, ast.Call, ast.Await)):
        if isinstance(inner, ast.Attribute):
            attrs.append(inner.attr)
        inner = inner.func if isinstance(inner, ast.Call) else inner.value
    if not attrs or not isinstance(inner, ast.Name):
        return False
    scope = module.scope_of.get(inner)
    found = scope.lookup(inner.id) if scope is not None else None
    if found is None:
        return False
    targets = [each.target for each in found[1] if isinstance(each, Imported)]
    return any(_WEB.match(each) for each in targets) or (
        attrs == ["filename"] and parameter_of(module, inner) is not None
    )


def may_hold_slash(module: SourceModule, node: ast.AST) -> bool:
    """Whether it is data of a request that can hold a slash; a part of a route's path can only where the route says so."""
    if not is_request_data(module, node):
        return False
    function = parameter_of(module, node) if isinstance(node, ast.Name) else None
    if function is None or not isinstance(node, ast.Name):
        return True
    return re.search(rf"<(?:string:)?{re.escape(node.id)}>|\{{{re.escape(node.id)}\}}", route(function)) is None


def parameter_of(module: SourceModule, node: ast.Name) -> Function | None:
    """Give the function whose parameter a name is, where nothing else binds it."""
    scope = module.scope_of.get(node)
    found = scope.lookup(node.id) if scope is not None else None
    if found is None or not isinstance(found[0].node, Function):
        return None
    function = found[0].node
    return function if any(each.arg == node.id for each in parameters(function)) else None


def kept_parts(module: SourceModule, node: ast.AST) -> list[ast.expr]:  # noqa: PLR0911 - a case a kind of expression
    """Give the parts of an expression that its value holds unchanged."""
    match node:
        case ast.JoinedStr(values=parts):
            return [each.value if isinstance(each, ast.FormattedValue) else each for each in parts]
        case ast.BinOp(left=left, op=ast.Add() | ast.Mod(), right=right):
            return [left, right]
        case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.BoolOp(values=parts):
            return parts
        case ast.Subscript(value=value) | ast.Await(value=value) | ast.NamedExpr(value=value):
            return [value]
        case ast.Attribute(value=value, attr="filename"):  # of an uploaded file
            return [value]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Call(func=ast.Attribute(value=held, attr=name), args=args) if name in _KEEPS:
            return [held, *(args if name in {"join", "format", "replace"} else ())]
        case ast.Call(func=func, args=[first, *_]) if _DECODES.fullmatch(module.origin(func)):
            return [first]
    return []


def _bound_to(module: SourceModule, node: ast.Name) -> list[ast.expr]:
    scope = module.scope_of.get(node)
    found = scope.lookup(node.id) if scope is not None else None
    if found is None or is_tested(module, node):
        return []
    values = []
    for binding in found[1]:
        match binding:
            case Assigned(value=value) | Iterated(iterable=value) | Annotated(value=ast.expr() as value):
                values.append(value)
    return values


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
            return around is not None and any(each.arg == "request" for each in parameters(around))
    return False


def _is_of_route(module: SourceModule, function: Function, name: str) -> bool:
    """Whether a parameter of a function with a route comes from the request's path or query, as text."""
    parameter = next((each for each in parameters(function) if each.arg == name), None)
    path = route(function)
    if parameter is None or not path or name in {"self", "request"}:
        return False
    escaped = re.escape(name)
    if "<" in path:  # Flask converts by the path alone
        return re.search(rf"<(?:(?:string|path):)?{escaped}>", path) is not None
    if parameter.annotation is not None:  # FastAPI takes from the query what is not in the path
        return module.instance(parameter.annotation) == "builtins.str()"
    return re.search(rf"\{{{escaped}(?::path)?\}}", path) is not None


def _is_of_body(module: SourceModule, held: ast.Name, attr: str) -> bool:
    """Whether it is a plain text field of the model that a route's function takes as its body."""
    function = parameter_of(module, held)
    parameter = next((each for each in parameters(function) if each.arg == held.id), None) if function else None
    if function is None or parameter is None or parameter.annotation is None or not route(function):
        return False
    found = module.class_named(module.instance(parameter.annotation).removesuffix("()"))
    if found is None or "pydantic.BaseModel" not in found[0].base_names(found[1]):
        return False
    bindings = next((b for m, c in found[0].lineage(found[1]) if (b := m.scope_inside(c).bindings.get(attr))), [])
    return any(
        isinstance(each, Annotated)
        and found[0].instance(each.annotation) == "builtins.str()"
        and not isinstance(each.value, ast.Call)  # a field with a pattern or a length
        for each in bindings
    )


def route(function: Function) -> str:
    """Give the path that a function answers, by its decorator; empty without one."""
    for decorator in function.decorator_list:
        match decorator:
            case ast.Call(func=ast.Attribute(attr=attr), args=[ast.Constant(value=str(path)), *_]) if attr in _ROUTES:
                return path or "/"
    return ""


def parameters(function: Function) -> list[ast.arg]:
    """Give the named parameters of a function."""
    return [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
