"""Lexical scopes of a Python file: which name is bound where, and to what."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

Function = ast.FunctionDef | ast.AsyncFunctionDef
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Imported:
    """A name bound by an import: the dotted name of what it stands for, absolute where the file's package is known."""

    target: str


@dataclass(frozen=True, slots=True)
class Assigned:
    """A name bound to the value of an expression."""

    value: ast.expr


@dataclass(frozen=True, slots=True)
class Annotated:
    """A name whose type is declared, and the value it is given there."""

    annotation: ast.expr
    value: ast.expr | None = None


@dataclass(frozen=True, slots=True)
class Iterated:
    """A name bound to each element of an iterable."""

    iterable: ast.expr


@dataclass(frozen=True, slots=True)
class Defined:
    """A name bound by `def` or `class`."""

    node: Function | ast.ClassDef


@dataclass(frozen=True, slots=True)
class Unknown:
    """A name bound in a way that says nothing of its value."""


Binding = Imported | Assigned | Annotated | Iterated | Defined | Unknown


@dataclass(slots=True)
class Scope:
    """A module, class, function or comprehension with the names bound in it; `attributes` are those set on `self`."""

    node: ast.AST
    parent: Scope | None
    bindings: defaultdict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    attributes: defaultdict[str, list[Binding]] = field(default_factory=lambda: defaultdict(list))
    outer: set[str] = field(default_factory=set)

    def lookup(self, name: str) -> tuple[Scope, list[Binding]] | None:
        """Give the bindings that a name used in this scope refers to, by Python's rules; None for a builtin."""
        scope: Scope | None = self
        while scope is not None:
            visible = scope is self or not isinstance(scope.node, ast.ClassDef)
            if visible and name in scope.bindings and name not in scope.outer:
                return scope, scope.bindings[name]
            scope = scope.parent
        return None

    def enclosing_class(self) -> Scope | None:
        """Give the scope of the class around this one; None outside of a class."""
        scope: Scope | None = self
        while scope is not None and not isinstance(scope.node, ast.ClassDef):
            scope = scope.parent
        return scope


