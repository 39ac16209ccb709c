"""Names as a module spells them: `get` of `from requests import get` as `requests.get`, so that checks know both."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from upward.analysis.faults._values import bound_by

# Modules whose functions are told by their module's name: `run` alone may be anybody's.
_MODULES = frozenset(
    "aiohttp anyio asyncio boto3 ctypes dill glob hashlib hmac httpx io jinja2 json logging marshal os os.path pickle"
    " psycopg psycopg2 pymysql random re redis requests secrets shelve shutil signal socket sqlite3 ssl subprocess sys"
    " tempfile trio threading time torch traceback urllib.request warnings yaml zipfile".split()
)


def spelled_out(tree: ast.Module) -> ast.Module:
    """Give a tree, changed in place, in which what is imported from a known module stands with that module's name.

    A name that is bound once more anywhere in the file is left alone: it may be something else.
    """
    full = dict(_imported(tree))
    if not full:
        return tree
    bound = {each for node in ast.walk(tree) for each in bound_by(node)}
    known = {short: whole for short, whole in full.items() if short not in bound}
    return _Spelling(known).visit(tree) if known else tree


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    for node in _statements(tree):
        if isinstance(node, ast.ImportFrom) and node.module in _MODULES and not node.level:
            for each in node.names:
                # A class is told by its own name.
                if each.name.islower():
                    yield each.asname or each.name, (node.module.rpartition(".")[2], each.name)
        elif isinstance(node, ast.Import):
            for each in node.names:
                if each.asname and each.name in _MODULES and each.asname != each.name:
                    yield each.asname, (each.name.rpartition(".")[2], "")


def _statements(tree: ast.AST) -> Iterator[ast.AST]:
    """Yield every statement: nothing is imported inside of an expression, of which there are ten times as many."""
    waiting = [tree]
    while waiting:
        block = waiting.pop()
        for part in ("body", "orelse", "finalbody", "handlers", "cases"):
            below = getattr(block, part, None)
            if isinstance(below, list):
                yield from below
                waiting += below


class _Spelling(ast.NodeTransformer):
    def __init__(self, known: dict[str, tuple[str, str]]) -> None:
        self.known = known

    def visit_Name(self, node: ast.Name) -> ast.expr:
        module, function = self.known.get(node.id, ("", ""))
        if not module:
            return node
        whole = ast.copy_location(ast.Name(module, ast.Load()), node)
        return ast.copy_location(ast.Attribute(whole, function, ast.Load()), node) if function else whole
