"""The parts of a text that decide where a path or an address leads."""

from __future__ import annotations

import ast
import re

from upward.analysis.code_review.name_resolution import SourceModule
from upward.analysis.code_review.request_data import kept_parts

_JOINS = re.compile(r"(?:os\.path|posixpath)\.join|pathlib\.(?:Pure)?Path")
# A scheme, and perhaps the beginning of a host; after a slash or a question mark the host is fixed.
_BEFORE_HOST = re.compile(r"(?:[a-z]+://)?[^/?#%{]*", re.IGNORECASE)


def at_start_of_path(module: SourceModule, node: ast.AST) -> list[ast.expr]:
    """Give the parts of an expression that begin a component of a path, where `../` leads elsewhere."""
    match node:
        case ast.Call(func=func, args=args) if _JOINS.fullmatch(module.origin(func)):
            return args
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            return [left, right]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [left, right] if not isinstance(left, ast.Constant) or _ends_folder(left) else [left]
        case ast.JoinedStr(values=values):
            return [
                each.value
                for number, each in enumerate(values)
                if isinstance(each, ast.FormattedValue) and (number == 0 or _ends_folder(values[number - 1]))
            ]
    return kept_parts(module, node)


def at_start_of_address(module: SourceModule, node: ast.AST) -> list[ast.expr]:
    """Give the part of an expression that decides which host an address names."""
    match node:
        case ast.JoinedStr(values=[first, *rest]):
            follows = isinstance(first, ast.Constant) and _leads_to_host(first)
            parts = rest[:1] if follows else [first]
            return [each.value for each in parts if isinstance(each, ast.FormattedValue)]
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return [right] if _leads_to_host(left) else [left]
        case ast.BinOp(left=ast.Constant() as left, op=ast.Mod(), right=right):
            return [right] if _leads_to_host(left) else []
        case ast.Call(func=ast.Attribute(value=ast.Constant() as held, attr="format"), args=args):
            return args[:1] if _leads_to_host(held) else []
        case ast.Call(func=ast.Attribute(attr="join")):
            return []
    return kept_parts(module, node)


def _ends_folder(node: ast.AST) -> bool:
    return isinstance(node, ast.FormattedValue) or (
        isinstance(node, ast.Constant) and str(node.value).endswith(("/", "\\"))
    )


def _leads_to_host(node: ast.AST) -> bool:
    """Whether a constant text ends, up to its first blank to fill, before the host does."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return False
    text = re.split(r"%|\{", node.value, maxsplit=1)[0]
    return _BEFORE_HOST.fullmatch(text) is not None
