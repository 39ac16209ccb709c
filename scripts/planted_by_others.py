"""Kinds of fault that others planted: what the tests of linters that were written without us show, read in their archives.

Which dimension a kind speaks to, and which kinds are matters of taste or of types and are left out, was written down
before any was judged. None of their code is here.
"""

from __future__ import annotations

import ast
import json
import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

EVERYWHERE = 10**9
PYLINT = {
    "error handling": "bare-except broad-exception-caught broad-exception-raised try-except-raise raise-missing-from"
    " lost-exception return-in-finally break-in-finally continue-in-finally duplicate-except bad-except-order"
    " overlapping-except catching-non-exception binary-op-exception wrong-exception-operation raising-non-exception"
    " raising-bad-type bad-exception-cause notimplemented-raised misplaced-bare-raise raising-format-tuple"
    " pointless-exception-statement stop-iteration-return consider-using-with missing-timeout subprocess-run-check"
    " contextmanager-generator-missing-cleanup subprocess-popen-preexec-fn bad-thread-instantiation useless-with-lock"
    " modified-iterating-list modified-iterating-dict modified-iterating-set unspecified-encoding dict-iter-missing-items"
    " dangerous-default-value cell-var-from-loop invalid-envvar-default undefined-loop-variable shallow-copy-environ"
    " bad-open-mode potential-index-error",
    "logging": "logging-too-many-args logging-too-few-args logging-not-lazy logging-format-interpolation"
    " logging-fstring-interpolation logging-unsupported-format logging-format-truncated",
    "security": "eval-used exec-used bidirectional-unicode",
    "performance": "consider-using-join use-set-for-membership method-cache-max-size-none consider-using-generator"
    " use-a-generator",
    "testability": "global-statement assert-on-tuple assert-on-string-literal redundant-unittest-assert too-complex"
    " too-many-branches too-many-statements too-many-nested-blocks",
}
BUGBEAR = {
    "error handling": "B001 B002 B003 B004 B005 B006 B012 B014 B016 B018 B020 B022 B023 B025 B026 B029 B030 B031 B032 B034"
    " B035 B036 B037 B039 B040 B041 B042",
    "performance": "B019",
    "testability": "B008 B011 B015 B017",
    "logging": "B028",
}
SKYLOS = {
    "security": "D201 D202 D203 D204 D205 D206 D207 D208 D209 D210 D211 D212 D215 D216 D217 D226 D227 D228 D230 D231 D232"
    " D233 D234 D235 D246 D247 D250 D251 D252 D253 D254 D260 D261 D262 D263 D264 D265 D270 D271 D282 D324 D325 D326 D344"
    " D345 D346 D347 D348 D349 L011 L013 L014 L017 L020 S101",
    "error handling": "L001 L002 L003 L004 L006 L007 L008 L026 L030 L031 L033 L034 L039 Q403 Q404",
    "performance": "P401 P402 P403 P404 Q401 Q402 D267",
    "testability": "Q301 Q302 C304 Q306 L024",
    "logging": "L009",
}
# What others call wrong in a generated program: names that are nowhere, bodies that are empty, errors lost.
VIBELINT = {
    "error handling": "VC002 VC003 VC010 VC030 VC031 VC050",
    "security": "VC020 VC022",
    "performance": "VC051",
    "testability": "VC040 VC041 VC042",
}
SLOPPYLINT = {
    "error handling": "pass_placeholder ellipsis_placeholder notimplemented_placeholder hallucinated_import hallucinated_method"
    " hallucinated_attribute mutable_default_arg mutable_default",
}
# Tests about programs in other languages, some lines of which are Python by chance.
_OTHER_LANGUAGE = re.compile(r"test_(?:typescript|ts|tsx|js|javascript|java|kotlin|php|go|rust|csharp|dart|ruby)_")
_PYLINT_LINE = re.compile(r"(?P<kind>[a-z-]+):(?P<first>\d+):\d+:(?P<last>\d*)")
_BUGBEAR_LINE = re.compile(r"#.*?\b(?P<kind>B\d{3}): [\d\"]")
_ASYNC_LINE = re.compile(r"#\s*(?:error|(?P<kind>ASYNC\d{3})(?:_\w+)?): \d+")


