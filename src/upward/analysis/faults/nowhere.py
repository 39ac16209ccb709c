"""Names that are nowhere: another module's, another language's or an older Python's, as assistants invent them."""

from __future__ import annotations

import ast
import difflib
import importlib.util
import re
import sys
import sysconfig
from functools import lru_cache
from types import ModuleType

from upward.analysis.faults._tree import Around, Check, Found, every, on, walked
from upward.analysis.faults._values import given_once, imported

DIMENSION = "error handling"
# Modules of the standard library that do nothing but define names when they are imported, the same on every system.
_KNOWN = frozenset(
    "base64 bisect collections collections.abc contextlib copy csv dataclasses datetime decimal enum fractions"
    " functools glob hashlib heapq hmac html io itertools json math operator os.path pathlib pickle pprint queue random"
    " re secrets shlex shutil statistics string struct subprocess tempfile textwrap time traceback uuid zipfile zlib"
    .split()
)  # fmt: skip
# What newer Pythons than the oldest that upward runs under have.
_NEWER = {
    "itertools": {"batched"}, "math": {"sumprod", "fma"}, "queue": {"ShutDown"}, "copy": {"replace"},
    "pathlib": {"UnsupportedOperation"}, "uuid": {"uuid6", "uuid7", "uuid8", "NIL", "MAX"},
    "functools": {"Placeholder"}, "random": {"binomialvariate"}, "statistics": {"kde", "kde_random"},
    "heapq": {"heapify_max", "heappop_max", "heappush_max", "heappushpop_max", "heapreplace_max"},
    "hashlib": {"file_digest"}, "datetime": {"UTC"}, "enum": {"EnumDict"}, "contextlib": {"chdir"},
    "base64": {"z85encode", "z85decode"}, "zlib": {"adler32_combine", "crc32_combine"}, "string": {"templatelib"},
}  # fmt: skip
# As other languages call them.
_FOREIGN = frozenset(
    "parse stringify length len push forEach map filter equals isEmpty contains substring toString".split()
)
_OTHERS = "as another language calls it"
# Where the standard library lies, with the packages of others in a folder of it.
_STDLIB = sysconfig.get_path("stdlib")
_LIKE = 0.8
# Looking for what was meant takes a while, and whoever makes up more names than this has been told.
_MOST = 100
_KINDS: dict[type[ast.AST], type] = {
    ast.List: list, ast.ListComp: list, ast.Dict: dict, ast.DictComp: dict, ast.Set: set, ast.SetComp: set,
    ast.Tuple: tuple, ast.JoinedStr: str,
}  # fmt: skip


@lru_cache(maxsize=len(_KNOWN))
def _library(module: str) -> ModuleType | None:
    """Give a module of the standard library; None for a stranger's of that name, which must not run."""
    if module not in sys.modules:
        spec = importlib.util.find_spec(module)
        origin = (spec.origin or "") if spec is not None else ""
        own = origin in {"built-in", "frozen"} or (origin.startswith(_STDLIB) and "site-packages" not in origin)
        if not own:
            return None
    return importlib.import_module(module)


@lru_cache(maxsize=len(_KNOWN))
def _names(module: str) -> frozenset[str] | None:
    """Give the names a module has; None where nobody can tell."""
    found = _library(module)
    return None if found is None else frozenset(dir(found)) | _NEWER.get(module, set())


def _instead(module: str, asked: str) -> str:
    """Give what was meant by a name that a module lacks, or whose it is; empty where it has it, or nobody can tell."""
    names = _names(module) if module in _KNOWN else None
    if names is None or asked in names or asked.startswith("_") or f"{module}.{asked}" in _KNOWN:
        return ""
    close = difflib.get_close_matches(asked, [each for each in names if each.islower()], 1, _LIKE)
    elsewhere = sorted(each for each in _KNOWN if asked in (_names(each) or ()) and not _is_borrowed(each, asked))
    if close:
        return f"{module}.{close[0]}"
    return f"{elsewhere[0]}.{asked}" if elsewhere else _OTHERS if asked in _FOREIGN else ""


def _is_borrowed(module: str, asked: str) -> bool:
    """Whether a module has a name only since it uses it: `re` has `enum`, and nobody takes it from there."""
    found = _library(module)
    held = getattr(found, asked, None)
    public = getattr(found, "__all__", None)
    return isinstance(held, ModuleType) or (public is not None and asked not in public)


@on(ast.Module)
def _not_there(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A name that a module of the standard library does not have."""
    if not isinstance(node, ast.Module):
        return
    if not any(each in _KNOWN for each in imported(node)):
        return
    known_of = guarded(node)
    bound = set(given_once(node)) | {each.arg for each in every(node, ast.arg)}
    known = {
        each.asname or each.name: each.name
        for part in every(node, ast.Import)
        for each in part.names
        if each.name in _KNOWN and (each.asname or "." not in each.name)
    }
    looked_at: list[ast.AST] = [*every(node, ast.ImportFrom), *(every(node, ast.Attribute) if known else [])]
    missing = 0
    for part in looked_at:
        if id(part) in known_of:
            continue
        if isinstance(part, ast.ImportFrom) and part.module in _KNOWN and not part.level:
            pairs = [(part.module, each.name) for each in part.names if each.name != "*"]
        elif isinstance(part, ast.Attribute) and isinstance(part.value, ast.Name) and part.value.id not in bound:
            pairs = [(known.get(part.value.id, ""), part.attr)] if isinstance(part.ctx, ast.Load) else []
        else:
            continue
        for module, asked in pairs:
            missing += module in _KNOWN and asked not in (_names(module) or ())
            instead = _instead(module, asked) if missing <= _MOST else ""
            if instead:
                meant = "." if instead == _OTHERS else f": {instead}?"
                yield part.lineno, "nowhere", DIMENSION, f"{module} has no {asked}{meant}"


def guarded(module: ast.Module) -> set[int]:
    """Give the nodes that run only where something was asked or may fail: they know of other Pythons."""
    asks: list[ast.AST] = [*every(module, ast.Try)]
    asks += [each for each in every(module, ast.If) if re.search("version|hasattr", ast.unparse(each.test))]
    return {id(each) for block in asks for each in walked(block)}


@on(ast.Module)
def _of_another_language(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A list, a table or a text asked for what those of another language have."""
    if not isinstance(node, ast.Module):
        return
    kinds = {each: _kind(value) for each, value in given_once(node).items()}
    for part in every(node, ast.Attribute) if any(kinds.values()) else ():
        kind = kinds.get(part.value.id) if isinstance(part.value, ast.Name) else None
        if kind is not None and not hasattr(kind, part.attr):
            yield part.lineno, "nowhere", DIMENSION, f"A {kind.__name__} has no {part.attr}."


def _kind(value: ast.expr) -> type | None:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        return str
    return _KINDS.get(type(value))


CHECKS: tuple[Check, ...] = (_not_there, _of_another_language)
