"""The scripts that measure on others' data read it as it comes: the tests of linters, and lists of a project's people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from evaluate_policy import main as evaluate_policy
from evaluate_review_others import main
from planted_by_others import (
    Example,
    agentguard,
    bugbear,
    codeguard,
    codehound,
    codemodder,
    documented,
    flake8_async,
    perflint,
    precli,
    py_slop,
    pylint,
    skylos,
    sloppylint,
    vibe_guard,
    vibelint,
)

if TYPE_CHECKING:
    import pytest


def written(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def test_each_linter_shows_its_kinds_in_a_way_of_its_own(tmp_path: Path) -> None:
    written(tmp_path / "tests/functional/b/bare.py", "try:\n    f()\nexcept:\n    g()\n")
    written(tmp_path / "tests/functional/b/bare.txt", "bare-except:3:0:4:7::No type:HIGH\ninvalid-name:1:0::::\n")
    found = list(pylint(tmp_path))
    assert [(each.kind, each.dimension, each.first, each.last) for each in found] == [
        ("bare-except", "error handling", 3, 4)
    ]
    written(tmp_path / "tests/eval_files/b006.py", "def f(a=[]): # B006: 8\n    pass\n")
    written(tmp_path / "tests/eval_files/async210.py", "async def f():\n    g()  # error: 4\n    h()  # ASYNC251: 4\n")
    assert [(each.kind, each.first) for each in bugbear(tmp_path)] == [("B006", 1)]
    assert [(each.kind, each.dimension, each.first) for each in flake8_async(tmp_path)] == [
        ("ASYNC210", "performance", 2), ("ASYNC251", "performance", 3)
    ]  # fmt: skip
    call = "self.assertAddedMessage('loop-invariant-statement')"
    written(
        tmp_path / "tests/test_loop.py", f"def test_a(self):\n    extract_node = x.extract_node('f()\\n')\n    {call}\n"
    )
    assert list(perflint(tmp_path)) == [Example("loop-invariant-statement", "performance", "f()\n")]


def test_programs_of_other_languages_and_faults_that_are_none_are_left_out(tmp_path: Path) -> None:
    told = "def test_told(self):\n    assert 'SKY-D203' in rules('import os\\nos.system(a)\\n')\n"
    written(tmp_path / "test/test_typescript_a.py", told)
    assert list(skylos(tmp_path)) == []
    folder = tmp_path / "tests/unit/rules/python/stdlib/hmac"
    written(folder / "test_hmac_weak_key.py", 'NAMES = ["short.py", "long.py", "gone.py"]\n')
    written(folder / "examples/short.py", "# level: WARNING\n# start_line: 5\n# end_line: 6\nimport hmac\nf(\n)\n")
    written(folder / "examples/long.py", "# level: NONE\nimport hmac\n")
    assert [(each.kind, each.dimension, each.first, each.last) for each in precli(tmp_path)] == [
        ("hmac_weak_key", "security", 5, 6)
    ]
    program = '"""\n    async def f():\n        g()\n    """'
    written(
        tmp_path / "tests/test_async.py",
        f"def test_a(scan):\n    source = {program}\n    assert codes(scan(source)) == ['VC051']\n"
        f"def test_b(scan):\n    source = {program}\n    assert codes(scan(source)) == []\n",
    )
    assert [(each.kind, each.dimension) for each in vibelint(tmp_path)] == [("VC051", "performance")]
    found = "found = [i for i in scan(code) if i.pattern_id == 'pass_placeholder']"
    written(
        tmp_path / "tests/test_slop.py",
        f"def test_a(scan):\n    code = {program}\n    {found}\n    assert len(found) == 1\n"
        f"def test_b(scan):\n    code = {program}\n    {found}\n    assert len(found) == 0\n",
    )
    assert [each.kind for each in sloppylint(tmp_path)] == ["pass_placeholder"]
    written(tmp_path / "doc/data/messages/e/eval-used/bad.py", "eval(x)\n")
    written(tmp_path / "doc/data/messages/e/eval-used/good.py", "f(x)\n")
    assert list(documented(tmp_path)) == [Example("eval-used", "security", "eval(x)\n")]


def test_a_test_that_denies_a_kind_or_holds_two_programs_is_no_example(tmp_path: Path) -> None:
    program, other = "'import os\\nos.system(a)\\n'", "'import os\\nos.popen(a)\\n'"
    written(
        tmp_path / "test/test_a.py",
        f"def test_told():\n    assert 'SKY-D203' in rules({program})\n"
        f"def test_denied():\n    assert 'SKY-D203' not in rules({program})\n"
        f"def test_two():\n    assert 'SKY-D203' in rules({program}, {other})\n",
    )
    assert [(each.kind, each.dimension) for each in skylos(tmp_path)] == [("SKY-D203", "security")]


def test_what_a_tool_mends_is_the_fault_and_its_lines(tmp_path: Path) -> None:
    before, after = "import a\\n\\nf(x)\\ng(y)\\n", "import b\\n\\nf(x)\\ng(y, z)\\n"
    test = f"def test_a(self, tmpdir):\n    before = '{before}'\n    after = '{after}'\n    self.run_and_assert(tmpdir, #)\n"
    written(tmp_path / "tests/codemods/test_file_resource_leak.py", test.replace("#", "before, after"))
    written(tmp_path / "tests/codemods/test_url_sandbox.py", test.replace("#", "before, before"))
    written(tmp_path / "tests/codemods/test_walrus_if.py", test.replace("#", "before, after"))
    # What is merely imported otherwise is no fault.
    assert [(each.kind, each.dimension, each.first, each.last) for each in codemodder(tmp_path)] == [
        ("file_resource_leak", "error handling", 4, 4)
    ]


def test_tests_of_other_tools_name_their_kinds_in_other_ways(tmp_path: Path) -> None:
    program = "'import time\\ntime.sleep(a)\\n'"
    told = "def test_a():\n    found = run({program}, ['{kind}'])\n    assert len(found) == {count}\n"
    found = told.format(program=program, kind="CH001", count=1) + told.format(program=program, kind="CH002", count=0)
    written(tmp_path / "tests/test_checks.py", found)
    assert [(each.kind, each.dimension) for each in codehound(tmp_path)] == [("CH001", "performance")]
    written(tmp_path / "tests/test_rules.py", told.format(program=program, kind="PYVIBE-003", count=2))
    assert [(each.kind, each.dimension) for each in vibe_guard(tmp_path)] == [("003", "error handling")]
    checks = f"def test_a(self):\n    source = {program}\n    assert len(check_query_in_loops(source)) == 1\n"
    written(tmp_path / "tests/checks/test_query_in_loop.py", checks)
    assert [(each.kind, each.dimension) for each in py_slop(tmp_path)] == [("query_in_loop", "performance")]
    written(tmp_path / "tests/fixtures/ag003/bad.py", "f()\ng()  # expect: AG003, AG020\n")
    assert [(each.kind, each.first) for each in agentguard(tmp_path)] == [("AG003", 2), ("AG020", 2)]
    written(tmp_path / "tests/fixtures/javascript/security/cg_sec_101/vulnerable.js", "eval(x);\n")
    written(tmp_path / "tests/fixtures/javascript/quality/cg_qual_104/vulnerable.js", "var x;\n")
    assert [(each.kind, each.dimension, each.path) for each in codeguard(tmp_path)] == [
        ("sec_101", "security", "part.js")
    ]


def test_a_kind_is_found_in_its_dimension_and_its_lines(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(tmp_path / "pylint-1/tests/functional/a.py", "def f(x):\n    return eval(x)\n\n\ndef g(x):\n    return x\n")
    written(tmp_path / "pylint-1/tests/functional/a.txt", "eval-used:2:0::::\nexec-used:6:0::::\n")
    assert main([str(tmp_path)]) == 0
    assert "pylint-1                   1 of 2   kinds 0.50" in capsys.readouterr().out


def test_people_are_told_from_tools_in_a_list_of_authors(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    authors = tmp_path / "AUTHORS"
    authors.write_text("Devin Miller <devin@example.org>\nCursor <cursoragent@cursor.com>\nno address here\n")
    assert evaluate_policy([str(authors)]) == 0
    out = capsys.readouterr().out
    assert "2 names with their addresses, 1 taken for a tool's" in out
    assert "Cursor <cursoragent@cursor.com>: Cursor" in out
