"""Kinds of fault that others planted: what the tests of linters that were written without us show, read in their archives.

Which dimension a kind speaks to stands in `planted_dimensions.py`. None of their code is here.
"""

from __future__ import annotations

import ast
import difflib
import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import planted_dimensions

EVERYWHERE = 10**9
# Tests about programs in other languages, some lines of which are Python by chance.
_OTHER_LANGUAGE = re.compile(r"test_(?:typescript|ts|tsx|js|javascript|java|kotlin|php|go|rust|csharp|dart|ruby)_")
_PYLINT_LINE = re.compile(r"(?P<kind>[a-z-]+):(?P<first>\d+):\d+:(?P<last>\d*)")
_BUGBEAR_LINE = re.compile(r"#.*?\b(?P<kind>B\d{3}): [\d\"]")
_TOLD = r"len\(.*\) (?:== [1-9]|>)"
_ASYNC_LINE = re.compile(r"#\s*(?:error|(?P<kind>ASYNC\d{3})(?:_\w+)?): \d+")


@dataclass(frozen=True, slots=True)
class Example:
    """Code that somebody else wrote to show a kind of fault, and in which of its lines it is."""

    kind: str
    dimension: str
    code: str
    first: int = 1
    last: int = EVERYWHERE
    path: str = "part.py"


def _by_kind(dimensions: dict[str, str], prefix: str = "") -> dict[str, str]:
    return {prefix + kind: dimension for dimension, kinds in dimensions.items() for kind in kinds.split()}


def pylint(folder: Path) -> Iterator[Example]:
    """Yield pylint's functional tests, beside which a list of what it says lies."""
    known = _by_kind(planted_dimensions.PYLINT)
    for said in sorted((folder / "tests/functional").rglob("*.txt")):
        source = said.with_suffix(".py")
        code = source.read_text("utf-8", "replace") if source.exists() else ""
        for match in filter(None, map(_PYLINT_LINE.match, said.read_text("utf-8").splitlines())):
            if match["kind"] in known and code:
                first = int(match["first"])
                yield Example(match["kind"], known[match["kind"]], code, first, int(match["last"] or first))


def documented(folder: Path) -> Iterator[Example]:
    """Yield the examples of pylint's documentation: the kinds of its tests, in code of others."""
    for kind, dimension in _by_kind(planted_dimensions.PYLINT).items():
        shown = folder / "doc/data/messages" / kind[0] / kind
        for path in sorted([*shown.glob("bad*.py"), *shown.glob("bad/*.py")]):
            yield Example(kind, dimension, path.read_text("utf-8"))


def bugbear(folder: Path) -> Iterator[Example]:
    """Yield flake8-bugbear's examples, whose comments say what is wrong in a line."""
    known = _by_kind(planted_dimensions.BUGBEAR)
    for _, code, number, line in _lines(folder / "tests/eval_files", "*.py"):
        if (match := _BUGBEAR_LINE.search(line)) and match["kind"] in known:
            yield Example(match["kind"], known[match["kind"]], code, number, number)


def flake8_async(folder: Path) -> Iterator[Example]:
    """Yield flake8-async's examples: what blocks is performance, what is cancelled or lost is error handling."""
    for path, code, number, line in _lines(folder / "tests/eval_files", "async[1-4]*.py"):
        for match in _ASYNC_LINE.finditer(line):
            kind = match["kind"] or f"ASYNC{path.name[5:8]}"
            yield Example(kind, "performance" if kind[5] == "2" else "error handling", code, number, number)


def _lines(folder: Path, pattern: str) -> Iterator[tuple[Path, str, int, str]]:
    """Yield each line of a folder's programs with its number, its program and its path."""
    for path in sorted(folder.rglob(pattern)):
        code = path.read_text("utf-8")
        yield from ((path, code, number, line) for number, line in enumerate(code.splitlines(), 1))


def perflint(folder: Path) -> Iterator[Example]:
    """Yield the functions in perflint's tests that are to be told of."""
    for path in sorted((folder / "tests").glob("test_*.py")):
        for test in _functions(path):
            codes = _arguments(test, "extract_node")
            kinds = _arguments(test, "assertAddedMessage")
            if codes and kinds:
                yield Example(kinds[0], "performance", textwrap.dedent(codes[0]))


