"""Production readiness of Python code along five dimensions, by checks of our own on the syntax tree.

Each check names a dimension, a fault somebody would meet in production, and its place. What is only
likely is left to the questions, of which a human answers a few.
"""

from __future__ import annotations

import ast
import hashlib
from dataclasses import dataclass

from upward.analysis.faults import Around, checks
from upward.analysis.faults.spelled_out import spelled_out

DIMENSIONS = ("error handling", "logging", "security", "performance", "testability")


@dataclass(frozen=True, slots=True)
class Spot:
    """A finding: its check and dimension, its lines counted from 1, and what was seen."""

    check: str
    dimension: str
    line: int
    end: int
    message: str
    symbol: str = ""

    def fingerprint(self, path: str, source: str) -> str:
        """Give what knows the finding again although lines move: check, path, symbol and the words of its line."""
        lines = source.splitlines()
        said = " ".join(lines[self.line - 1].split()) if 0 < self.line <= len(lines) else ""
        return hashlib.sha256(f"{self.check}\0{path}\0{self.symbol}\0{said}".encode()).hexdigest()[:32]


def spots(source: str, *, is_test: bool = False) -> list[Spot]:
    """Give what the checks find; raises SyntaxError for what does not parse."""
    tree = spelled_out(ast.parse(source))
    # A check of a function sees what is in the functions inside of it, too: told once, for the innermost.
    found = {(spot.line, spot.check): spot for spot in _Walk(is_test=is_test).walk(tree)}
    return [found[key] for key in sorted(found)]


_OPENS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.ExceptHandler)
_ROUNDS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


def _is_short(loop: ast.AST) -> bool:
    """Whether a loop goes over what stands in the program: a few things written out, or a constant."""
    over = (
        [loop.iter]
        if isinstance(loop, (ast.For, ast.AsyncFor))
        else [each.iter for each in getattr(loop, "generators", ())]
    )
    return bool(over) and all(
        isinstance(each, (ast.Tuple, ast.List, ast.Set)) or (isinstance(each, ast.Name) and each.id.isupper())
        for each in over
    )


class _Walk:
    """One walk over a tree, with what stands around each node."""

    def __init__(self, *, is_test: bool) -> None:
        self.around = Around(is_test)
        self.symbols: list[str] = []
        self.found: list[Spot] = []

    def walk(self, node: ast.AST) -> list[Spot]:
        """Give what is found in a tree, besides what was found before."""
        around = self.around
        loops, short = around.loops, around.short
        if isinstance(node, _OPENS):
            self._open(node)
        for check in checks(type(node)):
            for line, name, dimension, message in check(node, around):
                end = getattr(node, "end_lineno", line) or line
                self.found.append(Spot(name, dimension, line, end, message, ".".join(self.symbols)))
        if isinstance(node, _ROUNDS):
            self._go_round(node)
        else:
            for child in ast.iter_child_nodes(node):
                self.walk(child)
        if isinstance(node, _OPENS):
            self._close(node)
        around.loops, around.short = loops, short
        return self.found

    def _go_round(self, loop: ast.AST) -> None:
        is_short = _is_short(loop)
        for child in ast.iter_child_nodes(loop):
            # What a loop goes over is reckoned once.
            once = isinstance(child, ast.comprehension) or child is getattr(loop, "iter", None)
            self.around.loops += not once
            self.around.short += is_short and not once
            self.walk(child)
            self.around.loops -= not once
            self.around.short -= is_short and not once

    def _open(self, node: ast.AST) -> None:
        if isinstance(node, ast.ExceptHandler):
            self.around.handlers += 1
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            self.symbols.append(node.name)
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.around.functions.append(node)
            self.around.asynchronous.append(isinstance(node, ast.AsyncFunctionDef))
            self.around.loops = self.around.short = 0

    def _close(self, node: ast.AST) -> None:
        if isinstance(node, ast.ExceptHandler):
            self.around.handlers -= 1
        else:
            self.symbols.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            self.around.functions.pop()
            self.around.asynchronous.pop()
