"""What every check of a syntax tree needs: what stands around a node, and the names in an expression."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias, TypeVar, cast

SECRET = re.compile(r"(?i)passw(?:or)?d|secret|token|api_?key|credential|private_?key")
REMOTE = frozenset({"requests", "httpx"})
DATABASES = frozenset(
    {"sqlite3", "psycopg", "psycopg2", "pymysql", "mysql", "MySQLdb", "asyncpg", "redis", "pika", "ldap3"}
)
# What keeps connections for many calls.
POOLS = frozenset({
    ("redis", "Redis"), ("Redis", "from_url"), ("redis", "from_url"), ("redis", "StrictRedis"),
    ("boto3", "client"), ("boto3", "resource"), ("pymongo", "MongoClient"), ("", "MongoClient"),
})  # fmt: skip
VERBS = frozenset({"get", "post", "put", "delete", "patch", "head", "options", "request"})
LOGGED = frozenset({"debug", "info", "warning", "warn", "error", "exception", "critical", "log"})
# Where a web framework keeps what a stranger sent.
_SENT = frozenset(
    {"args", "form", "GET", "POST", "query_params", "values", "params", "cookies", "files", "path_params"}
)


_Kind = TypeVar("_Kind", bound=ast.AST)
Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass
class Around:
    """What stands around a node: loops, handlers, functions, whether they are asynchronous, whether it is a test."""

    is_test: bool
    loops: int = 0
    asynchronous: list[bool] = field(default_factory=lambda: [False])
    handlers: int = 0
    # Of the loops around, those that go over a few things that stand in the program.
    short: int = 0
    functions: list[Function] = field(default_factory=list)

    @property
    def function(self) -> Function | None:
        """The function around a node; None at the top of a module or a class."""
        return self.functions[-1] if self.functions else None

    @property
    def outermost(self) -> Function | None:
        """The first of the functions around a node: what it binds is known to those inside of it."""
        return self.functions[0] if self.functions else None


Found = Iterator[tuple[int, str, str, str]]
Check = Callable[[ast.AST, Around], Found]
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_KINDS: dict[Check, tuple[type[ast.AST], ...]] = {}


def on(*kinds: type[ast.AST]) -> Callable[[Check], Check]:
    """Say which nodes a check looks at; without it, it is given all of them."""

    def kept(check: Check) -> Check:
        _KINDS[check] = kinds
        return check

    return kept


def meant_for(kind: type[ast.AST], checks: Iterable[Check]) -> tuple[Check, ...]:
    """Give those checks that look at nodes of a kind: asking all of them of each node takes most of a review."""
    return tuple(check for check in checks if issubclass(kind, _KINDS.get(check, ast.AST)))


def name(node: ast.AST) -> str:
    """Give the last name of an expression: `sleep` of `time.sleep`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Call):
        return name(node.func)
    return name(node.value) if isinstance(node, ast.Subscript) else ""


def is_name(node: ast.AST | None, asked: str) -> bool:
    """Whether a node is this name and nothing else."""
    return isinstance(node, ast.Name) and node.id == asked


def owner(node: ast.AST) -> str:
    """Give the name before the last: `time` of `time.sleep`."""
    return name(node.value) if isinstance(node, ast.Attribute) else ""


def place(call: ast.Call) -> tuple[str, str]:
    """Give the names of what a call calls, with the one before: `("time", "sleep")`."""
    return owner(call.func), name(call.func)


class _Order:
    """Every node of a tree in the order of the source, so that a part of it is a slice, whoever asks how often."""

    def __init__(self, tree: ast.AST) -> None:
        self.nodes: list[ast.AST] = []
        self.calls: list[ast.Call] = []
        self.kinds: defaultdict[type[ast.AST], list[ast.AST]] = defaultdict(list)
        self._number(tree)

    def _number(self, node: ast.AST) -> None:
        first, first_call = len(self.nodes), len(self.calls)
        self.nodes.append(node)
        self.kinds[type(node)].append(node)
        if isinstance(node, ast.Call):
            self.calls.append(node)
        for part in node._fields:
            below = getattr(node, part, None)
            if isinstance(below, ast.AST):
                self._number(below)
            elif isinstance(below, list):
                for each in below:
                    if isinstance(each, ast.AST):
                        self._number(each)
        # Python shares operators and contexts, which have no place, between all trees.
        if hasattr(node, "lineno") or node._fields:
            node.order = (self, first, len(self.nodes), first_call, len(self.calls))  # type: ignore[attr-defined]


def _place(node: ast.AST) -> tuple[_Order, int, int, int, int]:
    if not hasattr(node, "order"):
        _Order(node)
    return getattr(node, "order", None) or (_Order(node), 0, 1, 0, 0)


def walked(node: ast.AST) -> Sequence[ast.AST]:
    """Give every node of a tree, itself first, in the order of the source."""
    order, first, last, *_ = _place(node)
    return order.nodes[first:last]


def every(tree: ast.AST, *kinds: type[_Kind]) -> list[_Kind]:
    """Give the nodes of some kinds in a whole tree, one kind behind the other, without going through all of it."""
    order, first, *_ = _place(tree)
    if first > 0:
        return [each for each in walked(tree) if isinstance(each, kinds)]
    return cast("list[_Kind]", [each for kind in kinds for each in order.kinds[kind]])


def root(node: ast.AST) -> ast.AST:
    """Give the tree that a node is a part of, itself where nobody has gone through a larger one."""
    return _place(node)[0].nodes[0]


def calls(node: ast.AST) -> Iterator[ast.Call]:
    """Yield every call in a tree."""
    order, *_, first, last = _place(node)
    return iter(order.calls[first:last])


def is_text(node: ast.AST) -> bool:
    """Whether an expression puts a text together."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Mod)):
        return is_text(node.left) or is_text(node.right) or isinstance(node.left, ast.Constant)
    if isinstance(node, ast.Call):
        return name(node.func) in {"str", "format"}
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def sent(node: ast.AST) -> bool:
    """Whether what a stranger sent with a request is in an expression."""
    return any(
        isinstance(each, ast.Attribute)
        and each.attr in _SENT
        and name(each.value) in {"request", "req", "self.request"}
        for each in walked(node)
    )
