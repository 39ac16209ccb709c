"""What a name stands for: one resolver for all checks, over imports, scopes, assignments, annotations and classes.

An expression resolves to an *origin*, a dotted path in which `()` is the result of a call or an instance, and `[]` an
element: with `s = requests.Session()`, the origin of `s.get` is `requests.Session().get`. An expression whose value is
not certain has the empty origin, which no check matches.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Callable, Iterator

from upward.analysis.code_review.module_paths import candidate_paths, module_name
from upward.analysis.code_review.scopes import (
    Annotated,
    Assigned,
    Binding,
    Defined,
    Function,
    Imported,
    Iterated,
    ScopeBuilder,
    agreed,
    expression,
    is_none,
)

# Longer chains of names are written by generators only; patterns are matched against these paths.
MAX_STEPS, MAX_PATH = 40, 400
_BUILTINS = frozenset(dir(builtins))
_ANNOTATED = frozenset({"typing.Annotated", "typing_extensions.Annotated"})
_TRANSPARENT = frozenset({"typing.Optional", "typing.Final", "typing.ClassVar"})
_CONTEXT_MANAGERS = frozenset({"contextlib.contextmanager", "contextlib.asynccontextmanager"})
Loader = Callable[[str], str | None]


class Project:
    """The files under review and, where the loader gives them, others of the repository: for names across files."""

    def __init__(self, load: Loader) -> None:
        self._load = load
        self._by_path: dict[str, SourceModule | None] = {}
        self._by_name: dict[str, SourceModule] = {}
        self._imported: dict[tuple[str, str], SourceModule | None] = {}

    def module(self, path: str) -> SourceModule | None:
        """Give a file, parsed once; None for one that is not there or does not parse."""
        if path not in self._by_path:
            self._by_path[path] = None
            text = self._load(path)
            try:
                found = None if text is None else SourceModule(ast.parse(text), path, self)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
            if found is not None:
                self.add(found)
        return self._by_path[path]

    def add(self, module: SourceModule) -> None:
        """Keep a file that was parsed already."""
        self._by_path[module.path] = self._by_name[module.name] = module

    def imported(self, dotted: str, importer: str) -> tuple[SourceModule, str] | None:
        """Give the module that defines `package.module.name`, looking from each folder above the importing file."""
        head, _, name = dotted.rpartition(".")
        folder = importer.rpartition("/")[0]
        if (head, folder) not in self._imported:
            paths = candidate_paths(head, folder) if head else ()
            self._imported[head, folder] = next(filter(None, map(self.module, paths)), None)
        module = self._imported[head, folder]
        return (module, name) if module is not None and name in module.top.bindings else None

    def split(self, dotted: str) -> tuple[SourceModule, list[str]] | None:
        """Give the module at the beginning of a path of this project, and the names that follow."""
        parts = dotted.split(".")
        for length in range(len(parts) - 1, 0, -1):
            module = self._by_name.get(".".join(parts[:length]))
            if module is not None:
                return module, parts[length:]
        return None


class SourceModule(ScopeBuilder):
    """One file, with the origin of its expressions."""

    def __init__(self, tree: ast.Module, path: str, project: Project) -> None:
        self.tree, self.path, self.project = tree, path, project
        self.name = module_name(path)
        package = self.name if path.endswith("__init__.py") else self.name.rpartition(".")[0]
        super().__init__(tree, package)
        self.nodes = list(self.scope_of)
        self.calls = [each for each in self.nodes if isinstance(each, ast.Call)]
        self._known: dict[ast.AST, str] = {}
        self._instances: dict[ast.expr, str] = {}

    def origin(self, node: ast.AST | None) -> str:
        """Give what an expression stands for; empty where that is not certain."""
        if node is None:
            return ""
        if node not in self._known:
            self._known[node] = ""  # also the answer for a name that is defined by itself
            found = self._origin(node)
            self._known[node] = found if len(found) <= MAX_PATH else ""
        return self._known[node]

    def _origin(self, node: ast.AST) -> str:  # noqa: PLR0911 - a case a kind of expression
        match node:
            case ast.Name(id=name):
                return self._named(node, name)
            case ast.Attribute(value=value, attr=attr):
                return self._attribute(self.origin(value), attr)
            case ast.Call(func=func):
                return self._called(self.origin(func))
            case ast.Await(value=value) | ast.Starred(value=value) | ast.NamedExpr(value=value):
                return self.origin(value)
            case ast.Subscript(value=value):
                base = self.origin(value)
                return f"{base}[]" if base else ""
            case ast.BoolOp(values=values):
                return agreed({self.origin(each) for each in values if not is_none(each)})
            case ast.IfExp(body=body, orelse=orelse):
                return agreed({self.origin(each) for each in (body, orelse) if not is_none(each)})
        return ""

    def _named(self, node: ast.AST, name: str) -> str:
        scope = self.scope_of.get(node)
        if scope is None:
            return ""
        if name in {"self", "cls"}:
            holder = scope.enclosing_class()
            if holder is not None and scope.lookup(name) is not None:
                return self.path_of(holder.node) + ("()" if name == "self" else "")
        found = scope.lookup(name)
        if found is None:
            return f"builtins.{name}" if name in _BUILTINS else ""
        return self.bound(found[1])

    def bound(self, bindings: list[Binding]) -> str:
        """Give what a name stands for by all that binds it: known where all that is not None agrees."""
        kept = [each for each in bindings if not (isinstance(each, Assigned) and is_none(each.value))]
        return agreed({self._of_binding(each) for each in kept})

    def _of_binding(self, binding: Binding) -> str:  # noqa: PLR0911 - a case a kind of binding
        match binding:
            case Imported(target=target):
                found = self.project.imported(target, self.path)
                if found is not None and found[0] is not self:
                    return found[0].exported(found[1]) or target
                return target
            case Assigned(value=value):
                return self.origin(value)
            case Annotated(annotation=annotation):
                return self.instance(annotation)
            case Iterated(iterable=iterable):
                base = self.origin(iterable)
                return f"{base}[]" if base else ""
            case Defined(node=node):
                return self.path_of(node)
        return ""

    def exported(self, name: str) -> str:
        """Give what a name of this module's top level stands for."""
        return self.bound(self.top.bindings[name])

    def path_of(self, node: ast.AST) -> str:
        """Give the dotted path of a function or class: module, what stands around it, name."""
        names = [getattr(node, "name", "")]
        names += [each.name for each in self.ancestors(node) if isinstance(each, (Function, ast.ClassDef))]
        return ".".join((self.name, *reversed(names)))

    def instance(self, annotation: ast.expr) -> str:
        """Give the origin of a value whose type is declared so; empty for unions and what is not a plain class."""
        if annotation not in self._instances:
            self._instances[annotation] = ""  # also the answer for a field called like its type, `date: date`
            self._instances[annotation] = self._instance(annotation)
        return self._instances[annotation]

    def _instance(self, annotation: ast.expr) -> str:
        match annotation:
            case ast.Constant(value=str(text)) if (inner := expression(text)) is not None:
                self.scope_of.update(dict.fromkeys(ast.walk(inner), self.scope_of.get(annotation, self.top)))
                return self.instance(inner)
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                return agreed({self.instance(each) for each in (left, right) if not is_none(each)})
            case ast.Subscript(value=value, slice=inner):
                base = self.origin(value)
                if base in _TRANSPARENT:
                    return self.instance(inner)
                if base in _ANNOTATED and isinstance(inner, ast.Tuple):
                    return self.instance(inner.elts[0])
                return f"{base}()" if base else ""
        return self._alias(annotation)

    def _alias(self, annotation: ast.expr) -> str:
        """Follow a name for a declared type, `SessionDep = Annotated[Session, ...]`, in this file or another."""
        scope = self.scope_of.get(annotation)
        found = scope.lookup(annotation.id) if scope and isinstance(annotation, ast.Name) else None
        if found is None or len(found[1]) != 1:
            base = self.origin(annotation)
            return f"{base}()" if base and base != "builtins.None" else ""
        binding = found[1][0]
        if isinstance(binding, Imported):
            there = self.project.imported(binding.target, self.path)
            bindings = there[0].top.bindings[there[1]] if there else []
            if there and len(bindings) == 1 and isinstance(bindings[0], Assigned):
                return there[0].instance(bindings[0].value)
        if isinstance(binding, Assigned) and isinstance(binding.value, (ast.Subscript, ast.BinOp)):
            return self.instance(binding.value)
        base = self.bound(found[1])
        return f"{base}()" if base else ""

    def _attribute(self, base: str, attr: str) -> str:
        if not base:
            return ""
        if base.endswith("()"):
            found = self.class_named(base.removesuffix("()"))
            if found is not None:
                return self._member(*found, base, attr)
        if base.count(".") > MAX_STEPS:
            return ""
        module = self.project.imported(f"{base}.{attr}", self.path) if "(" not in base else None
        return (module[0].exported(module[1]) if module and module[0] is not self else "") or f"{base}.{attr}"

    def _member(self, module: SourceModule, node: ast.ClassDef, base: str, attr: str) -> str:
        """Give an attribute of an instance: a method by its path, a field by what is assigned to it everywhere."""
        for owner, each in module.lineage(node):
            inner = owner.scope_inside(each)
            bindings = [*inner.bindings.get(attr, ()), *inner.attributes.get(attr, ())]
            method = next((b.node for b in bindings if isinstance(b, Defined)), None)
            if isinstance(method, Function):
                is_property = any(owner.origin(d).endswith("property") for d in method.decorator_list)
                return owner.returned(method) if is_property else f"{owner.path_of(each)}().{attr}"
            if bindings:
                return owner.bound(bindings)
        return f"{base}.{attr}"

    def lineage(self, node: ast.ClassDef) -> Iterator[tuple[SourceModule, ast.ClassDef]]:
        """Yield a class and those it inherits from, as far as the project defines them."""
        waiting, seen = [(self, node)], set[ast.ClassDef]()
        while waiting:
            module, each = waiting.pop(0)
            if each in seen:
                continue
            seen.add(each)
            yield module, each
            for base in each.bases:
                found = module.class_named(module.origin(base))
                if found is not None:
                    waiting.append(found)

    def base_names(self, node: ast.ClassDef) -> set[str]:
        """Give the origins of all classes that a class inherits from, defined here or elsewhere."""
        return {module.origin(base) for module, each in self.lineage(node) for base in each.bases} - {""}

    def class_named(self, dotted: str) -> tuple[SourceModule, ast.ClassDef] | None:
        """Give the class that a dotted path names, in this project."""
        found = self.definition(dotted)
        return (found[0], found[1]) if found and isinstance(found[1], ast.ClassDef) else None

    def definition(self, dotted: str) -> tuple[SourceModule, Function | ast.ClassDef] | None:
        """Give the function, method or class that an origin names, in this project; None for others."""
        found = self.project.split(dotted.replace("()", "")) if "[" not in dotted else None
        if found is None:
            return None
        module, names = found
        scope, node = module.top, None
        for name in names:
            bindings = scope.bindings.get(name, [])
            if len(bindings) != 1 or not isinstance(bindings[0], Defined):
                return None
            node = bindings[0].node
            scope = module.scope_inside(node)
        return (module, node) if node is not None else None

    def function_named(self, dotted: str) -> tuple[SourceModule, Function] | None:
        """Give the function or method that an origin names, in this project."""
        found = self.definition(dotted)
        return (found[0], found[1]) if found and isinstance(found[1], Function) else None

    def returned(self, function: Function) -> str:
        """Give the origin of what a function returns, or what its context manager gives, if there is but one."""
        if any(self.origin(each) in _CONTEXT_MANAGERS for each in function.decorator_list):
            return agreed({self.origin(each.value) for each in ast.walk(function) if isinstance(each, ast.Yield)})
        if function.returns is not None:
            return self.instance(function.returns)
        values = [each.value for each in ast.walk(function) if isinstance(each, ast.Return)]
        return agreed({self.origin(each) for each in values if not is_none(each)})

    def _called(self, made: str) -> str:
        if not made:
            return ""
        found = self.definition(made)
        if found is not None and isinstance(found[1], Function):
            return found[0].returned(found[1]) or f"{made}()"
        return f"{made}()"
