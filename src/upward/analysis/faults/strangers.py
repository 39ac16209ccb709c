"""What comes from a stranger: by a request, by a part of its path, or by the types of a handler's arguments."""

from __future__ import annotations

import ast

from upward.analysis.faults._tree import REMOTE, VERBS, Around, Function, calls, name, owner, sent, walked

_ROUTERS = frozenset({"router", "app", "api", "application"})
_LIBRARIES = frozenset({"httpx", "aiohttp", "requests"})
_TEXTS = frozenset({"str", "str | None", "Optional[str]", "HttpUrl", "AnyUrl", "AnyHttpUrl"})
_CLEANS = frozenset(
    {"int", "float", "bool", "UUID", "secure_filename", "basename", "escape", "quote", "safe_join", "len"}
)


def _handed_in(function: Function) -> set[str]:
    """Give the texts that a framework hands to a function from a request, by its types: those of FastAPI's handlers."""
    is_handler = any(
        isinstance(each, ast.Call) and name(each.func) in {*VERBS, "api_route"} and owner(each.func) in _ROUTERS
        for each in function.decorator_list
    )
    args = [*function.args.args, *function.args.kwonlyargs] if is_handler else []
    return {each.arg for each in args if each.annotation is not None and ast.unparse(each.annotation) in _TEXTS}


def asks_others(node: ast.Call, walk: Around) -> bool:
    """Whether a call goes to another machine: by a library's own function, or by a client that this function made."""
    whose, what = owner(node.func), name(node.func)
    if what not in VERBS or whose in REMOTE:
        return what in VERBS
    made = [_made(each) for each in (walked(walk.function) if walk.function else ())]
    return any(name(kept) == whose and owner(_called(value)) in _LIBRARIES for kept, value in filter(None, made))


def _made(node: ast.AST) -> tuple[ast.expr, ast.expr] | None:
    """Give a name and what it stands for, of an assignment or a `with`."""
    match node:
        case ast.withitem(context_expr=value, optional_vars=ast.expr() as kept):
            return kept, value
        case ast.Assign(targets=[kept], value=value):
            return kept, value
    return None


def _called(node: ast.expr) -> ast.AST:
    return node.func if isinstance(node, ast.Call) else node


def from_stranger(argument: ast.expr, walk: Around) -> bool:
    """Whether an argument holds what a stranger sent, or a name that was given to it and to nothing that cleans it."""
    # A part of the path is sent by a stranger, too.
    served = walk.function is not None and any(
        isinstance(each, ast.Call) and name(each.func) in {"route", "get", "post"} and "<path:" in ast.unparse(each)
        for each in walk.function.decorator_list
    )
    given = {each.arg for each in walk.function.args.args} if walk.function is not None and served else set()
    given |= _handed_in(walk.function) if walk.function is not None else set()
    if given & {each.id for each in walked(argument) if isinstance(each, ast.Name)}:
        return not any(name(call.func) in _CLEANS for call in calls(argument))
    if sent(argument):
        return not any(name(call.func) in _CLEANS for call in calls(argument))
    if any(name(call.func) in _CLEANS for call in calls(argument)):
        return False
    names = {each.id for each in walked(argument) if isinstance(each, ast.Name)}
    assigned = (
        [each for each in walked(walk.function) if isinstance(each, ast.Assign)] if walk.function and names else []
    )
    return any(
        name(each.targets[0]) in names
        and isinstance(each.targets[0], ast.Name)
        and sent(each.value)
        and not any(name(call.func) in _CLEANS for call in calls(each.value))
        for each in assigned
    )


def is_own_address(argument: ast.expr) -> bool:
    """Whether an address is made by what knows the site's own, whatever of a request goes into it."""
    return isinstance(argument, ast.Call) and (
        name(argument.func) in {"url_for", "reverse", "url_path_for"} or owner(argument.func) == "urls"
    )
