"""What a language model says, believed: run as code, as a command or as a query; and agents that may do anything."""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from upward.analysis.faults._tree import SECRET, Around, Check, Found, Function, calls, name, on, owner, walked
from upward.analysis.faults._values import module_of
from upward.analysis.faults.own_text import MOST_ROUNDS

DIMENSION = "security"
# How the libraries of the large houses, LangChain and LlamaIndex ask a model.
_ASKS = re.compile(
    r"(?:chat\.completions|completions|messages|responses)\.create$|\.generate_content$|(?:llm|chain|model|agent)\.(?:a?invoke|predict|run|complete|chat|call)$"
)
_LAST = frozenset("create generate_content invoke ainvoke predict run complete chat call".split())
_RUNS = frozenset({"eval", "exec", "system", "popen", "run", "Popen", "check_output", "call", "check_call", "execute",
                   "executescript", "Markup", "mark_safe", "literal"})  # fmt: skip
_PROCESSES = frozenset({"subprocess", "os", ""})
_DOES_ANYTHING = frozenset({"ShellTool", "PythonREPLTool", "PythonAstREPLTool", "BashTool", "TerminalTool"})
_RUNNERS = frozenset({"system", "popen", "eval", "exec", "run", "Popen", "check_output"})


@on(ast.Call)
def _believed(node: ast.AST, walk: Around) -> Found:
    """A model's answer run as code, as a command or as a query."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args:
        return
    what, whose = name(node.func), owner(node.func)
    if what not in _RUNS or (what in {"run", "call", "system"} and whose not in _PROCESSES):
        return
    said = _said(walk.outermost or module_of(node))
    if any(isinstance(each, ast.Name) and each.id in said for each in walked(node.args[0])):
        message = "A model writes this, and whoever writes to the model: let a person or a fixed list decide."
        yield node.lineno, "model-believed", DIMENSION, message


@lru_cache(maxsize=64)
def _said(whole: Function | ast.Module) -> frozenset[str]:
    """Give the names in a function, or in a program without one, that hold what a model said, or a part of it."""
    given = [each for each in walked(whole) if isinstance(each, ast.Assign) and isinstance(each.targets[0], ast.Name)]
    names: set[str] = set()
    for _ in range(MOST_ROUNDS):
        more = {name(each.targets[0]) for each in given if _from_model(each.value, names)} - names
        if not more:
            break
        names |= more
    return frozenset(names)


def _from_model(value: ast.expr, names: set[str]) -> bool:
    for each in walked(value):
        if isinstance(each, ast.Name) and each.id in names:
            return True
        if isinstance(each, ast.Call) and _asks_model(each):
            return True
    return False


def _asks_model(call: ast.Call) -> bool:
    is_likely = isinstance(call.func, ast.Attribute) and call.func.attr in _LAST
    return is_likely and _ASKS.search(ast.unparse(call.func)) is not None


@on(ast.Call)
def _may_do_anything(node: ast.AST, walk: Around) -> Found:
    """A tool given to an agent that runs whatever the agent likes."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    runs = name(node.func) in _DOES_ANYTHING
    if name(node.func) in {"Tool", "StructuredTool", "FunctionTool"}:
        given = next((each.value for each in node.keywords if each.arg == "func"), None)
        runs |= given is not None and name(given) in _RUNNERS
    if name(node.func) == "load_tools" and node.args:
        runs |= any(
            isinstance(each, ast.Constant) and each.value in {"terminal", "python_repl"}
            for each in walked(node.args[0])
        )
    if runs:
        yield node.lineno, "agent-may-anything", DIMENSION, "Who writes to the agent runs what they like: narrow tools."


@on(ast.Call)
def _secret_told(node: ast.AST, walk: Around) -> Found:
    """A secret in what a model is asked: it leaves the house."""
    if walk.is_test or not isinstance(node, ast.Call) or not _asks_model(node):
        return
    for text in (each for each in walked(node) if isinstance(each, ast.FormattedValue)):
        said = name(text.value)
        if SECRET.search(said) and not re.search(r"(?i)tokens$|count|max|limit|usage", said):
            yield node.lineno, "secret-told-model", DIMENSION, f"{said} leaves the house with the question."
            return


@on(ast.While)
def _asked_without_end(node: ast.AST, walk: Around) -> Found:
    """A model asked again and again, and nobody counts how often, nor what it costs."""
    if walk.is_test or not isinstance(node, ast.While) or not isinstance(node.test, ast.Constant):
        return
    leaves = (ast.Break, ast.Return, ast.Raise)
    if not any(isinstance(each, leaves) for each in walked(node)):
        for call in (each for each in calls(node) if _asks_model(each)):
            message = "Nothing ends this, and each round costs: count the rounds, or what is spent."
            yield call.lineno, "asked-without-end", "performance", message


CHECKS: tuple[Check, ...] = (_secret_told, _believed, _may_do_anything, _asked_without_end)
