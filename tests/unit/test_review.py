"""A production-readiness review of planted faults, of what is well kept, and of what can't be read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from upward.analysis.reviewing import DIMENSIONS, spots

PLANTED = [
    ("error handling", "try:\n    f()\nexcept Exception:\n    pass\n"),
    ("error handling", "try:\n    f()\nexcept KeyError as error:\n    raise ValueError('no')\n"),
    ("error handling", "while True:\n    try:\n        f()\n    except OSError as error:\n        print(error)\n"),
    ("error handling", "import requests\nrequests.get(url)\n"),
    ("logging", "logger.info('login %s', password)\n"),
    ("logging", "try:\n    f()\nexcept OSError as error:\n    logger.error('no')\n    raise\n"),
    ("security", "def check(token, expected_token):\n    return token == expected_token\n"),
    ("security", "import jwt\njwt.decode(t, options={'verify_signature': False})\n"),
    ("security", "def find(name):\n    cursor.execute(f\"select * from users where name = '{name}'\")\n"),
    ("security", "import yaml\nyaml.load(text)\n"),
    ("security", "import subprocess\nsubprocess.run(command, shell=True)\n"),
    ("performance", "def all_of(ids):\n    for each in ids:\n        session.execute(query(each))\n"),
    ("performance", "import re\nfor line in lines:\n    re.compile('a').match(line)\n"),
    ("performance", "import time\nasync def f():\n    time.sleep(1)\n"),
    ("testability", "connection = psycopg.connect('x')\n"),
    ("testability", "def f(a=g()):\n    return a\n"),
    ("testability", "from datetime import datetime\nnow = datetime.now()\n"),
]
KEPT = '''"""Well kept."""

import logging

import requests

log = logging.getLogger(__name__)


def load(url: str, names: list[str]) -> list[str]:
    """Give the names known there."""
    try:
        answer = requests.get(url, timeout=5)
        answer.raise_for_status()
    except requests.RequestException as error:
        log.exception("%s could not be read", url)
        raise RuntimeError(url) from error
    known = set(answer.json())
    return [name for name in names if name in known]
'''


@pytest.mark.parametrize(("dimension", "code"), PLANTED)
def test_a_planted_fault_is_credited_to_its_dimension(upward, tmp_path: Path, dimension: str, code: str) -> None:
    (tmp_path / "a.py").write_text(code)
    data = json.loads(upward("review", "a.py", "--format", "json")[1])
    assert data["dimensions"][dimension]["status"] == "found", data


def test_what_is_well_kept_is_clean_and_still_not_called_ready(upward, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(KEPT)
    code, out, _ = upward("review", "a.py", "--format", "json")
    data = json.loads(out)
    assert code == 0
    assert {each["status"] for each in data["dimensions"].values()} == {"clean by these checks"}
    assert set(data["dimensions"]) == set(DIMENSIONS)
    assert "Clean by these checks is not ready." in upward("review", "a.py")[1]


def test_only_changed_lines_count_and_a_missing_test_is_told(upward, repo) -> None:
    base = repo.commit("Begin", {"a.py": "try:\n    f()\nexcept Exception:\n    pass\n"})
    repo.commit("More", {"a.py": "try:\n    f()\nexcept Exception:\n    pass\n\nimport yaml\nyaml.load('a')\n"})
    data = json.loads(upward("review", f"{base}..HEAD", "--repo", str(repo.path), "--format", "json")[1])
    assert data["dimensions"]["error handling"]["status"] == "clean by these checks"
    assert [row["row"] for row in data["dimensions"]["security"]["findings"]] == [7]
    assert data["absent"] == ["The change has no test in it."]
    whole = json.loads(
        upward("review", f"{base}..HEAD", "--repo", str(repo.path), "--everything", "--format", "json")[1]
    )
    assert whole["dimensions"]["error handling"]["status"] == "found"


def test_a_finding_is_known_again_although_lines_move() -> None:
    code = "def f():\n    try:\n        g()\n    except Exception:\n        pass\n"
    one, other = spots(code)[0], spots("\n\n# moved\n" + code)[0]
    assert one.line != other.line
    assert one.fingerprint("a.py", code) == other.fingerprint("a.py", "\n\n# moved\n" + code)


def test_what_cannot_be_checked_is_said(upward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.py").write_text("def (:\n")
    (tmp_path / "b.go").write_text("package main\n")
    (tmp_path / "c.cobol").write_text("IDENTIFICATION DIVISION.\n")
    data = json.loads(upward("review", ".", "--format", "json")[1])
    assert [each.split(":")[0] for each in data["not_checked"]] == ["a.py"]
    said = json.loads(upward("review", "c.cobol", "--format", "json")[1])
    assert said["not_checked"] == ["1 file in no language that is known here: cobol (1)"]
    assert {each["status"] for each in said["dimensions"].values()} == {"not checked"}
    monkeypatch.setattr("upward.store.analysers.ruff_program", lambda: "")
    (tmp_path / "a.py").write_text("x = 1\n")
    assert any(
        "ruff is not installed" in each
        for each in json.loads(upward("review", "a.py", "--format", "json")[1])["not_checked"]
    )
    (tmp_path / "empty").mkdir()
    assert "nothing to review" in upward("review", "empty")[2]


def test_tests_are_judged_as_tests() -> None:
    assert [spot.check for spot in spots("def test_x():\n    f()\n", is_test=True)] == ["test-without-assertion"]
    assert spots("def test_x():\n    assert f()\n", is_test=True) == []


def test_one_fault_is_told_once(upward, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "import requests\n\n\ndef f(u):\n    try:\n        return requests.get(u, timeout=1)\n    except Exception:\n        pass\n"
    )
    data = json.loads(upward("review", "a.py", "--format", "json")[1])
    assert [row["check"] for row in data["dimensions"]["error handling"]["findings"]] == ["swallowed-exception"]
