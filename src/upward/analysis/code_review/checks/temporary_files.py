"""Temporary files and folders that nothing removes."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from upward.analysis.code_review.check import Check
from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.scopes import Function

_REMOVES = frozenset(
    {"unlink", "remove", "rmtree", "rmdir", "removedirs", "cleanup", "rename", "replace", "move", "copy_and_delete"}
)
# These use a path and do not keep it; any other function may remove it later.
_ONLY_READS = re.compile(r"builtins\.(?:open|str|print|len|repr)|os\.path\.\w+|os\.(?:fdopen|close|write|listdir|chmod|stat|makedirs|mkdir)"
                         r"|pathlib\.Path|shutil\.(?:copy\w*|unpack_archive)|subprocess\.(?:run|check_call|check_output|call)"
                         r"|json\.dump|pickle\.dump|logging\..*|zipfile\.ZipFile|tarfile\.open")  # fmt: skip
MAX_RENAMES = 3
_MAKERS = {
    "tempfile.mkdtemp": "folder: use `tempfile.TemporaryDirectory`",
    "tempfile.mkstemp": "file: use `tempfile.NamedTemporaryFile`",
    "tempfile.NamedTemporaryFile": "file: remove it in `finally`, or leave out `delete=False`",
}


def find(module: SourceModule) -> Iterator[tuple[ast.AST, str]]:
    """Yield each temporary file or folder that its function neither removes nor hands on."""
    for call in module.nodes:
        made = module.origin(call.func) if isinstance(call, ast.Call) else ""
        if made not in _MAKERS or not isinstance(call, ast.Call):
            continue
        if made == "tempfile.NamedTemporaryFile" and not _is_kept(call):
            continue
        function = module.function_around(call)
        if any(each.arg == "dir" for each in call.keywords):
            continue  # a folder of the program's own, which may be emptied as a whole
        if function is not None and not _is_handed_on(module, call, function):
            yield call, f"Temporary files are left behind: nothing removes this {_MAKERS[made]}."


def _is_kept(call: ast.Call) -> bool:
    return any(
        each.arg == "delete" and isinstance(each.value, ast.Constant) and each.value.value is False
        for each in call.keywords
    )


def _is_handed_on(module: SourceModule, call: ast.Call, function: Function) -> bool:
    """Whether the function removes something, or returns, yields or keeps what the call made."""
    names = _names_of(module, call)
    if not names:
        return True
    inside = list(ast.walk(function))
    for _ in range(MAX_RENAMES):
        for node in inside:
            if isinstance(node, ast.Assign) and _uses(node.value, names):
                names |= {each.id for each in node.targets if isinstance(each, ast.Name)}
    return any(_removes(each) or _gives_away(module, each, names) for each in inside)


def _removes(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in _REMOVES) or (
        isinstance(node, ast.Name) and node.id in _REMOVES
    )


def _gives_away(module: SourceModule, node: ast.AST, names: set[str]) -> bool:
    match node:
        case ast.Return(value=ast.expr() as value) | ast.Yield(value=ast.expr() as value):
            return _uses(value, names)
        case ast.Assign(targets=targets, value=value):
            return _uses(value, names) and any(isinstance(each, (ast.Attribute, ast.Subscript)) for each in targets)
        case ast.Call(func=func, args=args, keywords=keywords):
            given = [*args, *(each.value for each in keywords)]
            return (
                any(_uses(each, names) for each in given)
                and not _ONLY_READS.fullmatch(module.origin(func))
                and not (isinstance(func, ast.Attribute) and _uses(func.value, names))
            )
    return False


def _names_of(module: SourceModule, call: ast.Call) -> set[str]:
    """Give the names that hold what a call made; none where it is used on the spot."""
    holder = module.parents.get(call)
    while isinstance(holder, ast.Call):  # Path(mkdtemp())
        holder = module.parents.get(holder)
    match holder:
        case ast.Assign(targets=[ast.Name(id=name)]):
            return {name}
        case ast.Assign(targets=[ast.Tuple(elts=elts)]):
            return {each.id for each in elts if isinstance(each, ast.Name)}
        case ast.withitem(optional_vars=ast.Name(id=name)):
            return {name}
    return set()


def _uses(node: ast.AST, names: set[str]) -> bool:
    return any(isinstance(each, ast.Name) and each.id in names for each in ast.walk(node))


CHECKS = (Check("temporary-files-left", "error handling", "warning", find, cwe=459, in_one_off=False),)
