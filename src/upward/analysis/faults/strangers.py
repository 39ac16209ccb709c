"""What comes from a stranger, followed through a function: from a request to the file or the address it names.

A name holds a stranger's text when one of the ways in which it got its value does. A call of somebody else's function
ends the trace: what it gives back is unknown. So does what cleans, and a name of which the function asks whether it is
one of those that are allowed.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache

from upward.analysis.faults._tree import (
    FUNCTIONS,
    REMOTE,
    VERBS,
    Around,
    Function,
    calls,
    every,
    name,
    owner,
    root,
    sent,
    walked,
)
from upward.analysis.faults.own_text import ESCAPES, MOST_ROUNDS

_ROUTER = re.compile(r"(?i)(?:^|_)(?:router|app|api|application|bp|blueprint|mcp)$")
_HANDLES = frozenset({*VERBS, "api_route", "route", "websocket", "tool"})
_LIBRARIES = frozenset({"httpx", "aiohttp", "requests"})
_TEXTS = frozenset({"str", "str | None", "Optional[str]", "HttpUrl", "AnyUrl", "AnyHttpUrl"})
_CLEANS = frozenset(
    {"int", "float", "bool", "UUID", "secure_filename", "basename", "escape", "quote", "safe_join", "len"}
)
_HANDED_BY_HOUSE = frozenset("self cls request req response resp db session conn tasks background_tasks user".split())
# What gives back the text it was given, or a part of it; a method of the text itself does, too.
_PASSES = frozenset(
    "str bytes unquote unquote_plus fspath expanduser normpath dict list tuple loads decode b64decode urljoin format"
    .split()
)  # fmt: skip
_REQUESTS = frozenset({"request", "req"})
_BODIES = frozenset({"json", "data", "body", "get_json", "get_data", "match_info", "view_args", "query", "getlist"})
_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
# How often a function is gone through again for what another one hands to it.
_MOST_HANDS = 4
_LISTS = re.compile(r"(?i)allow|valid|known|permit|choice|white_?list|supported|options|columns|fields")
_SENT_EVENT = re.compile(r"queryStringParameters|pathParameters|body|headers")


def _handed_in(function: Function) -> set[str]:
    """Give the texts that a framework hands to a function from a request, by its types: those of FastAPI's handlers."""
    is_handler = any(
        isinstance(each, ast.Call) and name(each.func) in _HANDLES and _ROUTER.search(owner(each.func))
        for each in function.decorator_list
    )
    args = [*function.args.args, *function.args.kwonlyargs] if is_handler else []
    given = {each.arg for each in args if each.annotation is not None and ast.unparse(each.annotation) in _TEXTS}
    # A part of the path is sent by a stranger, too; one in angle brackets is a text, unless it says otherwise.
    routes = [
        str(each.args[0].value)
        for each in function.decorator_list
        if isinstance(each, ast.Call) and each.args and isinstance(each.args[0], ast.Constant)
    ]
    parts = [part for route in routes for part in _PART.finditer(route)]
    if is_handler and not parts:
        given |= {each.arg for each in function.args.args if each.annotation is None} - _HANDED_BY_HOUSE
    return given | {part["name"] for part in parts if part["kind"] not in {"int", "float", "uuid"}}


def asks_others(node: ast.Call, walk: Around) -> bool:
    """Whether a call goes to another machine: by a library's own function, or by a client that this function made."""
    whose, what = owner(node.func), name(node.func)
    if what not in VERBS or whose in REMOTE:
        return what in VERBS
    return walk.function is not None and whose in _clients(walk.function)


@lru_cache(maxsize=64)
def _clients(function: Function) -> frozenset[str]:
    """Give the names under which a function keeps clients that ask other machines."""
    made = filter(None, map(_made, walked(function)))
    return frozenset(name(kept) for kept, value in made if owner(_called(value)) in _LIBRARIES)


