"""Cards for Anki and events for a calendar: ids that stay, contents that other programs read."""

from __future__ import annotations

import io
import sqlite3
import zipfile
from pathlib import Path

import icalendar
from anki.collection import Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest


def notes(path: Path, folder: Path) -> dict[str, str]:
    """Give the guid and fields of each note, as Anki's database has them."""
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        package.extract("collection.anki2", folder)
    database = sqlite3.connect(folder / "collection.anki2")
    try:
        return dict(database.execute("select guid, flds from notes").fetchall())
    finally:
        database.close()


def test_a_deck_holds_both_sides_and_keeps_its_ids_when_a_story_is_edited(
    upward, logbook: Path, tmp_path: Path
) -> None:
    assert upward("rehearse", "export", "anki", "--story", "example-crisis", "--output", "a.apkg")[0] == 0
    story = logbook / "stories" / "example-crisis.md"
    story.write_text(story.read_text("utf-8").replace("minutes to restore", "minutes <to> restore & check"), "utf-8")
    assert upward("rehearse", "export", "anki", "--story", "example-crisis", "--output", "b.apkg")[0] == 0
    before, after = notes(logbook / "a.apkg", tmp_path / "x"), notes(logbook / "b.apkg", tmp_path / "y")
    assert set(before) == set(after)
    assert any(fields.endswith("38 minutes to restore") for fields in before.values())
    assert any("38 minutes &lt;to&gt; restore &amp; check" in fields for fields in after.values())


def test_a_calendar_names_what_is_due_and_the_interview(upward, logbook: Path) -> None:
    (logbook / "interviews" / "next.md").write_text("---\ntitle: At Example\ndate: 2026-07-06\n---\n", "utf-8")
    upward("rehearse", "note", "example-crisis", "--seconds", "150", "--rating", "good")
    assert upward("rehearse", "export", "calendar", "--output", "r.ics")[0] == 0
    calendar = icalendar.Calendar.from_ical((logbook / "r.ics").read_bytes())
    events = {str(event["summary"]): event.decoded("dtstart").isoformat() for event in calendar.walk("VEVENT")}
    assert events["At Example"] == "2026-07-06"
    assert "Rehearse: Eleven hours without a safe backup" in events
    assert max(events.values()) <= "2026-07-06"
    assert len({str(event["uid"]) for event in calendar.walk("VEVENT")}) == len(calendar.walk("VEVENT"))


def test_ankis_own_library_takes_a_deck_in_and_updates_it_without_doubling_a_card(
    upward, logbook: Path, tmp_path: Path, monkeypatch
) -> None:
    story = logbook / "stories" / "example-crisis.md"
    collection = Collection(str(tmp_path / "collection.anki2"))
    try:
        counts: list[tuple[int, int]] = []
        for name, changed in (("a.apkg", "minutes to restore"), ("b.apkg", "minutes to restore it all")):
            story.write_text(story.read_text("utf-8").replace("minutes to restore", changed), "utf-8")
            # Anki updates a card only where the deck is newer than the one it has.
            monkeypatch.setenv("UPWARD_NOW", f"2026-07-0{len(counts) + 1}T10:00:00+00:00")
            assert upward("rehearse", "export", "anki", "--output", name)[0] == 0
            request = ImportAnkiPackageRequest(package_path=str(logbook / name), options=ImportAnkiPackageOptions())
            collection.import_anki_package(request)
            counts.append((collection.note_count(), collection.card_count()))
        assert counts[0] == counts[1]
        assert counts[0][0] > 10
        assert len(collection.find_notes("restore it all")) >= 1
    finally:
        collection.close()
