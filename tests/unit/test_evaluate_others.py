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
    bugbear,
    documented,
    flake8_async,
    perflint,
    precli,
    pylint,
    skylos,
    sloppylint,
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
