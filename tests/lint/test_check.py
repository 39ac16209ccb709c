"""The linter as a tool: answers that hold, suppressions, baselines, own rules, forms of others, a cache, hostile text."""

from __future__ import annotations

import json
import string
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upward.analysis.lint import custom_rules
from upward.analysis.lint.runner import lint_records
from upward.catalogue.catalogue import Catalogue
from upward.model.corpus import MemoryCorpus
from upward.model.job import JobResult
from upward.model.page import Page
from upward.model.rule import Context
from upward.text import edits, record_reader
from upward.text.pattern_search import unsupported_syntax

from ..conftest import TODAY

CATALOGUE = Catalogue()
RULES = list(CATALOGUE.rules.values())
WE = "We decided to use a queue."


def findings(text: str, kind: str = "story"):
    record = record_reader.parse_record("note.md", text, {}, otherwise=kind)
    return record, lint_records(
        [record], RULES, Context(MemoryCorpus.of([record]), TODAY, CATALOGUE.kinds, CATALOGUE.rubrics)
    )


PIECES = [
    "---\n", "title: x\n", "metrics:\n  - {id: a, value: '3'}\n", "## Action\n", "**S (Situation):** ", "We decided ", "I led ", "by 300% ", "{{a: b}} ",
    "<!-- upward: ignore[no-learning] -->\n", "# upward: ignore\n", "```\n", "\n\n", "é", "\udcff", "\r\n", "- ", "1. ", "→ ", "40%", "[x](y) ", "luckily ", "password=hunter22 ",
    "a@b.example ", "## Alternatives\n", "## Decision\n", "## Summary for stakeholders\nABC ", "Learning:\n", "\x00", "\t", "'", '"',
]  # fmt: skip


@given(
    st.lists(st.sampled_from(PIECES) | st.text(string.printable, max_size=8), max_size=25).map("".join),
    st.sampled_from(sorted(CATALOGUE.kinds)),
)
@settings(max_examples=400)
def test_anything_is_lintable_and_fixes_touch_their_spans_only(text: str, kind: str) -> None:
    _, found = findings(text, kind)
    assert not [finding.message for finding in found if "failed here" in finding.message]
    for finding in found:
        assert 0 <= finding.span.start <= finding.span.stop <= len(text)
        if finding.fix:
            changed = edits.apply_edits(finding.fix.edits, text)
            first = min(each.span.start for each in finding.fix.edits)
            last = max(each.span.stop for each in finding.fix.edits)
            assert changed.startswith(text[:first])
            assert changed.endswith(text[last:])