class ScopeBuilder:
    """Walk a file once: the scope and the parent of every node, and what binds each name."""

    def __init__(self, tree: ast.Module, package: str) -> None:
        self.package = package.split(".") if package else []
        self.parents: dict[ast.AST, ast.AST] = {}
        self.scope_of: dict[ast.AST, Scope] = {}
        self.top = Scope(tree, None)
        self._outer: list[Scope] = []
        waiting: list[tuple[ast.AST, Scope]] = [(tree, self.top)]
        # No recursion: a hostile file may be nested deeper than the interpreter's stack.
        while waiting:
            node, scope = waiting.pop()
            waiting += reversed(self._visit(node, scope))
        for scope in self._outer:
            for name in scope.outer:
                self.top.bindings[name] += scope.bindings.pop(name, [])

    def ancestors(self, node: ast.AST) -> Iterator[ast.AST]:
        """Yield what stands around a node, from the inside."""
        while node in self.parents:
            node = self.parents[node]
            yield node

    def function_around(self, node: ast.AST) -> Function | None:
        """Give the innermost function that a node stands in."""
        return next((each for each in self.ancestors(node) if isinstance(each, Function)), None)

    def scope_inside(self, node: ast.ClassDef | Function) -> Scope:
        """Give the scope inside of a class or a function."""
        return self.scope_of[node.body[0]]

    def _visit(self, node: ast.AST, scope: Scope) -> list[tuple[ast.AST, Scope]]:
        self.scope_of[node] = scope
        self._bind(node, scope)
        inner = scope
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef, ast.Lambda, *_COMPREHENSIONS)):
            inner = Scope(node, scope)
            if isinstance(node, (*_FUNCTIONS, ast.Lambda)):
                self._bind_parameters(node, inner)
        outside = _evaluated_outside(node)
        found = []
        for child in ast.iter_child_nodes(node):
            self.parents[child] = node
            found.append((child, scope if child in outside else inner))
        return found

    def _bind(self, node: ast.AST, scope: Scope) -> None:  # noqa: C901 - a case a kind of binding
        match node:
            case ast.Import() | ast.ImportFrom():
                self._bind_import(node, scope)
            case ast.Assign(targets=targets, value=value):
                for target in targets:
                    _bind_target(target, Assigned(value), scope)
            case ast.AnnAssign(target=target, annotation=annotation, value=value):
                _bind_target(target, Annotated(annotation, value), scope)
            case ast.NamedExpr(target=target, value=value):
                while scope.parent and isinstance(scope.node, _COMPREHENSIONS):
                    scope = scope.parent
                _bind_target(target, Assigned(value), scope)
            case ast.AugAssign(target=target):
                _bind_target(target, Unknown(), scope)
            case ast.For(target=target, iter=iterable) | ast.AsyncFor(target=target, iter=iterable):
                _bind_target(target, Iterated(iterable), scope)
            case ast.comprehension(target=target, iter=iterable):
                _bind_target(target, Iterated(iterable), scope)
            case ast.withitem(context_expr=value, optional_vars=ast.expr() as target):
                _bind_target(target, Assigned(value), scope)
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                scope.outer.update(names)
                self._outer.append(scope)
            case _:
                _bind_name(node, scope)

    def _bind_import(self, node: ast.Import | ast.ImportFrom, scope: Scope) -> None:
        for alias in node.names:
            if isinstance(node, ast.Import):
                bound = alias.asname or alias.name.partition(".")[0]
                scope.bindings[bound].append(Imported(alias.name if alias.asname else bound))
            elif alias.name != "*":
                base = self.package[: len(self.package) - node.level + 1] if node.level else []
                parts = [*base, *(node.module.split(".") if node.module else []), alias.name]
                scope.bindings[alias.asname or alias.name].append(Imported(".".join(parts)))

    def _bind_parameters(self, node: Function | ast.Lambda, inner: Scope) -> None:
        every = node.args
        for each in (*every.posonlyargs, *every.args, *every.kwonlyargs):
            inner.bindings[each.arg].append(Annotated(each.annotation) if each.annotation else Unknown())
        for extra in filter(None, (every.vararg, every.kwarg)):
            inner.bindings[extra.arg].append(Unknown())


def _evaluated_outside(node: ast.AST) -> set[ast.AST]:
    """Give the children of a definition that belong to the scope around it: decorators, defaults, bases."""
    if isinstance(node, _FUNCTIONS):
        annotations = [each.annotation for each in ast.walk(node.args) if isinstance(each, ast.arg)]
        return {each for each in (*node.decorator_list, node.returns, node.args, *annotations) if each}
    if isinstance(node, ast.ClassDef):
        return {*node.decorator_list, *node.bases, *node.keywords}
    return {node.args} if isinstance(node, ast.Lambda) else set()


def _bind_target(target: ast.expr, binding: Binding, scope: Scope) -> None:
    match target:
        case ast.Name(id=name):
            scope.bindings[name].append(binding)
        case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
            holder = scope.enclosing_class()
            if holder is not None:
                holder.attributes[name].append(binding)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            values = binding.value if isinstance(binding, Assigned) else None
            paired = isinstance(values, (ast.Tuple, ast.List)) and len(values.elts) == len(parts)
            for number, part in enumerate(parts):
                known = isinstance(values, (ast.Tuple, ast.List)) and paired
                _bind_target(part, Assigned(values.elts[number]) if known else Unknown(), scope)  # type: ignore[union-attr]
        case ast.Starred(value=inner):
            _bind_target(inner, Unknown(), scope)


def _bind_name(node: ast.AST, scope: Scope) -> None:
    match node:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            scope.bindings[node.name].append(Defined(node))
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            scope.bindings[name].append(Unknown())


def is_none(node: ast.AST | None) -> bool:
    """Whether nothing is given, or None is written out."""
    return node is None or (isinstance(node, ast.Constant) and node.value is None)


def agreed(origins: set[str]) -> str:
    """Give the one origin that is among them; empty where they differ."""
    return next(iter(origins)) if len(origins) == 1 else ""


def expression(text: str) -> ast.expr | None:
    """Read a quoted annotation; None for what is no expression."""
    try:
        return ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
