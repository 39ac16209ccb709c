"""Notes about another person are private, need their consent, compare only with a before, and go when they say so."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.mentoring.review_rounds import github_rounds, gitlab_rounds
from upward.faces.mcp.access import LogbookAccess
from upward.model.corpus import MemoryCorpus, PublicCorpus
from upward.model.errors import UnsafePathError
from upward.text import record_reader

from ..github_server import Work, github
from ..recorded import tracker

ID = "owning-the-import"
RECORD = """---
title: Owning the import
date: 2026-01-12
person: Heron
goal: Lead a change alone by June
agreed: 2026-01-12
---

## What we agreed on

Every other Monday.
"""


@pytest.fixture
def mentoring(upward, tmp_path: Path) -> Path:
    upward("init")
    path = tmp_path / "mentoring" / f"{ID}.md"
    path.parent.mkdir()
    path.write_text(RECORD, "utf-8")
    return path


def read(text: str):
    return record_reader.parse_record("mentoring/x.md", text, {"mentoring": "mentoring"})


@pytest.mark.parametrize(
    "more", ["", "private: false\n", "agreed-to-share: yes\n", "agreed-to-share: 2026-05-01\nprivate: true\n"]
)
def test_it_is_private_until_the_persons_own_agreement_is_recorded(more: str) -> None:
    record = read(RECORD.replace("agreed:", more + "agreed:", 1))
    assert record.private
    assert PublicCorpus(MemoryCorpus.of([record])).records() == []


def test_with_their_agreement_it_can_be_shared() -> None:
    assert not read(RECORD.replace("agreed:", "agreed-to-share: 2026-05-01\nagreed:", 1)).private


def test_nothing_is_written_down_before_both_agreed(mentoring: Path, upward) -> None:
    mentoring.write_text(RECORD.replace("agreed: 2026-01-12\n", ""), "utf-8")
    code, _, error = upward("mentor", "observe", ID, "--text", "asked a question")
    assert (code, "notes about a person need their consent" in error) == (2, True)


def test_before_and_after_is_shown_only_where_there_is_a_before(mentoring, upward, monkeypatch) -> None:
    monkeypatch.setenv("UPWARD_NOW", "2026-01-19T09:00:00+00:00")
    upward("mentor", "observe", ID, "--baseline", "--measure", "review rounds", "--value", "4.5", "--unit", "rounds")
    monkeypatch.setenv("UPWARD_NOW", "2026-05-18T09:00:00+00:00")
    upward("mentor", "observe", ID, "--measure", "review rounds", "--value", "1.8")
    upward("mentor", "observe", ID, "--measure", "talks given", "--value", "2")
    _, out, _ = upward("mentor", "review", ID)
    before, _, after = out.partition("Seen, without a baseline")
    assert "4.5 (2026-01-19)" in before
    assert "talks given: 2" in after


def test_the_story_is_drafted_private_with_what_is_known_above_its_questions(mentoring: Path, upward) -> None:
    upward("mentor", "observe", ID, "--own-words", "--text", "I stopped waiting")
    upward("mentor", "observe", ID, "--handed-over", "the price import")
    _, out, _ = upward("mentor", "review", ID, "--draft", "--format", "json")
    text = Path(f"stories/{json.loads(out)['story']}.md").read_text("utf-8")
    record = record_reader.parse_record("stories/x.md", text, {"stories": "story"})
    assert record.private
    assert "I stopped waiting\n\n{{challenge:" in text
    assert "They now own the price import.\n\n{{later:" in text
    slots = {"who", "issue", "task", "challenge", "actions", "timeline", "growth", "later", "learning"}
    assert all(f"{{{{{slot}: " in text for slot in slots)
    assert "Heron" not in text


def test_history_is_looked_at_only_where_they_agreed_to_that(mentoring: Path, upward, repo) -> None:
    who = "Her Onn <heron@example.com>"
    repo.commit(
        "Aid\n\nCo-authored-by: Mara <m@example.com>", {"web/a": "1"}, when="2025-12-01T10:00:00+00:00", who=who
    )
    repo.commit(
        "Aid 2\n\nCo-authored-by: Mara <m@example.com>", {"web/a": "2"}, when="2026-02-01T10:00:00+00:00", who=who
    )
    repo.commit("Alone", {"import/b": "1"}, when="2026-03-01T10:00:00+00:00", who=who)
    asked = ("--repo", str(repo.path), "--author", "heron@example.com", "--format", "json")
    code, _, error = upward("mentor", "review", ID, *asked)
    assert (code, "have not agreed" in error) == (2, True)
    mentoring.write_text(RECORD.replace("agreed:", "agreed-history: 2026-01-12\nagreed:", 1), "utf-8")
    history = json.loads(upward("mentor", "review", ID, *asked)[1])["history"]
    assert history["before"] == {"commits": 1, "unaided": 0, "areas": ["web"]}
    assert history["after"] == {"commits": 2, "unaided": 1, "areas": ["import", "web"]}
    assert history["first_unaided"] == "2026-03-01"
    assert "heron@example.com" not in mentoring.read_text("utf-8")


def test_whoever_withdraws_is_removed_and_the_traces_are_named(mentoring: Path, upward, tmp_path: Path) -> None:
    story = tmp_path / "stories" / "a.md"
    story.parent.mkdir(exist_ok=True)
    story.write_text("---\ntitle: A\n---\n\nHeron leads the import now.\n", "utf-8")
    _, out, _ = upward("mentor", "withdraw", ID, "--dry-run", "--format", "json")
    assert mentoring.exists()
    assert json.loads(out)["traces"] == ["stories/a.md"]
    code, out, _ = upward("mentor", "withdraw", ID)
    assert (code, mentoring.exists()) == (0, False)
    assert "git log" not in out


def test_a_withdrawal_names_commits_exports_and_what_cannot_be_searched_and_leaves_nothing_in_the_index(
    mentoring: Path, upward, tmp_path: Path
) -> None:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.com")
        subprocess.run(["git", "-C", str(tmp_path), *who, *arguments], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")
    (tmp_path / "year.html").write_text("<p>HERON leads it now.</p>", "utf-8")
    (tmp_path / "packet.pdf").write_bytes(b"%PDF-1.7")
    upward("search", "Heron")
    code, out, _ = upward("mentor", "withdraw", ID, "--format", "json")
    data = json.loads(out)
    assert (code, data["files"]) == (0, ["year.html"])
    assert data["outside"][0].startswith("1 commit of the repository around the logbook")
    assert "git filter-repo --invert-paths --path mentoring/owning-the-import.md" in data["outside"][0]
    assert data["outside"][1] == "files whose text cannot be searched here: packet.pdf"
    assert not any(b"Heron" in path.read_bytes() for path in (tmp_path / ".upward").rglob("*") if path.is_file())


REVIEWS = [{"state": "CHANGES_REQUESTED", "commit_id": "a", "user": {"login": "mara"}},
           {"state": "CHANGES_REQUESTED", "commit_id": "a", "user": {"login": "jun"}},
           {"state": "CHANGES_REQUESTED", "commit_id": "b", "user": {"login": "mara"}},
           {"state": "CHANGES_REQUESTED", "commit_id": "c", "user": {"login": "Heron-1"}},
           {"state": "APPROVED", "commit_id": "c", "user": {"login": "mara"}}]  # fmt: skip


def test_a_round_is_a_state_of_the_change_that_others_asked_to_be_changed() -> None:
    assert github_rounds(REVIEWS, "heron-1") == 3
    assert github_rounds([], "heron-1") == 1
    notes = [{"system": True, "body": "requested changes", "author": {"username": name}} for name in ("mara", "heron")]
    assert gitlab_rounds([*notes, {"system": False, "body": "requested changes"}], "heron") == 2


@given(
    st.lists(st.recursive(st.none() | st.text() | st.integers(), lambda x: st.dictionaries(st.text(), x)), max_size=5)
)
def test_nothing_a_forge_says_raises(rows: list[object]) -> None:
    held = [row for row in rows if isinstance(row, dict)]
    assert github_rounds(held, "x") + gitlab_rounds(held, "x") == 2


def test_reviews_are_looked_at_only_where_they_agreed_and_medians_are_compared(
    mentoring: Path, upward, tmp_path: Path, monkeypatch
) -> None:
    days = [
        "2025-09-01",
        "2025-10-01",
        "2025-11-01",
        "2025-12-01",
        "2026-02-01",
        "2026-03-01",
        "2026-04-01",
        "2026-05-01",
    ]
    found = [{"number": n, "pull_request": {"merged_at": f"{day}T10:00:00Z"}} for n, day in enumerate(days)]
    answers: list[dict[str, object]] = [{"path": "/search/issues", "body": {"total_count": 8, "items": found}}]
    answers += [
        {"path": f"/repos/shop/web/pulls/{n}/reviews", "body": REVIEWS if n < 4 else REVIEWS[-1:]} for n in range(8)
    ]
    sample = tmp_path / "sample.json"
    sample.write_text(json.dumps({"answers": answers}), "utf-8")
    asked = ("--reviews", "github:shop/web", "--author", "heron-1", "--format", "json")
    code, _, error = upward("mentor", "review", ID, *asked)
    assert (code, "have not agreed that their reviews are read" in error) == (2, True)
    mentoring.write_text(RECORD.replace("agreed:", "agreed-reviews: 2026-01-12\nagreed:", 1), "utf-8")
    with tracker(sample) as server:
        monkeypatch.setenv("UPWARD_GITHUB_URL", server.base)
        data = json.loads(upward("mentor", "review", ID, *asked)[1])["reviews"]
    assert (data["before"], data["after"]) == ({"changes": 4, "median": 3.0}, {"changes": 4, "median": 1.0})
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and path not in {sample, mentoring}]
    assert not any(b"heron-1" in path.read_bytes() for path in kept)


def test_a_token_makes_one_request_of_a_hundred_and_the_rounds_are_the_same(
    mentoring: Path, upward, monkeypatch
) -> None:
    mentoring.write_text(RECORD.replace("agreed:", "agreed-reviews: 2026-01-12\nagreed:", 1), "utf-8")
    asked = (("mara", "CHANGES_REQUESTED", "a"), ("jun", "CHANGES_REQUESTED", "b"), ("mara", "APPROVED", "c"))
    days = [f"2025-{month}-01" for month in ("09", "10", "11", "12")] + [f"2026-0{n}-01" for n in (2, 3, 4, 5)]
    command = ("mentor", "review", ID, "--reviews", "github:shop/web", "--author", "heron-1", "--format", "json")
    with github() as server:
        server.works = [
            Work(n, "heron-1", created=day, closed=day, merged=True, repo="shop/web", reviews=asked if n < 4 else ())
            for n, day in enumerate(days)
        ]
        monkeypatch.setenv("UPWARD_GITHUB_URL", server.base)
        by_rest = json.loads(upward(*command)[1])["reviews"]
        server.seen.clear()
        monkeypatch.setenv("GITHUB_TOKEN", "good")
        by_graphql = json.loads(upward(*command)[1])["reviews"]
        assert server.seen == ["POST /graphql"]
        server.trouble = [(200, {}, {"errors": [{"message": "too complex"}]})]
        refused = json.loads(upward(*command)[1])["reviews"]
    assert by_rest == by_graphql == refused
    assert (by_rest["before"]["median"], by_rest["after"]["median"]) == (3.0, 1.0)


def test_reviews_on_gitlab_are_read_from_merge_requests_and_their_notes(
    mentoring: Path, upward, tmp_path: Path, monkeypatch
) -> None:
    mentoring.write_text(RECORD.replace("agreed:", "agreed-reviews: 2026-01-12\nagreed:", 1), "utf-8")
    days = [f"2025-{month}-01" for month in ("09", "10", "11", "12")] + [f"2026-0{n}-01" for n in (2, 3, 4, 5)]
    below = "/projects/shop%2Fweb/merge_requests"
    merged = [{"iid": n, "merged_at": f"{day}T10:00:00Z"} for n, day in enumerate(days)]
    asked_for_more = {"system": True, "body": "requested changes", "author": {"username": "kite"}}
    answers: list[dict[str, object]] = [{"path": below, "body": merged}]
    answers += [{"path": f"{below}/{n}/notes", "body": [asked_for_more] * 2 if n < 4 else []} for n in range(len(days))]
    sample = tmp_path / "sample.json"
    sample.write_text(json.dumps({"answers": answers}), "utf-8")
    with tracker(sample) as server:
        monkeypatch.setenv("UPWARD_GITLAB_URL", server.base)
        monkeypatch.setenv("UPWARD_GITLAB_TOKEN", "a-token")
        code, out, error = upward(
            "mentor", "review", ID, "--reviews", "gitlab:shop/web", "--author", "heron-1", "--format", "json"
        )
    assert (code, error) == (0, "")
    data = json.loads(out)["reviews"]
    assert (data["before"], data["after"]) == ({"changes": 4, "median": 3.0}, {"changes": 4, "median": 1.0})


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--reviews", "shop"), "is not a project"),
        (("--reviews", "github:a/b", "--author", "a b"), "The author or the first day is missing"),
    ],
)
def test_reviews_of_no_project_or_nobody_are_refused(mentoring: Path, upward, arguments, said) -> None:
    mentoring.write_text(RECORD.replace("agreed:", "agreed-reviews: 2026-01-12\nagreed:", 1), "utf-8")
    code, _, error = upward("mentor", "review", ID, *arguments)
    assert (code, said in error) == (2, True)


def test_a_name_of_the_evidence_is_no_pseudonym(mentoring: Path, upward, tmp_path: Path) -> None:
    evidence = tmp_path / "evidence" / "e.md"
    evidence.parent.mkdir(exist_ok=True)
    evidence.write_text("---\ntitle: E\ndate: 2026-01-01\npeople: [{name: Heron}]\n---\n", "utf-8")
    _, out, _ = upward("check", str(mentoring), "--select", "named-mentee", "--output-format", "concise")
    assert "Heron is named in your evidence" in out


def test_the_list_names_nobody(mentoring, upward) -> None:
    assert "Heron" not in upward("mentor")[1]


def test_a_checkpoint_without_an_observation_is_due(mentoring: Path, upward) -> None:
    mentoring.write_text(RECORD.replace("agreed:", "checkpoints: [2026-03-01, 2026-09-01]\nagreed:", 1), "utf-8")
    due = json.loads(upward("today", "--format", "json")[1])["due"]
    assert [each["because"] for each in due] == ["The checkpoint of 2026-03-01 has no observation."]
    upward("mentor", "observe", ID, "--text", "looked at it together")
    assert json.loads(upward("today", "--format", "json")[1])["due"] == []


def test_an_assistant_cannot_have_a_forge_asked_with_the_persons_token(mentoring: Path, upward, tmp_path: Path) -> None:
    mentoring.write_text(
        RECORD.replace("agreed:", "agreed-to-share: 2026-01-12\nagreed-reviews: 2026-01-12\nagreed:", 1), "utf-8"
    )
    desk = LogbookAccess.open(tmp_path, {"HOME": str(tmp_path)}, "", (), propose=False)
    asked = {"mentoring": ID, "reviews": "github:shop/web", "author": "heron-1"}
    with pytest.raises(UnsafePathError, match="can't be read from here"):
        desk.call("mentor_review", asked, "test")


@pytest.mark.parametrize("agreed", ["2099-01-12", "yesterday"])
def test_an_agreement_that_is_no_day_up_to_today_is_none(mentoring: Path, upward, agreed: str) -> None:
    mentoring.write_text(RECORD.replace("agreed: 2026-01-12", f"agreed: {agreed}"), "utf-8")
    code, _, complaint = upward("mentor", "observe", ID, "--text", "asked first")
    assert (code, "no agreement of today or before" in complaint) == (2, True)


def test_a_baseline_is_not_taken_after_the_first_observation(mentoring: Path, upward) -> None:
    observe = ("mentor", "observe", ID, "--measure", "open reviews", "--value")
    assert upward(*observe, "2")[0] == 0
    code, _, complaint = upward(*observe, "50", "--baseline")
    assert (code, "was observed already" in complaint) == (2, True)