HOSTILE = {
    "no end": "a" * 20_000,
    "spaces": " " * 20_000,
    "we": "we " * 7_000,
    "dots": ". " * 10_000,
    "stars": "*" * 20_000,
    "fences": "```" * 7_000,
    "comments": "<!--" * 5_000,
    "hashes": "# " * 10_000,
    "dashes": "- " * 10_000,
    "digits": "1," * 10_000,
    "brackets": "[" * 10_000 + "](" * 5_000,
    "lines": "S:\n" * 7_000,
    "slots": "{{a: " * 4_000,
    "percent": "reduced by " * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_time_in_proportion(name: str) -> None:
    """Eight times the text may take some twenty times as long on a busy machine; a square would take sixty-four."""
    findings("warm")

    def cost(text: str) -> float:
        begun = time.process_time()
        findings(text)
        return time.process_time() - begun

    once = min(cost(HOSTILE[name]) for _ in range(3))
    many = min(cost(HOSTILE[name] * 8) for _ in range(2))
    assert many < max(once, 0.005) * 24


SUPPRESSED = {
    "end of the line": f"## Action\n{WE} <!-- upward: ignore[we-without-i] told so on purpose -->\n",
    "block": f"## Action\n<!-- upward: ignore[we-without-i] -->\n\nFirst line.\n{WE}\n",
    "file": f"<!-- upward: ignore-file[we-without-i] -->\n\n## Action\n\n{WE}\n",
    "by code": f"## Action\n{WE} <!-- upward: ignore[UP101] -->\n",
    "everything": f"## Action\n{WE} <!-- upward: ignore -->\n",
}


@pytest.mark.parametrize("name", SUPPRESSED)
def test_a_comment_answers_a_finding(name: str) -> None:
    assert "we-without-i" not in {finding.name for finding in findings(SUPPRESSED[name])[1]}


def test_a_comment_covers_its_block_and_no_more() -> None:
    text = f"## Action\n<!-- upward: ignore[we-without-i] -->\n{WE}\n\n{WE}\n"
    assert [finding.start.row for finding in findings(text)[1] if finding.name == "we-without-i"] == [5]


def test_a_comment_in_front_matter_answers_for_its_line() -> None:
    text = "---\nkind: question\ntitle: x\nmine: y  # upward: ignore[unknown-key]\n---\n"
    assert "unknown-key" not in {finding.name for finding in findings(text)[1]}


def test_a_comment_that_answers_nothing_is_found_and_can_be_removed() -> None:
    text = "## Action\nI wrote it. <!-- upward: ignore[we-without-i] -->\n"
    found = [finding for finding in findings(text)[1] if finding.name == "unused-suppression"]
    assert found[0].fix is not None
    assert edits.apply_edits(found[0].fix.edits, text) == "## Action\nI wrote it. \n"


OWN = """
[[rule]]
name = "no-synergy"
message = "Say what you mean by it."
phrases = ["synergy", "move the needle"]
suggestion = "gain"

[[rule]]
name = "no-leverage"
message = "Use is a word."
pattern = "leverag(?:e|ed|ing)"
scope = "action"
severity = "error"
"""


def test_own_rules_find_phrases_and_patterns_in_their_scope(upward, logbook: Path) -> None:
    rules = logbook / ".upward" / "rules"
    rules.mkdir()
    (rules / "mine.toml").write_text(OWN)
    (logbook / "stories" / "x.md").write_text(
        "---\ntitle: x\n---\n## Situation\nWe leveraged Synergy.\n## Action\nI leveraged it.\n"
    )
    _, out, _ = upward("check", "--select", "no-synergy,no-leverage", "--output-format", "json")
    assert [(row["code"], row["location"]["row"], row["severity"]) for row in json.loads(out)] == [
        ("OWN001", 5, "warning"),
        ("OWN002", 7, "error"),
    ]
    upward("check", "--select", "no-synergy", "--fix", "--unsafe-fixes")
    assert "We leveraged gain." in (logbook / "stories" / "x.md").read_text()


def test_what_is_wrong_with_own_rules_is_a_finding(upward, logbook: Path) -> None:
    rules = logbook / ".upward" / "rules"
    rules.mkdir()
    (rules / "a.toml").write_text('[[rule]]\nname = "x-y"\nmessage = "m"\npattern = "(a+)+\\\\1"\n')
    (rules / "b.toml").write_text("[[rule]\n")
    (rules / "c.toml").write_text('[[rule]]\nname = "no-learning"\nmessage = "m"\nphrases = ["a"]\n')
    out = upward("check", "--output-format", "concise")[1]
    assert "The rule x-y has a pattern that RE2 does not take" in out
    assert "b.toml:1:1: UP713 [own-rule] The file is not valid TOML" in out
    assert "The name no-learning is taken." in out


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("[[rule]]\nname='x-y'\n", "needs a name such as"),
        ("[[rule]]\nname='x-y'\nmessage='m'\n", "needs phrases"),
        ("[[rule]]\nname='x-y'\nmessage='m'\nphrases=['a']\nscope='end'\n", "has the scope end"),
        ("[[rule]]\nname='x-y'\nmessage='m'\ncode='import os'\n", "has unknown keys: code"),
        ("other = 1\n", "and nothing else"),
    ],
)
def test_a_declaration_that_can_not_be_read_says_why(text: str, fault: str) -> None:
    rules, faults = custom_rules.parse_custom_rules(text)
    assert rules == []
    assert fault in faults[0]


def test_only_linear_patterns_are_taken() -> None:
    assert unsupported_syntax("leverag(?:e|ed)") == ""
    assert "RE2 does not take" in unsupported_syntax(r"(?<=a)b")
    assert "can't be read" in unsupported_syntax("(")


def test_a_baseline_survives_moved_and_rewrapped_paragraphs(upward, logbook: Path) -> None:
    story = logbook / "stories" / "x.md"
    address = "It ran on db7.payments.internal then."
    story.write_text(f"## Action\n{address}\nSo it went on.\n")
    select = ("--select", "internal-address")
    assert upward("check", *select, "--write-baseline", "known.json")[0] == 0
    assert upward("check", *select, "--baseline", "known.json")[0] == 0
    story.write_text("## Action\n\nNothing else.\n\nIt ran on\ndb7.payments.internal then. So it went on.\n")
    assert upward("check", *select, "--baseline", "known.json")[0] == 0
    story.write_text(f"## Action\n{address}\n\n{address}\n")
    assert upward("check", *select, "--baseline", "known.json")[0] == 1
    (logbook / "broken.json").write_text("{}")
    assert "is not a baseline" in upward("check", "--baseline", "broken.json")[2]


