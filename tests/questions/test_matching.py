"""The story for a question."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


from upward.analysis.questions.matching import StoryBank
from upward.catalogue.catalogue import Catalogue
from upward.text import record_reader

LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


def test_no_story_is_named_for_what_asks_for_none(upward, logbook: Path) -> None:
    for question in ("What is your favourite colour?", "你遇到过的最大困难是什么", "?"):
        code, out, _ = upward("match", question, "--format", "json")
        answer = json.loads(out)
        assert code == 1, question
        assert not answer["answerable"]
        assert answer["advice"]


def test_an_empty_bank_says_so(upward, logbook: Path) -> None:
    for story in (logbook / "stories").glob("*.md"):
        story.unlink()
    code, out, _ = upward("match", "Tell me about a failure", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["matches"], answer["answerable"]) == (1, [], False)
    code, out, _ = upward("cover", "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert data["bank"] == []
    assert data["optimal"]
    assert data["to_write"]


def test_tags_freshness_and_drafts_count(catalogue: Catalogue) -> None:
    def story(name: str, head: str, body: str = "## Action\n\nI talked to both, and they agreed.\n") -> object:
        text = f"---\nkind: story\ntitle: {name}\n{head}---\n\n{body}"
        return record_reader.parse_record(f"stories/{name}.md", text, {"stories": "story"})

    from datetime import date

    records = [
        story("plain", ""),
        story("tagged", "themes: [conflict-resolution]\nprinciples: [have-backbone]\ndate: 2026-01-01\n"),
        story("old", "themes: [conflict-resolution]\nprinciples: [have-backbone]\ndate: 2016-01-01\n"),
        story("draft", "themes: [conflict-resolution]\nprinciples: [have-backbone]\n", "{{a: b}}\n"),
    ]
    bank = StoryBank.of(records, catalogue.labeller, today=date(2026, 7, 1))  # type: ignore[arg-type]
    matches = {match.story: match for match in bank.rank_stories("Tell me about a conflict", 4).matches}
    assert matches["tagged"].strength > matches["old"].strength
    assert matches["tagged"].strength > matches["plain"].strength
    assert matches["tagged"].strength > matches["draft"].strength
    assert "10 years old" in matches["old"].because


def test_the_tag_of_a_kind_of_leadership_counts_where_the_question_asks_for_it(catalogue: Catalogue) -> None:
    body = "## Action\n\nI talked to both, and they agreed.\n"
    records = [
        record_reader.parse_record(
            f"stories/{kind}.md",
            f"---\nkind: story\ntitle: A\nleadership: [{kind}]\n---\n\n{body}",
            {"stories": "story"},
        )
        for kind in ("technical", "people", "influence")
    ]
    bank = StoryBank.of(records, catalogue.labeller)
    first = bank.rank_stories("How did you mentor and coach a junior on your team?", 3).matches[0]
    assert first.story == "people"
    assert any(reason.startswith("tagged") and "people" in reason for reason in first.because)


def test_a_bank_of_one_answers_what_it_is_tagged_for(upward, logbook: Path) -> None:
    for story in (logbook / "stories").glob("*.md"):
        if story.stem != "example-crisis":
            story.unlink()
    answer = json.loads(upward("match", "Tell me about a failure", "--format", "json")[1])
    assert answer["answerable"]
    assert [match["story"] for match in answer["matches"]] == ["example-crisis"]
