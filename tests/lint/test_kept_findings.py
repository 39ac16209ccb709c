"""Findings that are kept in the index: always what a fresh check gives, and only of what changed computed again."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upward.analysis.lint import runner
from upward.analysis.lint.runner import lint_record
from upward.analysis.questions.indexed_story import WEAKNESSES
from upward.model.record import Record
from upward.model.rule import Context
from upward.session import record_findings
from upward.session.record_findings import is_steady

PATHS = ("evidence/one.md", "evidence/two.md", "stories/told.md", "stories/other.md")
EVIDENCE = [
    "---\ntitle: Cut the load time\ndate: 2026-03-09\nsignificance: 0.9\n---\n\nLoad time fell from 900 ms to 300 ms.\n",
    "---\ntitle: Cut the load time\ndate: 2026-03-09\nmeasures:\n  - {id: p95, value: '300', unit: ms}\n---\n",
    "---\ntitle: Not yet\ndate: 2031-01-01\ncriterai: [x]\n---\n",
]
STORIES = [
    "---\ntitle: T\nevidence: [one]\n---\n\n## Result\n\nI cut the load time from 900 ms to 300 ms for all teams.\n",
    "---\ntitle: T\nevidence: [two, gone]\n---\n\n## Action\n\nWe led the whole migration and saved 40 %.\n",
    "---\ntitle: T\n---\n\nWe did it. <!-- upward: ignore[we-without-i] as it was said -->\n",
]


class _None:
    """No day and no other record: what asks for one fails."""

    def records(self, kind: str | None = None) -> Sequence[Record]:
        raise AssertionError(kind)

    def named(self, _: str) -> Sequence[Record]:
        return []

    def search(self, words: str, limit: int = 20) -> Sequence[Record]:
        raise AssertionError(words, limit)


def test_a_rule_whose_findings_are_kept_asks_neither_for_the_day_nor_for_all_records(
    catalogue, examples: list[Record]
) -> None:
    context = Context(_None(), None, catalogue.kinds, catalogue.rubrics)  # type: ignore[arg-type]
    steady = [rule for rule in catalogue.rules.values() if is_steady(rule)]
    failed = [
        finding.message
        for record in examples
        for finding in lint_record(record, steady, context)
        if "failed here" in finding.message
    ]
    assert failed == []
    assert sum(rule.volatile for rule in catalogue.rules.values()) > 5


def _check(upward, log: Path, *options: str) -> list[dict[str, object]]:
    return json.loads(upward("check", "--logbook", str(log), "--output-format", "json", *options)[1] or "[]")


@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(
    st.lists(
        st.tuples(st.sampled_from(PATHS), st.integers(0, 3), st.sampled_from(["2026-07-01", "2027-01-01"])), max_size=5
    )
)
def test_what_is_kept_is_what_a_fresh_check_gives(upward, tmp_path_factory, steps) -> None:
    log = tmp_path_factory.mktemp("kept")
    (log / ".upward").mkdir()
    for path, text, day in steps:
        file = log / path
        file.parent.mkdir(exist_ok=True)
        texts = EVIDENCE if path.startswith("evidence") else STORIES
        if text < len(texts):
            file.write_text(texts[text])
        else:
            file.unlink(missing_ok=True)
        (log / ".upward/config.toml").write_text("confidential = ['Acme']\n" if day == "2027-01-01" else "")
        assert _check(upward, log) == _check(upward, log, "--no-cache")


def test_only_what_changed_or_rests_on_what_changed_is_checked_again(upward, tmp_path: Path, monkeypatch) -> None:
    log = tmp_path / "log"
    for path, text in zip(PATHS, (*EVIDENCE[:2], *STORIES[:2]), strict=True):
        (log / path).parent.mkdir(parents=True, exist_ok=True)
        (log / path).write_text(text)
    (log / ".upward").mkdir()
    checked: list[str] = []

    def noted(record: Record, *arguments, **options):
        checked.append(record.path)
        return runner.lint_record(record, *arguments, **options)

    monkeypatch.setattr(record_findings, "lint_record", noted)
    first = _check(upward, log)
    assert sorted(checked) == sorted(PATHS)
    checked.clear()
    assert _check(upward, log) == first
    assert checked == []
    (log / "evidence/one.md").write_text(EVIDENCE[2])
    _check(upward, log)
    # The story that names it is checked again, too.
    assert sorted(checked) == ["evidence/one.md", "stories/told.md"]


def test_a_bank_checks_only_what_makes_a_story_weaker_and_a_checked_story_not_again(
    upward, tmp_path: Path, monkeypatch
) -> None:
    log = tmp_path / "log"
    for path, text in zip(PATHS, (*EVIDENCE[:2], *STORIES[:2]), strict=True):
        (log / path).parent.mkdir(parents=True, exist_ok=True)
        (log / path).write_text(text)
    (log / ".upward").mkdir()
    ran: list[tuple[str, int]] = []

    def noted(record: Record, rules, *arguments, **options):
        ran.append((record.path, len(rules)))
        return runner.lint_record(record, rules, *arguments, **options)

    def bank() -> str:
        return upward("match", "A time you led a change", "--logbook", str(log), "--format", "json")[1]

    monkeypatch.setattr(record_findings, "lint_record", noted)
    before = bank()
    assert "we-without-i" in before
    assert ran == [("stories/other.md", len(WEAKNESSES)), ("stories/told.md", len(WEAKNESSES))]
    _check(upward, log)
    ran.clear()
    assert bank() == before
    (log / PATHS[2]).write_text(STORIES[1])
    _check(upward, log)
    ran.clear()
    bank()
    assert ran == []


def test_a_damaged_index_costs_nothing_but_time(upward, tmp_path: Path) -> None:
    log = tmp_path / "log"
    (log / ".upward").mkdir(parents=True)
    (log / "stories").mkdir()
    (log / PATHS[2]).write_text(STORIES[1])
    first = _check(upward, log)
    (log / ".upward/index.sqlite3").write_bytes(b"not a database" * 500)
    assert _check(upward, log) == first == _check(upward, log)
