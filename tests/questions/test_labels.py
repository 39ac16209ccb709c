"""Labels of questions and stories."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest  # noqa: TC002 - a fixture is annotated by it

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from train import digest, questions, shipped

from upward.catalogue.catalogue import Catalogue

LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


def test_the_weights_are_made_from_the_training_data_as_it_is_now() -> None:
    assert len(shipped()) == 3
    for weights in shipped().values():
        assert weights["about"]["digest"] == digest(), "run scripts/train.py --write"


def test_the_training_data_is_as_varied_as_it_says() -> None:
    rows = questions(TRAINING / "questions.txt")
    principles = {name: 0 for row in rows for name in row.labels["amazon-principles"]}
    themes = {name: 0 for row in rows for name in row.labels["story-themes"]}
    for row in rows:
        for name in row.labels["amazon-principles"]:
            principles[name] += 1
        for name in row.labels["story-themes"]:
            themes[name] += 1
    assert len(principles) == 16
    assert min(principles.values()) >= 25
    assert len(themes) == 8
    assert min(themes.values()) >= 15


def test_held_out_questions_keep_what_they_reached(catalogue: Catalogue) -> None:
    held = questions(TRAINING / "held-out.txt")
    assert not {row.text for row in held} & {row.text for row in questions(TRAINING / "questions.txt")}
    for rubric, first, three in (("amazon-principles", 0.75, 0.93), ("story-themes", 0.8, 0.95)):
        judged = [
            [label.criterion for label in catalogue.labeller.labels(rubric, row.text)][:3]
            for row in held
            if row.labels[rubric]
        ]
        meant = [row.labels[rubric] for row in held if row.labels[rubric]]
        assert sum(found[0] in wanted for found, wanted in zip(judged, meant, strict=True)) / len(judged) >= first
        assert (
            sum(bool({*found} & {*wanted}) for found, wanted in zip(judged, meant, strict=True)) / len(judged) >= three
        )


def test_label_reads_json_lines_and_gives_ranked_reasons(upward, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"id": "a", "text": "Tell me about a conflict with your manager."}\n{"id": 7, "text": "你好"}\n'
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    code, out, _ = upward("label", "--rubric", "amazon-principles", "--format", "jsonl")
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert first["id"] == "a"
    assert len(first["labels"]) == 16
    assert first["labels"][0]["criterion"] == "have-backbone"
    assert "conflict" in first["labels"][0]["because"] or "manager" in first["labels"][0]["because"]
    assert second["id"] == 7
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 1}\n'))
    code, _, complaint = upward("label", "--format", "jsonl")
    assert code == 2
    assert "Line 1 of standard input" in complaint


def test_a_company_variant_of_the_principles_is_data(upward) -> None:
    rows = json.loads(
        upward("label", "When did you disagree with your manager?", "--rubric", "meta-values", "--format", "json")[1]
    )
    assert rows[0]["criterion"] == "be-direct"
    assert rows[0]["because"].startswith("like have-backbone")


def test_label_writes_tags_as_suggestions_where_none_are(upward, logbook: Path) -> None:
    text = "---\ntitle: The unhappy client\ndate: 2026-03-01\n---\n\n## Action\n\nA client complained. I called the customer.\n"
    (logbook / "stories" / "client.md").write_text(text)
    code, out, _ = upward("label", "--stories", "--save", "--format", "json")
    assert code == 0
    assert ("client", "principles", "customer-obsession") in {
        (row["story"], row["key"], row["tag"]) for row in json.loads(out)
    }
    written = (logbook / "stories" / "client.md").read_text()
    assert "suggested-principles: [customer-obsession" in written
    assert "\nprinciples:" not in written
    assert json.loads(upward("label", "--stories", "--format", "json")[1]) == []
    assert [line for line in text.splitlines() if line not in written.splitlines()] == []


def test_a_suggested_tag_moves_no_answer(upward, logbook: Path) -> None:
    body = "## Action\n\nI talked to both sides and wrote down what each of them needed before we met again.\n"
    (logbook / "stories" / "client.md").write_text(f"---\ntitle: Client\ndate: 2026-03-01\n---\n\n{body}")
    question = ("match", "Tell me about a time you put the customer first", "--format", "json")
    before = [(row["story"], row["strength"]) for row in json.loads(upward(*question)[1])["matches"]]
    (logbook / "stories" / "client.md").write_text(
        f"---\ntitle: Client\ndate: 2026-03-01\nsuggested-principles: [customer-obsession]\n---\n\n{body}"
    )
    assert "unknown-key" not in upward("check", "stories/client.md")[1]
    after = json.loads(upward(*question)[1])["matches"]
    assert [(row["story"], row["strength"]) for row in after] == before
    reasons = [each for row in after if row["story"] == "client" for each in row["because"]]
    assert "suggested, not confirmed: customer-obsession" in reasons


def test_a_story_of_two_words_can_be_labelled(upward, logbook: Path) -> None:
    (logbook / "stories" / "short.md").write_text("---\ntitle: Hm\n---\n\nWell.\n")
    assert upward("label", "--stories", "--format", "json")[0] == 0