def skylos(folder: Path) -> Iterator[Example]:
    """Yield the programs in skylos' tests that assert one kind and hold one program."""
    known = _by_kind(planted_dimensions.SKYLOS, "SKY-")
    for path in sorted((folder / "test").glob("test_*.py")):
        if _OTHER_LANGUAGE.match(path.name):
            continue
        for test in _functions(path):
            asserted = [ast.unparse(each.test) for each in ast.walk(test) if isinstance(each, ast.Assert)]
            about = [each for each in asserted if "SKY-" in each]
            kinds = {kind for each in about for kind in re.findall(r"SKY-[A-Z]+\d+", each)} & known.keys()
            denied = any(re.search(r"\bnot\b|== \[\]|== set\(\)|!=|== 0", each) for each in about)
            codes = list(_programs(test))
            if len(kinds) == len(codes) == 1 and not denied:
                yield Example(min(kinds), known[min(kinds)], codes[0])


def bandit(folder: Path) -> Iterator[Example]:
    """Yield bandit's examples, with what bandit itself says of them."""
    program = shutil.which("bandit")
    if program is None:
        print("bandit is not installed: `pip install bandit`; its examples are left out", file=sys.stderr)
        return
    command = [program, "-q", "-f", "json", "--ignore-nosec", "-r", str(folder / "examples")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    for row in json.loads(done.stdout)["results"]:
        code = Path(row["filename"]).read_text("utf-8", "replace")
        kind, last = row["test_id"], row["line_range"][-1]
        if kind != "B101":
            dimension = "error handling" if kind in {"B110", "B112", "B113"} else "security"
            yield Example(kind, dimension, code, row["line_number"], last)


def precli(folder: Path) -> Iterator[Example]:
    """Yield precli's examples, whose first lines say where the one fault is; those of one rule are a kind."""
    for test in sorted((folder / "tests/unit/rules/python").rglob("test_*.py")):
        kind = test.stem.removeprefix("test_")
        dimension = "error handling" if kind.endswith("no_timeout") else "security"
        if kind == "assert":
            continue
        named = re.findall(r"\"(\w+\.py)\"", test.read_text("utf-8"))
        for path in (test.parent / "examples" / name for name in dict.fromkeys(named)):
            code = path.read_text("utf-8") if path.exists() else ""
            head = dict(re.findall(r"(?m)^# (level|start_line|end_line): (\w+)$", code))
            if head.get("level") in {"WARNING", "ERROR"}:
                yield Example(kind, dimension, code, int(head["start_line"]), int(head["end_line"]))


def vibelint(folder: Path) -> Iterator[Example]:
    """Yield the programs in vibelint's tests that hold one kind."""
    for path in sorted((folder / "tests").glob("test_*.py")):
        yield from _shown(path, _by_kind(planted_dimensions.VIBELINT), r"== \['(VC\d+)'", "== ")


def sloppylint(folder: Path) -> Iterator[Example]:
    """Yield the programs in sloppylint's tests that hold a kind once or more."""
    for path in sorted((folder / "tests").rglob("test_*.py")):
        yield from _shown(path, _by_kind(planted_dimensions.SLOPPYLINT), r"== '(\w+)'", r"len\(\w+\) (?:== [1-9]|>)")


def codehound(folder: Path) -> Iterator[Example]:
    """Yield the programs in codehound's tests in which one kind is to be found once or more."""
    yield from _shown(folder / "tests/test_checks.py", _by_kind(planted_dimensions.CODEHOUND), r"'(CH\d{3})'", _TOLD)


def vibe_guard(folder: Path) -> Iterator[Example]:
    """Yield the programs in python-vibe-guard's tests in which one kind is to be found once or more."""
    yield from _shown(
        folder / "tests/test_rules.py", _by_kind(planted_dimensions.VIBE_GUARD), r"'PYVIBE-(\d{3})'", _TOLD
    )


def py_slop(folder: Path) -> Iterator[Example]:
    """Yield the programs in py-slop's tests, a file for each kind."""
    for path in sorted((folder / "tests/checks").glob("test_*.py")):
        yield from _shown(path, _by_kind(planted_dimensions.PY_SLOP), r"check_(\w+?)s?\(", _TOLD)


def _shown(path: Path, known: dict[str, str], kind: str, proof: str) -> Iterator[Example]:
    """Yield the programs of tests that hold one program, name one kind by a pattern, and prove that it is told of."""
    for test in _functions(path):
        body = ast.unparse(test)
        kinds, codes = set(re.findall(kind, body)) & known.keys(), list(_programs(test))
        if len(kinds) == len(codes) == 1 and re.search(proof, body):
            yield Example(min(kinds), known[min(kinds)], codes[0])


def codemodder(folder: Path) -> Iterator[Example]:
    """Yield the programs in codemodder's tests that it mends, and the lines that are others in what it makes of them."""
    known = _by_kind(planted_dimensions.CODEMODDER)
    for path in sorted((folder / "tests/codemods").glob("test_*.py")):
        kind = path.stem.removeprefix("test_").removeprefix("fix_")
        kind = kind if kind in known else f"fix_{kind}"
        for test in _functions(path) if kind in known else ():
            for before, after in _mended(test):
                for first, last in _changed(before, after):
                    yield Example(kind, known[kind], before, first, last)


def _mended(test: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """Yield what a test hands in and expects, where both are written out and differ."""
    texts = {target.id: textwrap.dedent(each.value.value) for each in ast.walk(test) if isinstance(each, ast.Assign)
             for target in each.targets if isinstance(target, ast.Name)
             and isinstance(each.value, ast.Constant) and isinstance(each.value.value, str)}  # fmt: skip
    for call in ast.walk(test):
        match call:
            case ast.Call(
                func=ast.Attribute(attr="run_and_assert"), args=[_, ast.Name(id=before), ast.Name(id=after), *_]
            ):
                if before in texts and after in texts and texts[before].strip() != texts[after].strip():
                    yield texts[before], texts[after]


def _changed(before: str, after: str) -> Iterator[tuple[int, int]]:
    """Yield the lines that a mending takes away or changes; of one that only adds, all."""
    old, new = before.splitlines(), after.splitlines()
    rows = [
        row
        for row in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if row[0] in {"replace", "delete"}
    ]
    spans = [
        (row[1] + 1, row[2])
        for row in rows
        if not all(re.match(r"\s*(?:import|from) |\s*$", each) for each in old[row[1] : row[2]])
    ]
    yield from spans or [(1, EVERYWHERE)]


def agentguard(folder: Path) -> Iterator[Example]:
    """Yield agentguard's examples, whose comments say which kind is in a line."""
    known = _by_kind(planted_dimensions.AGENTGUARD)
    for _, code, number, line in _lines(folder / "tests/fixtures", "*.py"):
        expected = re.search(r"#\s*expect: ((?:AG\d{3}[ ,]*)+)$", line)
        for kind in re.findall(r"AG\d{3}", expected[1]) if expected else ():
            if kind in known:
                yield Example(kind, known[kind], code, number, number)


def codeguard(folder: Path) -> Iterator[Example]:
    """Yield codeguard's vulnerable programs, one for each kind, in Python and in JavaScript."""
    known = _by_kind(planted_dimensions.CODEGUARD)
    for path in sorted((folder / "tests/fixtures").rglob("vulnerable*")):
        kind = path.parent.name.removeprefix("cg_")
        dimension = known.get(kind) or known.get(kind.partition("_")[0])
        if dimension:
            yield Example(kind, dimension, path.read_text("utf-8"), path=f"part{path.suffix}")


def _functions(path: Path) -> Iterator[ast.FunctionDef]:
    tree = ast.parse(path.read_text("utf-8"))
    yield from (each for each in ast.walk(tree) if isinstance(each, ast.FunctionDef) and each.name.startswith("test"))


def _arguments(test: ast.FunctionDef, called: str) -> list[str]:
    """Give the first arguments of all calls of a method in a test, where they are written out."""
    found = [each.args[0] for each in ast.walk(test) if isinstance(each, ast.Call) and each.args
             and isinstance(each.func, ast.Attribute) and each.func.attr == called]  # fmt: skip
    return [each.value for each in found if isinstance(each, ast.Constant) and isinstance(each.value, str)]


def _programs(test: ast.FunctionDef) -> Iterator[str]:
    """Yield the texts in a test that are Python, and more than an expression that does nothing."""
    idle = (ast.Constant, ast.Name, ast.Attribute, ast.Compare, ast.BinOp, ast.Tuple, ast.UnaryOp)
    for each in ast.walk(ast.Module(test.body, [])):
        if isinstance(each, ast.Constant) and isinstance(each.value, str) and len(each.value) >= len("import a\na()"):
            code = textwrap.dedent(each.value)
            try:
                body = ast.parse(code).body
            except (SyntaxError, ValueError):
                continue
            if any(not (isinstance(part, ast.Expr) and isinstance(part.value, idle)) for part in body):
                yield code


READERS: dict[str, Callable[[Path], Iterator[Example]]] = {
    "pylint": pylint,
    "flake8_bugbear": bugbear,
    "flake8_async": flake8_async,
    "perflint": perflint,
    "skylos": skylos,
    "bandit": bandit,
    "precli": precli,
    "vibelint": vibelint,
    "sloppylint": sloppylint,
    "codehound": codehound,
    "codemodder": codemodder,
    "agentguard_linter": agentguard,
    "codeguard_cli": codeguard,
    "python_vibe_guard": vibe_guard,
    "py_slop": py_slop,
}
# Kinds that are read above, shown once more by somebody else: for the eye, and no part of the sum.
AGAIN: dict[str, Callable[[Path], Iterator[Example]]] = {"pylint": documented}