def _made(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Give a name and what it stands for, of an assignment, a loop or a `with`."""
    match node:
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as kept):
            return kept, value
        case ast.Assign(targets=[kept], value=value):
            return kept, value
        case ast.AnnAssign(target=kept, value=ast.expr() as value) | ast.AugAssign(target=kept, value=value):
            return kept, value
        case ast.NamedExpr(target=kept, value=value) | ast.For(target=kept, iter=value):
            return kept, value
    return None


def _called(node: ast.expr) -> ast.AST:
    return node.func if isinstance(node, ast.Call) else node


def from_stranger(argument: ast.expr, walk: Around) -> bool:
    """Whether an argument holds what a stranger sent, and nothing in the function has cleaned it."""
    return _flows(argument, _strange(walk.outermost) if walk.outermost is not None else frozenset())


@lru_cache(maxsize=64)
def _strange(function: Function) -> frozenset[str]:
    """Give the names in a function that hold a stranger's text."""
    return _held(function, _handed_on(root(function)).get(function, frozenset()))


@lru_cache(maxsize=4)
def _handed_on(tree: ast.AST) -> Mapping[Function, frozenset[str]]:
    """Give the arguments of a file's own functions in which another of them hands on a stranger's text.

    Only functions of one name each, and called by it, are followed.
    """
    own = [each for each in (tree.body if isinstance(tree, ast.Module) else []) if isinstance(each, FUNCTIONS)]
    count = Counter(each.name for each in own)
    known = {each.name: each for each in own if count[each.name] == 1}
    functions: list[Function] = [*every(tree, ast.FunctionDef), *every(tree, ast.AsyncFunctionDef)]
    handed: dict[Function, frozenset[str]] = {}
    waiting = list(functions) if known else []
    for _ in range(_MOST_HANDS * len(functions)):
        if not waiting:
            break
        function = waiting.pop()
        names = _held(function, handed.get(function, frozenset()))
        for call in calls(function):
            called = known.get(call.func.id) if isinstance(call.func, ast.Name) else None
            if called is None or called is function:
                continue
            more = {each for each, value in _given(called, call) if _flows(value, names)}
            if more - handed.get(called, frozenset()):
                handed[called] = handed.get(called, frozenset()) | more
                waiting.append(called)
    return handed


def _given(called: Function, call: ast.Call) -> Iterator[tuple[str, ast.expr]]:
    """Yield the arguments of a function with what a call gives for each, as far as it is written out."""
    places = [each.arg for each in (*called.args.posonlyargs, *called.args.args)]
    for place, value in zip(places, call.args, strict=False):
        if isinstance(value, ast.Starred):
            break
        yield place, value
    yield from ((each.arg, each.value) for each in call.keywords if each.arg is not None)


def _held(function: Function, handed: Collection[str]) -> frozenset[str]:
    """Give the names in a function that hold a stranger's text, of which some are handed to it."""
    names = {each for part in walked(function) if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef))
             for each in _handed_in(part)} | set(handed)  # fmt: skip
    ways = [way for way in map(_made, walked(function)) if way is not None]
    allowed = set(_allowed(function))
    for _ in range(MOST_ROUNDS):
        more = {
            each.id
            for kept, value in ways
            if _flows(value, names)
            for each in walked(kept)
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
        }
        more -= names | allowed
        if not more:
            break
        names |= more
    return frozenset(names - allowed)


def _allowed(function: Function) -> Iterator[str]:
    """Yield the names of which a function asks whether they are among those that may be, or match what they must."""
    for each in walked(function):
        if isinstance(each, (ast.If, ast.IfExp, ast.Assert)):
            for part in walked(each.test):
                if isinstance(part, ast.Compare) and isinstance(part.ops[0], (ast.In, ast.NotIn)):
                    if isinstance(part.left, ast.Name) and _is_list_of_allowed(part.comparators[0]):
                        yield part.left.id
                elif isinstance(part, ast.Call) and name(part.func) in {"match", "fullmatch", "isalnum", "isdigit"}:
                    yield from (inner.id for inner in walked(part) if isinstance(inner, ast.Name))


def _is_list_of_allowed(where: ast.expr) -> bool:
    """Whether something is looked for among a few things of our own: a cache holds what strangers asked for."""
    if isinstance(where, (ast.Set, ast.List, ast.Tuple, ast.Dict)):
        return True
    return name(where).isupper() or _LISTS.search(name(where)) is not None


def _flows(value: ast.AST | None, names: frozenset[str] | set[str]) -> bool:
    """Whether a stranger's text is in what an expression gives."""
    match value:
        case ast.Name(id=known):
            return known in names
        case ast.Attribute(value=whole, attr=part):
            return _is_sent(value) or (part not in {"name", "stem", "suffix"} and _flows(whole, names))
        case ast.Subscript(value=whole):
            return _is_sent(value) or _flows(whole, names)
        case ast.Call():
            return _flows_from_call(value, names)
        case ast.NamedExpr(value=inner) | ast.Await(value=inner) | ast.Starred(value=inner):
            return _flows(inner, names)
    return any(_flows(part, names) for part in _parts(value))


def _is_sent(value: ast.expr) -> bool:
    """Whether an expression is a part of a request itself."""
    match value:
        case ast.Attribute(value=whole, attr=part):
            return name(whole) in _REQUESTS and (part in _BODIES or sent(value))
        case ast.Subscript(value=ast.Name(id="event"), slice=ast.Constant(value=str(part))):
            return _SENT_EVENT.fullmatch(part) is not None
    return False


def _flows_from_call(call: ast.Call, names: frozenset[str] | set[str]) -> bool:
    what = name(call.func)
    if what in _CLEANS or ESCAPES.search(what):
        return False
    given = [*call.args, *(each.value for each in call.keywords)]
    if what in _PASSES or what in {"Path", "PurePath", "join", "joinpath"}:
        return any(_flows(each, names) for each in (*given, call.func))
    # A method of a stranger's text gives a part of it; of a database that was asked for it, nothing is known.
    return isinstance(call.func, ast.Attribute) and _flows(call.func, names)


def _parts(value: ast.AST | None) -> Sequence[ast.AST]:
    match value:
        case ast.JoinedStr(values=parts) | ast.BoolOp(values=parts) | ast.Dict(values=parts):
            return parts
        case ast.List(elts=parts) | ast.Tuple(elts=parts) | ast.Set(elts=parts):
            return parts
        case ast.FormattedValue(value=part):
            return [part]
        case ast.BinOp(left=left, right=right) | ast.IfExp(body=left, orelse=right):
            return [left, right]
        case ast.ListComp(elt=part, generators=rounds) | ast.GeneratorExp(elt=part, generators=rounds):
            return [part, *(each.iter for each in rounds)]
    return ()


def is_own_address(argument: ast.expr) -> bool:
    """Whether an address is made by what knows the site's own, whatever of a request goes into it."""
    return isinstance(argument, ast.Call) and (
        name(argument.func) in {"url_for", "reverse", "url_path_for"} or owner(argument.func) == "urls"
    )
