"""What is written: only what was asked, only where the file is still what was seen, every other byte kept."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.faces.web.texts import hunks, lines, rejoin
from upward.text.edits import apply_edits, set_in_mapping
from upward.text.frontmatter import parse_front_matter

STORY = "stories/example-crisis.md"


def _save(visitor, path: str, text: str, digest: str):
    return visitor.send("/save", {"path": path, "text": text, "digest": digest})


def _text(visitor, path: str) -> tuple[str, str]:
    found = visitor.get(f"/text?path={path}").json()
    return found["text"], found["digest"]


def test_a_text_is_saved_as_it_was_typed(visit, log: Path) -> None:
    visitor = visit()
    text, digest = _text(visitor, STORY)
    answer = _save(visitor, STORY, text.replace("94 minutes", "95 minutes"), digest)
    assert answer.status_code == 200
    assert (log / STORY).read_text() == text.replace("94 minutes", "95 minutes")
    assert answer.json()["digest"] == _text(visitor, STORY)[1]


def test_a_file_that_changed_meanwhile_is_never_written_over(visit, log: Path) -> None:
    visitor = visit()
    text, digest = _text(visitor, STORY)
    theirs = text.replace("Thursday", "Friday")
    (log / STORY).write_text(theirs)
    answer = _save(visitor, STORY, text.replace("94 minutes", "95 minutes"), digest)
    assert answer.status_code == 409
    assert "changed since" in answer.json()["what"]
    assert (log / STORY).read_text() == theirs


def test_a_conflict_is_shown_side_by_side_and_resolved_place_by_place(visit, log: Path) -> None:
    path = log / "stories" / "apart.md"
    text = "---\ntitle: T\n---\n\nOn a Thursday it stopped.\n\nNobody saw it.\n\nWe lost 94 minutes of orders.\n"
    path.write_text(text)
    visitor = visit()
    mine = text.replace("94 minutes", "95 minutes").replace("On a Thursday", "On a Tuesday")
    theirs = text.replace("On a Thursday", "On a Friday")
    path.write_text(theirs)
    shown = visitor.post("/conflict", {"path": "stories/apart.md", "text": mine}).text
    assert shown.count("<fieldset") == 2
    assert "On a Tuesday" in shown
    assert "On a Friday" in shown
    digest = shown.split('name="digest" value="')[1].split('"')[0]
    places = hunks(mine, theirs)
    choices = {
        f"hunk-{number}": "theirs" if "Friday" in place.theirs else "mine"
        for number, place in enumerate(places)
        if not place.same
    }
    answer = visitor.post("/resolve", {"path": "stories/apart.md", "mine": mine, "digest": digest, **choices})
    assert answer.status_code == 303
    assert path.read_text() == mine.replace("On a Tuesday", "On a Friday")


def test_a_conflict_left_undecided_writes_nothing(visit, log: Path) -> None:
    visitor = visit()
    text, digest = _text(visitor, STORY)
    answer = visitor.post("/resolve", {"path": STORY, "mine": text.replace("94", "95"), "digest": digest})
    assert answer.status_code == 400
    assert (log / STORY).read_text() == text


def test_line_ends_and_odd_bytes_of_lines_that_stay_are_kept(visit, log: Path) -> None:
    raw = b"---\r\ntitle: T\r\n---\r\n\r\nOne \xff line.\r\nAnother.\r\n"
    (log / "evidence" / "odd.md").write_bytes(raw)
    visitor = visit()
    text, digest = _text(visitor, "evidence/odd.md")
    typed = text.replace("\r\n", "\n").replace("Another.", "Another, longer.")
    assert _save(visitor, "evidence/odd.md", typed, digest).status_code == 200
    assert (log / "evidence" / "odd.md").read_bytes() == raw.replace(b"Another.", b"Another, longer.")


@given(st.text(alphabet="ab\r\n\udcff", max_size=40))
def test_a_text_that_comes_back_unchanged_keeps_every_byte(text: str) -> None:
    typed = text.replace("\r\n", "\n").replace("\r", "\n").replace("\udcff", "\ufffd")
    assert rejoin(text, typed) == text


@given(st.text(alphabet="ab\n", max_size=40), st.text(alphabet="ab\n", max_size=40))
def test_the_places_of_a_conflict_make_up_both_texts(mine: str, theirs: str) -> None:
    places = hunks(mine, theirs)
    assert "".join(place.mine for place in places) == mine
    assert "".join(place.theirs for place in places) == theirs
    assert "".join(lines(mine)) == mine


@pytest.mark.usefixtures("log")
def test_a_full_disk_is_said_and_nothing_is_lost(visit, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = visit()
    text, digest = _text(visitor, STORY)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    answer = _save(visitor, STORY, f"{text}\nMore.\n", digest)
    assert answer.status_code == 507
    assert "free some space" in answer.json()["next_step"]
    assert (log / STORY).read_text() == text


def test_a_record_that_is_too_large_is_shown_and_never_written(visit, log: Path) -> None:
    path = log / "evidence" / "huge.md"
    path.write_text("---\ntitle: Huge\n---\n" + "word " * 1_000_000)
    visitor = visit()
    assert "can't be edited here" in " ".join(visitor.get("/record/evidence/huge.md/edit").text.split())
    size = path.stat().st_size
    _, digest = _text(visitor, "evidence/huge.md")
    assert _save(visitor, "evidence/huge.md", "short", digest).status_code == 403
    assert path.stat().st_size == size


def test_findings_claims_and_length_come_while_one_types(visit) -> None:
    visitor = visit()
    text, _ = _text(visitor, STORY)
    found = visitor.send("/live", {"path": STORY, "text": text.replace("---\n", "---\ncriterai: [x]\n", 1)}).json()
    assert "unknown-key" in {each["name"] for each in found["findings"]}
    assert "minutes aloud" in found["parts"]["spoken"]
    assert "2,100" in found["parts"]["claims"]


def test_a_fix_is_shown_before_it_is_written(visit, log: Path) -> None:
    (log / "evidence" / "fixable.md").write_text("---\ntitle: T\ndate: 2026-05-01\ncriterai: [x]\n---\n")
    visitor = visit()
    shown = visitor.get("/fix/0/evidence/fixable.md").text
    assert "-criterai" in shown
    assert "+criteria" in shown
    digest = shown.split('name="digest" value="')[1].split('"')[0]
    assert visitor.post("/fix/0/evidence/fixable.md", {"digest": digest}).status_code == 303
    assert "criteria: [x]" in (log / "evidence" / "fixable.md").read_text()


def test_answers_take_the_places_of_the_templates_questions(visit, log: Path) -> None:
    visitor = visit()
    answer = visitor.post("/new/story", {"title": "A new tale", "template": "mentorship"})
    path = answer.headers["location"]
    shown = visitor.get(path).text
    digest = shown.split('name="digest" value="')[1].split('"')[0]
    slot = shown.split('name="slot-')[1].split('"')[0]
    answer = visitor.post(path, {"digest": digest, f"slot-{slot}": "Two interns, for a summer."})
    assert answer.status_code == 303
    text = (log / "stories/a-new-tale.md").read_text()
    assert "Two interns, for a summer." in text
    assert f"{{{{{slot}:" not in text
    answer = visitor.post(path, {"digest": digest, f"slot-{slot}": "Again"})
    assert answer.status_code == 409
    assert (log / "stories/a-new-tale.md").read_text() == text


def test_rare_characters_come_through_the_editor(visit, log: Path) -> None:
    text = "---\ntitle: T\n---\n\nA\u00a0b \U0001f469\u200d\U0001f4bb \x0c c &amp; <b>\n"
    (log / "evidence" / "rare.md").write_text(text)
    visitor = visit()
    assert _text(visitor, "evidence/rare.md")[0] == text
    shown = visitor.get("/record/evidence/rare.md/edit").text
    assert "A\u00a0b \U0001f469\u200d\U0001f4bb \x0c c &amp;amp; &lt;b&gt;" in shown


def test_versions_are_written_into_the_front_matter_and_nothing_else_changes(visit, log: Path) -> None:
    visitor, before = visit(), (log / STORY).read_text()
    address = f"/story/{STORY}/versions"
    digest = visitor.get(address).text.split('name="digest" value="')[1].split('"')[0]
    given = {
        "digest": digest,
        "version-resume": "Restored backups: 94 minutes lost, not a day.",
        "version-one-minute": "A\nB",
    }
    assert visitor.post(address, given).status_code == 303
    after = (log / STORY).read_text()
    added = '  resume: "Restored backups: 94 minutes lost, not a day."\n'
    assert added in after
    assert after.replace('versions:\n  one-minute: "A\\nB"\n' + added, "") == before
    assert "Restored backups: 94 minutes lost" in visitor.text(address)
    # A second tab that still shows the text of before is refused, and its text shown again.
    refused = visitor.post(address, {**given, "version-resume": "A line that was typed in another tab meanwhile."})
    assert refused.status_code == 409
    assert "typed in another tab" in refused.text
    assert (log / STORY).read_text() == after


@pytest.mark.parametrize(
    ("front", "changed"),
    [
        ("title: T\n", "title: T\nversions:\n  resume: Line\n"),
        ("versions:\n  packet: Old # why\nx: 1\n", "versions:\n  packet: Old # why\n  resume: Line\nx: 1\n"),
        ("versions: {packet: Old}\n", "versions: {packet: Old, resume: Line}\n"),
        ("versions: {}\nx: 1\n", "versions: \n  resume: Line\nx: 1\n"),
        ("versions:\n    resume: |\n      Old\n      text\nx: 1\n", "versions:\n    resume: Line\nx: 1\n"),
    ],
)
def test_one_part_of_a_mapping_is_set_in_the_way_it_is_written(front: str, changed: str) -> None:
    text = f"---\n{front}---\n\nBody.\n"
    after = apply_edits([set_in_mapping(text, "versions", "resume", "Line")], text)
    assert after == f"---\n{changed}---\n\nBody.\n"
    assert parse_front_matter(after).fields["versions"]["resume"] == "Line"  # type: ignore[index, call-overload]


@pytest.mark.parametrize("template", ["technical-direction", "crisis", "cross-team-alignment", "mentorship"])
def test_each_template_is_asked_question_by_question(visit, log: Path, template: str) -> None:
    visitor = visit()
    address = visitor.post("/new/story", {"title": "Asked", "template": template}).headers["location"]
    asked, path = 0, log / "stories/asked.md"
    # The second question is left open until the end.
    while "interview" in address:
        shown = visitor.get(address).text
        assert shown.count("<textarea") == 1
        digest, slot = (shown.split(mark)[1].split('"')[0] for mark in ('name="digest" value="', 'name="slot-'))
        at = shown.split('name="at" value="')[1].split('"')[0]
        answer = "" if asked == 1 else f"Answer {asked}."
        address = visitor.post(address.partition("?")[0], {"digest": digest, "at": at, f"slot-{slot}": answer}).headers[
            "location"
        ]
        asked += 1
        assert asked < 40
    assert address.endswith("/edit")
    assert "{{" not in path.read_text()
    assert all(f"Answer {number}." in path.read_text() for number in range(asked) if number != 1)
