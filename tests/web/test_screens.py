"""Every screen shows what its logbook holds, and says what is wrong in plain words."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from upward.faces.web.app import found

from .conftest import ORIGIN

STORY = "stories/example-crisis.md"
SHOWN = {
    "/": "Next",
    "/stories": "Eleven hours without a safe backup",
    f"/story/{STORY}": "our order database stopped accepting writes",
    f"/story/{STORY}/edit": "Spoken length",
    f"/story/{STORY}/versions": "Résumé line",
    "/inbox": "Nothing waits",
    "/bank?by=principles": "Bias for Action",
    "/questions?level=senior": "disagreed with your manager",
    "/question/disagreed-manager-came": "Which story fits",
    "/ask?text=Tell+me+about+a+failure": "Tell me about a failure",
    "/loop?id=disagreed-manager-came": "Story",
    "/readiness": "By area",
    "/readiness/form": "Rating",
    "/practices": "Decisions",
    "/practice/radar": "Records",
    "/practice/concern": "lag",
    "/practice/policy": "Next steps",
    "/scores/decisions/example-decision.md": "Scores",
    "/records": "Every kind of record",
    "/records/evidence": "Moved the checkout to its own deploy pipeline",
    "/record/decisions/example-decision.md": "queue",
    "/new/decision": "Write it",
    "/search?q=checkout+pipeline": "records with all of these words",
    "/findings": "All rules",
    "/rules": "no-obstacle",
    "/rule/no-obstacle": "UP",
    "/settings": "words_per_minute",
    "/verbs": "readiness",
    "/verb/mine": "Paths",
    "/history": "not in git",
    "/menu": "Readiness",
}


def test_every_screen_shows_what_there_is(visit) -> None:
    visitor = visit()
    for path, words in SHOWN.items():
        shown = visitor.text(path)
        if path != "/":
            assert words in shown, (path, shown[:400])


def test_every_screen_of_the_sidebar_is_reached(visit) -> None:
    visitor = visit()
    for screen in found():
        if screen.order:
            assert visitor.get(screen.address).status_code == 200


def test_an_empty_logbook_begins_with_three_steps(visit, tmp_path: Path) -> None:
    (tmp_path / "new" / ".upward").mkdir(parents=True)
    shown = visit(tmp_path / "new").text("/")
    assert "Find what you did" in shown
    assert "Draft a story from it" in shown
    assert "Answer its questions" in shown


def test_every_kind_can_be_listed_and_begun_without_code_of_its_own(visit, catalogue) -> None:
    visitor = visit()
    for kind in catalogue.kinds:
        assert visitor.get(f"/records/{kind}").status_code == 200
        assert visitor.get(f"/new/{kind}").status_code == 200


def test_every_verb_has_a_form_from_its_signature(visit, catalogue) -> None:
    from upward.catalogue.discovery import verbs

    visitor = visit()
    for verb in verbs():
        assert visitor.get(f"/verb/{verb}").status_code == 200, verb


def test_a_private_record_is_marked(visit, log: Path) -> None:
    (log / "evidence" / "secret.md").write_text("---\ntitle: A private thing\ndate: 2026-05-01\nprivate: true\n---\n")
    shown = visit().get("/record/evidence/secret.md").text
    assert "Private: left out of what is shared" in shown


def test_what_is_not_there_says_what_to_do(visit) -> None:
    visitor = visit()
    for path in (
        "/nowhere",
        "/record/evidence/nothing.md",
        "/question/none",
        "/rule/none",
        "/verb/none",
        "/task/9",
        "/records/nothing",
    ):
        answer = visitor.get(path)
        assert answer.status_code in {400, 404}, path
        assert "This did not work" in answer.text


def test_a_logbook_that_was_moved_is_said_in_plain_words(visit, log: Path) -> None:
    visitor = visit()
    log.rename(log.parent / "moved")
    visitor.logbook.refresh()
    answer = visitor.get("/stories")
    while "Reading the records" in answer.text:
        # On a busy machine the page says so first.
        answer = visitor.get("/stories")
    assert answer.status_code == 503
    assert "is gone" in answer.text
    (log.parent / "moved").rename(log)
    visitor.logbook.refresh()
    assert visitor.get("/stories").status_code == 200


def test_files_changed_on_the_disk_appear(visit, log: Path) -> None:
    visitor = visit()
    before = visitor.get("/pulse").json()["version"]
    (log / "evidence" / "new.md").write_text("---\ntitle: Written elsewhere\ndate: 2026-06-30\n---\n")
    visitor.logbook.refresh()
    assert visitor.get("/pulse").json()["version"] > before
    assert "Written elsewhere" in visitor.text("/records/evidence")
    (log / "evidence" / "new.md").unlink()
    visitor.logbook.refresh()
    assert "Written elsewhere" not in visitor.text("/records/evidence")


def test_the_palette_finds_screens_verbs_and_records(visit) -> None:
    visitor = visit()
    assert "/readiness" in visitor.get("/palette?q=readi").text
    assert "/story/stories/example-crisis.md" in visitor.get("/palette?q=eleven+hours").text
    assert "upward export" in visitor.get("/palette?q=export").text


def test_settings_are_written_and_nonsense_is_not(visit, log: Path) -> None:
    visitor = visit()
    file = log / ".upward/config.toml"
    digest = _digest(visitor)
    assert visitor.post("/settings", {"text": "words_per_minute = 150\n", "digest": digest}).status_code == 303
    assert file.read_text() == "words_per_minute = 150\n"
    digest = _digest(visitor)
    for wrong in ("words_per_minute = = 1\n", "words_per_minute = 'fast'\n"):
        answer = visitor.post("/settings", {"text": wrong, "digest": digest})
        assert answer.status_code == 400
        assert "fast" in answer.text or "TOML" in answer.text
        assert file.read_text() == "words_per_minute = 150\n"


def _digest(visitor) -> str:
    text = visitor.get("/settings").text
    return text.split('name="digest" value="')[1].split('"')[0]


def test_a_record_is_added_from_its_kinds_schema(visit, log: Path) -> None:
    data = {"title": "Reading: queues", "field-date": "2026-06-01", "text": "What I took from it."}
    answer = visit().post("/new/evidence", data)
    assert answer.status_code == 303, answer.text
    written = (log / "evidence/reading-queues.md").read_text()
    assert "date: 2026-06-01" in written
    assert written.endswith("What I took from it.\n")


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"{", b'{"path": 3}', b'{"path": "x", "text": "\\u0000"}', b"[" * 100_000], ids=range(6)
)
def test_json_that_is_none_is_refused(visit, body: bytes) -> None:
    visitor = visit()
    headers = {"Origin": ORIGIN, "X-CSRF": visitor.guard.csrf, "Content-Type": "application/json"}
    answer = visitor.client.post("/save", content=body, headers=headers)
    assert answer.status_code in {400, 404}
    assert json.loads(answer.text)["what"]


def test_a_bar_counts_the_criteria_that_have_evidence() -> None:
    from upward.faces.web.charts import shares

    drawn = shares([("Communication", [("none", 8)]), ("Standards", [("repeated", 1), ("once", 2), ("none", 5)])])
    assert "0 of 8 shown" in drawn
    assert "3 of 8 shown" in drawn


def test_a_fault_of_a_screen_is_told_and_what_was_typed_is_kept(
    visit, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    visitor = visit()
    monkeypatch.setattr(type(visitor.logbook), "run", lambda *_, **__: 1 / 0)
    answer = visitor.post("/new/evidence", {"title": "T", "text": "What I typed, in many words, for a long time."})
    assert answer.status_code == 500
    assert "bug in upward" in answer.text
    assert "What I typed, in many words" in answer.text
    assert "ZeroDivisionError" in capsys.readouterr().err
    assert visitor.get("/stories").status_code == 200


def test_today_counts_the_days_to_an_interview(visit, log: Path) -> None:
    visitor = visit()
    when = visitor.logbook.session().today + timedelta(days=4)
    (log / "interviews").mkdir(exist_ok=True)
    (log / "interviews" / "soon.md").write_text(f"---\ntitle: Example Payments\ndate: {when}\n---\n")
    visitor.logbook.refresh()
    assert "in 4 days Example Payments" in visitor.text("/")


def test_a_file_with_an_odd_name_is_opened_edited_and_fixed(visit, log: Path) -> None:
    (log / "stories" / "a b#c?d é.md").write_text("---\ntitle: Odd\ncriterai: [x]\n---\n\nText.\n")
    visitor = visit()
    listed = visitor.get("/stories").text
    address = listed.split('">Odd</a>')[0].rsplit('href="', 1)[1]
    assert visitor.get(address).status_code == 200
    shown = visitor.get(address).text
    edit = shown.split('data-key="e"')[0].rsplit('href="', 1)[1].partition('"')[0]
    assert "criterai" in visitor.get(edit).text


def test_what_is_shared_leaves_private_records_out_and_says_how_many(visit, log: Path) -> None:
    text = "---\ntitle: A private thing\ndate: 2026-05-01\ncriteria: [senior-standards-testing]\nprivate: true\n---\n"
    (log / "evidence" / "a-secret-thing.md").write_text(text)
    visitor = visit()
    shown = visitor.text("/readiness/form")
    assert "a-secret-thing" not in shown
    private = sum(record.private for record in visitor.logbook.corpus.records())
    assert f"{private} private records left out" in shown


def test_long_work_is_stopped_and_leaves_nothing_half_written(visit, log: Path) -> None:
    visitor = visit()
    before = sorted(path.name for path in (log / "stories").iterdir())
    answer = visitor.post("/verb/draft", {"title": "Never written"})
    address = answer.headers["location"]
    assert "Stop" in visitor.get(address).text
    visitor.post(address)
    assert "no file is incomplete" in visitor.text(address)
    assert sorted(path.name for path in (log / "stories").iterdir()) == before


def test_a_verb_answers_on_its_own_screen(visit) -> None:
    visitor = visit()
    address = visitor.post("/verb/search", {"words": "checkout"}).headers["location"]
    task = visitor.logbook.tasks.named(address.rpartition("/")[2])
    assert task is not None
    assert task.ended.wait(120)
    assert "found" in visitor.text(address)


def test_a_concern_shows_its_series_with_the_target_and_a_gap_where_nothing_was_measured(visit, log: Path) -> None:
    rows = [
        "at,indicator,value,unit,note",
        *(f"2026-06-0{day}T09:00:00+00:00,lag,{day * 10},minutes," for day in (1, 2, 4)),
    ]
    rows.insert(3, "2026-06-03T09:00:00+00:00,lag,?,minutes,the command failed")
    (log / "concerns/example-concern.csv").write_text("\n".join(rows) + "\n")
    shown = visit().get("/practice/concern").text
    assert "3 measurements, the last 40 minutes, target 30" in shown
    assert shown.count("<polyline") == 2
    assert "the command failed" in shown


def test_the_radar_is_drawn_as_the_verb_draws_it(visit) -> None:
    shown = visit().get("/practice/radar").text
    assert 'aria-label="Radar of 1 tool"' in shown


def test_a_plan_of_an_interview_is_reordered_and_saved_as_a_record(visit, log: Path) -> None:
    visitor = visit()
    data = {"q": ["First?", "Second?", "Third?"], "s": ["example-crisis", "", "example-mentorship"]}
    moved = visitor.post("/loop", {**data, "act": "down:0"}).text
    assert moved.index("Second?") < moved.index("First?") < moved.index("Third?")
    assert 'value="example-crisis" selected' in moved
    answer = visitor.post("/loop", {**data, "act": "save", "title": "Senior at Acme", "date": "2026-07-20"})
    assert answer.headers["location"] == "/record/interviews/senior-at-acme.md"
    written = (log / "interviews/senior-at-acme.md").read_text()
    assert "1. First? (example-crisis)\n2. Second? (no story yet)\n3. Third? (example-mentorship)" in written
    assert "date: 2026-07-20" in written
    assert "stories: [example-crisis, example-mentorship]" in written
    assert "state: planned" in written