@dataclass(frozen=True, slots=True)
class Example:
    """Code that somebody else wrote to show a kind of fault, and in which of its lines it is."""

    kind: str
    dimension: str
    code: str
    first: int = 1
    last: int = EVERYWHERE


def _by_kind(dimensions: dict[str, str], prefix: str = "") -> dict[str, str]:
    return {prefix + kind: dimension for dimension, kinds in dimensions.items() for kind in kinds.split()}


def pylint(folder: Path) -> Iterator[Example]:
    """Yield pylint's functional tests, beside which a list of what it says lies."""
    known = _by_kind(PYLINT)
    for said in sorted((folder / "tests/functional").rglob("*.txt")):
        source = said.with_suffix(".py")
        code = source.read_text("utf-8", "replace") if source.exists() else ""
        for match in filter(None, map(_PYLINT_LINE.match, said.read_text("utf-8").splitlines())):
            if match["kind"] in known and code:
                first = int(match["first"])
                yield Example(match["kind"], known[match["kind"]], code, first, int(match["last"] or first))


def documented(folder: Path) -> Iterator[Example]:
    """Yield the examples of pylint's documentation: the kinds of its tests, in code of others."""
    for kind, dimension in _by_kind(PYLINT).items():
        shown = folder / "doc/data/messages" / kind[0] / kind
        for path in sorted([*shown.glob("bad*.py"), *shown.glob("bad/*.py")]):
            yield Example(kind, dimension, path.read_text("utf-8"))


def bugbear(folder: Path) -> Iterator[Example]:
    """Yield flake8-bugbear's examples, whose comments say what is wrong in a line."""
    known = _by_kind(BUGBEAR)
    for path in sorted((folder / "tests/eval_files").rglob("*.py")):
        code = path.read_text("utf-8")
        for number, line in enumerate(code.splitlines(), 1):
            if (match := _BUGBEAR_LINE.search(line)) and match["kind"] in known:
                yield Example(match["kind"], known[match["kind"]], code, number, number)


def flake8_async(folder: Path) -> Iterator[Example]:
    """Yield flake8-async's examples: what blocks is performance, what is cancelled or lost is error handling."""
    for path in sorted((folder / "tests/eval_files").rglob("async[1-4]*.py")):
        code = path.read_text("utf-8")
        for number, line in enumerate(code.splitlines(), 1):
            for match in _ASYNC_LINE.finditer(line):
                kind = match["kind"] or f"ASYNC{path.name[5:8]}"
                yield Example(kind, "performance" if kind[5] == "2" else "error handling", code, number, number)


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
    known = _by_kind(SKYLOS, "SKY-")
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
    known = _by_kind(VIBELINT)
    for path in sorted((folder / "tests").glob("test_*.py")):
        for test in _functions(path):
            equal = [ast.unparse(each.test) for each in ast.walk(test) if isinstance(each, ast.Assert)]
            kinds = {kind for each in equal for kind in re.findall(r"== \['(VC\d+)'", each)} & known.keys()
            codes = list(_programs(test))
            if len(kinds) == len(codes) == 1:
                yield Example(min(kinds), known[min(kinds)], codes[0])


def sloppylint(folder: Path) -> Iterator[Example]:
    """Yield the programs in sloppylint's tests that hold a kind once or more."""
    known = _by_kind(SLOPPYLINT)
    for path in sorted((folder / "tests").rglob("test_*.py")):
        for test in _functions(path):
            body = ast.unparse(test)
            kinds = [kind for kind in known if re.search(rf"== '{kind}'", body)]
            codes = list(_programs(test))
            if len(kinds) == len(codes) == 1 and re.search(r"len\(\w+\) (?:== [1-9]|>)", body):
                yield Example(kinds[0], known[kinds[0]], codes[0])


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
}
# Kinds that are read above, shown once more by somebody else: for the eye, and no part of the sum.
AGAIN: dict[str, Callable[[Path], Iterator[Example]]] = {"pylint": documented}
