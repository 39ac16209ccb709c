"""Review Python code for production readiness, by checks on the syntax tree with resolved names."""

from __future__ import annotations

import ast
import re
import tomllib

from upward.analysis.code_review.checks import all_checks
from upward.analysis.code_review.finding import CodeFinding
from upward.analysis.code_review.name_resolution import Project, SourceModule

# Code that runs once, or by hand: what it costs matters little.
ONE_OFF = re.compile(
    r"(?:^|/)(?:migrations?|alembic|versions|scripts?|bin|tools|seeds?|seeders?|fixtures|fixes|examples?|docs?|benchmarks?"
    r"|management/commands|devtools|demo|sample_data|test_data|contrib|maintenance)/|(?:^|/)(?:seed|populate|migrate|setup|manage|fix|init_db|create_|random_data|sample|demo|dummy)\w*\.py$"
)
# The oldest Python that a project is taken to support where it does not say.
DEFAULT_MINOR = 11
_OLDEST, _NEWEST = 8, 14
_MAIN = re.compile(r"^if __name__ == ['\"]__main__['\"]:", re.MULTILINE)
_SERVES = re.compile(r"^\s*@\w+\.(?:route|get|post|put|patch|delete)\(|uvicorn\.run", re.MULTILINE)
_ONE_OFF_FUNCTION = re.compile(
    r"(?:^|\.)_*(?:seed|populate|migrate|migration|backfill|bootstrap|upgrade|downgrade|fix_|init_db)"
)


def oldest_version(pyproject: str) -> int:
    """Give the minor version of the oldest Python 3 that `requires-python` allows, within those that ruff knows."""
    try:
        wanted = str(tomllib.loads(pyproject).get("project", {}).get("requires-python", ""))
    except (tomllib.TOMLDecodeError, AttributeError):
        wanted = ""
    match = re.search(r">=?\s*3\.(\d{1,2})", wanted)
    return min(max(int(match[1]), _OLDEST), _NEWEST) if match else DEFAULT_MINOR


def runs_once(path: str, source: str) -> bool:
    """Whether a file is a script, a migration or the like, by its path or its main guard."""
    return ONE_OFF.search(path) is not None or (_MAIN.search(source) is not None and not _SERVES.search(source))


def review_python(source: str, path: str, project: Project, *, is_test: bool = False) -> list[CodeFinding]:
    """Give what the checks find in a file; raises SyntaxError, ValueError or RecursionError for what does not parse."""
    module = SourceModule(ast.parse(source), path, project)
    project.add(module)
    found: dict[tuple[int, str], CodeFinding] = {}
    once = runs_once(path, source)
    for check in all_checks():
        if (is_test and not check.in_tests) or (not check.in_one_off and once):
            continue
        for node, message in check.find(module):
            if not check.in_one_off and _ONE_OFF_FUNCTION.search(_symbol(module, node)):
                continue
            line = getattr(node, "lineno", 1)
            end = getattr(node, "end_lineno", line) or line
            found.setdefault(
                (line, check.id),
                CodeFinding(
                    check.id, check.dimension, line, end, message, _symbol(module, node), check.severity, cwe=check.cwe
                ),
            )
    return [found[key] for key in sorted(found)]


def _symbol(module: SourceModule, node: ast.AST) -> str:
    around = [
        each
        for each in module.ancestors(node)
        if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef))
    ]
    return ".".join(each.name for each in reversed(around))