def test_sarif_is_valid_and_names_places_fixes_and_fingerprints(upward, logbook: Path) -> None:
    (logbook / "questions" / "a b é.md").write_text("---\ntitle: x\nlevl: mid\n---\n", "utf-8")
    _, out, _ = upward("check", "questions", "--output-format", "sarif")
    report = json.loads(out)
    # The standard's own schema, which `make test` fetches (scripts/schemas.py).
    schema = json.loads((Path(__file__).parents[2] / ".schemas" / "sarif-2.1.0.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(report)
    result = report["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "questions/a%20b%20%C3%A9.md"
    assert result["fixes"][0]["artifactChanges"][0]["replacements"][0]["insertedContent"]["text"] == "level"
    assert report["runs"][0]["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
    assert len(result["partialFingerprints"]["upward/v1"]) == 32


def test_junit_and_gitlab_can_be_read(upward, logbook: Path) -> None:
    (logbook / "stories" / "x.md").write_text("## Action\nOn db7.payments.internal.\n\nOn db8.payments.internal.\n")
    select = ("--select", "internal-address")
    tree = ET.fromstring(upward("check", *select, "--output-format", "junit")[1])
    assert [case.get("line") for case in tree.iter("testcase")] == ["2", "4"]
    rows = json.loads(upward("check", *select, "--output-format", "gitlab")[1])
    assert [row["location"]["lines"]["begin"] for row in rows] == [2, 4]
    assert len({row["fingerprint"] for row in rows}) == 2


def test_options_that_choose_and_count(upward, logbook: Path) -> None:
    (logbook / "stories" / "x.md").write_text(f"## Action\n{WE}\n")
    assert upward("check", "--select", "UP1", "--ignore", "UP10", "--per-file-ignores", "*.md:UP2")[0] == 0
    assert upward("check", "--per-file-ignores", "stories/x.md:ALL")[0] == 0
    assert upward("check", "--per-file-ignores", "nonsense")[0] == 2
    assert upward("check", "--exit-zero")[0] == 0
    assert upward("check", "--fix-only")[0] == 0
    counted = upward("check", "--select", "UP101,UP203", "--extend-select", "UP204", "--statistics")[1]
    assert counted == "1  UP101  we-without-i\n1  UP204  missing-result\n"
    assert "words_per_minute" in upward("check", "--show-settings")[1]
    (logbook / ".upward" / "config.toml").write_text("ignore = ['ALL']\n")
    assert upward("check")[0] == 0
    assert upward("check", "--isolated")[0] == 1


def test_the_closest_settings_hold_for_loose_notes(upward, tmp_path: Path) -> None:
    story = "## Situation\n" + "It was slow there. " * 70 + "\n## Action\nI cut it.\n"
    for name in ("a", "a/b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.md").write_text(story)
    (tmp_path / "upward.toml").write_text("words-per-minute = 60\n")
    (tmp_path / "a" / "b" / "upward.toml").write_text("words-per-minute = 200\n")
    out = upward("check", "a", "--select", "too-long-spoken", "--output-format", "concise", "--no-cache")[1]
    assert [line.split(":")[0] for line in out.splitlines()[:-1]] == ["a/x.md"]


def test_a_file_that_is_named_is_a_story_whatever_was_kept_of_its_folder(upward, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "n.md").write_text("We moved the servers. It went well.\n")
    monkeypatch.chdir(tmp_path)
    assert upward("check", "plain")[0] == 0
    assert upward("check", "plain/n.md")[0] == 1
    assert upward("check", "plain")[0] == 0


def test_an_unchanged_note_is_answered_from_the_cache_and_a_changed_one_is_not(
    upward, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    note = tmp_path / "x.md"
    note.write_text(f"## Action\n{WE}\n")
    first = upward("check", "x.md", "--output-format", "json")[1]
    assert list((tmp_path / "cache" / "upward").iterdir())
    with monkeypatch.context() as nobody:
        nobody.setattr(
            "upward.jobs.check.checker.lint_record", lambda *_, **__: pytest.fail("an unchanged note was checked again")
        )
        assert upward("check", "x.md", "--output-format", "json")[1] == first
    note.write_text("## Action\nI wrote it.\n")
    assert upward("check", "x.md", "--output-format", "json")[1] != first
    (tmp_path / "cache" / "upward" / "checks.sqlite3").write_bytes(b"noise" * 1000)
    note.write_text(f"## Action\n{WE}\n")
    assert upward("check", "x.md", "--output-format", "json")[1] == first


def test_watching_checks_again_after_a_change(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from upward.faces.cli import watch

    note = tmp_path / "x.md"
    note.write_text("one")
    seen: list[str] = []

    def once() -> JobResult:
        seen.append(note.read_text())
        return JobResult(Page("Findings"), len(seen))

    monkeypatch.setattr("time.sleep", lambda _: note.write_text(f"changed {len(seen)} times"))
    assert watch.watch(once, tmp_path, once(), rounds=2).data == 3
    assert seen == ["one", "changed 1 times", "changed 2 times"]


def test_the_claims_of_a_story_with_their_standing(upward, logbook: Path) -> None:
    (logbook / "evidence" / "small.md").write_text(
        "---\ntitle: x\ndate: 2026-05-01\nmeasures:\n  - {id: share, value: '2', unit: of 40 commits}\n---\n"
    )
    (logbook / "stories" / "x.md").write_text(
        "---\ntitle: x\nevidence: [small]\n---\n## Action\nI led it across 12 services although it was hard.\n## Result\nIt saved 350 hours in 2025, from 40 commits on.\n"
    )
    code, out, _ = upward("claims", "x", "--format", "json")
    assert code == 1
    rows = {(row["kind"], row["text"]): row for row in json.loads(out)}
    assert rows["verb", "led"]["because"] == "your share of small is 5%"
    assert rows["number", "12 services"]["standing"] == "stated"
    assert rows["number", "350 hours"]["standing"] == "stated"
    assert ("number", "2025") not in rows
    assert "overstated-verb" in upward("check", "stories/x.md")[1]
    assert upward("claims", "example-technical-direction")[0] in {0, 1}


def test_confidential_names_are_found_and_redacted(upward, logbook: Path) -> None:
    (logbook / ".upward" / "config.toml").write_text("confidential = ['Initech']\n")
    (logbook / "stories" / "x.md").write_text(
        "---\ntitle: x\n---\n## Action\nI called Initech at 10.1.2.3 and wrote to bo@example.com; token: abc123456.\n"
    )
    select = ("--select", "UP6")
    assert [row["name"] for row in json.loads(upward("check", "stories/x.md", *select, "--output-format", "json")[1])] == [
        "confidential-name", "internal-address", "confidential-name", "secret",
    ]  # fmt: skip
    upward("check", "stories/x.md", *select, "--fix", "--unsafe-fixes")
    assert (
        "I called [confidential] at [internal address] and wrote to a colleague; [redacted]"
        in (logbook / "stories" / "x.md").read_text()
    )


def test_checking_a_plain_note_imports_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "note.md").write_text("## Action\n\nI moved it, although no one wanted it.\n")
    code = "import sys; from upward.__main__ import main; sys.argv[1:] = ['check', 'note.md']; main(); print(sorted({'yaml', 'numpy', 'rich', 'subprocess', 'pygls'} & set(sys.modules)), file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stderr.strip().splitlines()[-1] == "[]"


def test_a_level_that_no_rubric_has_is_found_in_its_line_and_refused(upward, logbook: Path) -> None:
    settings = logbook / ".upward" / "config.toml"
    settings.write_text('name = "Ada"\nlevel = "seniro"\n')
    out = upward("check", "--output-format", "concise")[1]
    assert ".upward/config.toml:2:1" in out
    assert "did you mean senior?" in out
    assert upward("readiness")[0] == 2
    settings.write_text('nmae = "Ada"\n# more\nlevel = "senior"\nlights_on = true\n')
    assert ".upward/config.toml:4:1" in upward("check", "--output-format", "concise")[1]


def test_settings_and_binary_files_are_no_stories(upward, logbook: Path) -> None:
    code, _, err = upward("check", ".upward/config.toml")
    assert (code, "holds settings, no text to check" in err) == (2, True)
    (logbook / "picture.md").write_bytes(b"\x89PNG\x00\x00 text")
    assert "picture.md is not a text file" in upward("check", "picture.md")[2]


def test_the_length_of_a_titled_story_without_headings_is_judged_and_shown(upward, logbook: Path) -> None:
    (logbook / "stories" / "short.md").write_text("---\ntitle: Short\n---\n\n" + "I moved the old queue. " * 8 + "\n")
    assert "too-short-spoken" in upward("check", "stories/short.md")[1]
    assert "0.0 minutes" not in upward("show", "short")[1]


def test_a_baseline_in_another_unit_is_found(upward, logbook: Path) -> None:
    metric = "{id: wait, value: '40', unit: ms, baseline: '%s', period: May, method: log}"
    for name, before in (("a", "1.5 s"), ("b", "1500 ms"), ("c", "1500")):
        text = f"---\ntitle: T\nmetrics:\n  - {metric % before}\n---\n\nI cut the wait.\n"
        (logbook / "stories" / f"{name}.md").write_text(text)
    found = upward("check", "--select", "bare-number", "--output-format", "concise")[1]
    assert "wait is in ms and its baseline is 1.5 s" in found
    assert found.count("write both in one unit") == 1
