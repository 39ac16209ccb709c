"""One subject has one word: its room in `analysis`, verbs, kinds, page of the documentation and tests."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from upward.catalogue.discovery import verbs

ROOT = Path(__file__).parents[2]


class Subject(NamedTuple):
    """What belongs to a room of `analysis`; a page is a file of `docs/how-to`."""

    room: str
    verbs: str = ""
    kinds: str = ""
    pages: str = ""


SUBJECTS = [
    Subject("ai_policy", "policy", "policy", "ai-policy"),
    Subject("code_review", "review", "", "code-review"),
    Subject("concerns", "concern", "concern", "concerns"),
    Subject("decisions", "decide", "decision", "decisions"),
    Subject(
        "growth", "readiness assess grow rubric reading", "assessment plan reading", "growth reading promotion-packet"
    ),
    Subject("history", "mine import digest schedule", "evidence", "collect-evidence import"),
    Subject("identities"),
    Subject("incidents", "incident", "incident", "incidents"),
    Subject("lint", "check rule", "", "check-records"),
    Subject("mentoring", "mentor", "mentoring", "mentoring"),
    Subject("messages", "explain", "message", "explaining"),
    Subject("narrative", "draft claims export verify", "story", "verify-a-packet"),
    Subject("pull_requests", "pr", "", "pull-requests ci"),
    Subject("questions", "label match cover", "question", "questions"),
    Subject("radar", "radar", "radar", "radar"),
    Subject("rehearsal", "rehearse grill prepare", "rehearsal interview", "rehearse interview-week"),
    Subject("standards", "standard", "standard", "standards"),
]
# Verbs, and pages, about the logbook itself and the ways to work with it.
OF_THE_LOGBOOK = set("accept add init list search show today completion lsp mcp serve".split())
OTHER_PAGES = set("assistants editors extend install page".split())


def folders(place: str) -> set[str]:
    return {path.name for path in (ROOT / place).iterdir() if (path / "__init__.py").is_file()}


def pages() -> set[str]:
    return {path.stem for path in (ROOT / "docs" / "how-to").glob("*.md")}


def words(column: str) -> set[str]:
    return {word for subject in SUBJECTS for word in getattr(subject, column).split()}


def test_every_room_verb_kind_and_page_has_its_subject() -> None:
    assert folders("src/upward/analysis") == {subject.room for subject in SUBJECTS}
    assert folders("src/upward/kinds") == words("kinds")
    assert set(verbs()) | OF_THE_LOGBOOK == words("verbs") | OF_THE_LOGBOOK
    assert pages() == words("pages") | OTHER_PAGES


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.room)
def test_a_subject_has_tests_of_its_name_and_pages_that_show_its_verbs(subject: Subject) -> None:
    tested = "history" if subject.room == "identities" else subject.room
    assert list((ROOT / "tests" / tested).glob("test_*.py"))
    text = "".join((ROOT / "docs" / "how-to" / f"{page}.md").read_text("utf-8") for page in pages())
    assert [verb for verb in subject.verbs.split() if f"upward {verb}" not in text] == []


def test_every_page_is_in_the_index_and_in_the_navigation() -> None:
    index, navigation = ((ROOT / name).read_text("utf-8") for name in ("docs/index.md", "mkdocs.yml"))
    listed = [
        path.relative_to(ROOT / "docs").as_posix()
        for folder in ("tutorial", "how-to", "reference", "evaluation")
        for path in (ROOT / "docs" / folder).glob("*.md")
    ]
    assert [page for page in listed if f"({page})" not in index] == []
    assert [page for page in listed if f": {page}\n" not in navigation] == []


def test_every_error_has_a_remedy() -> None:
    text = (ROOT / "docs" / "reference" / "errors.md").read_text("utf-8")
    entries = text.split("\n## ")[1:]
    assert len(entries) > 10
    assert [entry.splitlines()[0] for entry in entries if len(entry.split("\n\n", 1)[-1].split()) < 12] == []
