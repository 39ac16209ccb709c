"""A calendar: each meeting that took place counts once, on its own day; the others are told with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from . import Entries, left, read, taken, titles


def event(*lines: str, title: str = "1:1 Kim", uid: str = "a") -> str:
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{title}", *lines, "END:VEVENT"])


def calendar(*events: str, head: str = "") -> str:
    parts = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//x//y//EN", head, *events, "END:VCALENDAR", ""]
    return "\n".join(part for part in parts[:-1] if part) + "\n"


def meetings(entries: Entries) -> list[str]:
    """Give the days of all meetings, as the bodies list them."""
    bodies = "\n".join(each.body for each in taken(entries))
    return [line[2:12] for line in bodies.splitlines() if line.startswith("- 20")]


BERLIN = "DTSTART;TZID=Europe/Berlin:20260907T100000"


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        pytest.param(
            [event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3"), event("DTSTART;TZID=Europe/Berlin:20260915T100000", "RECURRENCE-ID;TZID=Europe/Berlin:20260914T100000")],
            ["2026-09-07", "2026-09-15", "2026-09-21"],
            id="moved",
        ),
        pytest.param(
            [event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3"), event("DTSTART;TZID=Europe/Berlin:20260914T100000", "RECURRENCE-ID;TZID=Europe/Berlin:20260914T100000", "STATUS:CANCELLED")],
            ["2026-09-07", "2026-09-21"],
            id="one cancelled",
        ),
        pytest.param([event(BERLIN, "RDATE;TZID=Europe/Berlin:20260909T100000")], ["2026-09-07", "2026-09-09"], id="added day"),
        pytest.param(
            [event("DTSTART;TZID=America/Los_Angeles:20260907T180000", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260915T010000Z")],
            ["2026-09-07", "2026-09-21"],
            id="exception as an instant",
        ),
        pytest.param(
            [event("DTSTART;TZID=America/Los_Angeles:20260907T180000", "RRULE:FREQ=WEEKLY;UNTIL=20260914T010000Z")],
            ["2026-09-07"],
            id="until is an instant",
        ),
        pytest.param(
            [event(BERLIN, "SEQUENCE:0"), event("DTSTART;TZID=Europe/Berlin:20260908T100000", "SEQUENCE:2")],
            ["2026-09-08"],
            id="the later version of an event",
        ),
        pytest.param([event("DTSTART;VALUE=DATE:20260907"), event("DTSTART:20260907T100000Z", uid="b")], ["2026-09-07", "2026-09-07"], id="a whole day beside an hour"),
    ],
)  # fmt: skip
def test_a_series_counts_as_its_owner_saw_it(tmp_path: Path, events: list[str], expected: list[str]) -> None:
    assert meetings(read(tmp_path, "work.ics", calendar(*events))) == expected


def test_a_series_of_2014_reaches_today(tmp_path: Path) -> None:
    days = meetings(
        read(tmp_path, "old.ics", calendar(event("DTSTART;TZID=Europe/Berlin:20140106T100000", "RRULE:FREQ=WEEKLY")))
    )
    assert (days[0], days[-1], len(days)) == ("2014-01-06", "2026-11-23", 673)


def test_the_zone_of_the_calendar_decides_the_day(tmp_path: Path) -> None:
    late = event("DTSTART:20260907T220000Z", title="Design review: queue")
    assert [
        each.day for each in taken(read(tmp_path, "x.ics", calendar(late, head="X-WR-TIMEZONE:Australia/Sydney")))
    ] == ["2026-09-08"]


def test_windows_names_of_zones_are_read(tmp_path: Path) -> None:
    series = event("DTSTART;TZID=GMT Standard Time:20260907T100000", "RRULE:FREQ=WEEKLY;COUNT=2")
    assert meetings(read(tmp_path, "x.ics", calendar(series))) == ["2026-09-07", "2026-09-14"]


def test_both_calendars_of_a_file_are_read_and_a_meeting_in_both_once(tmp_path: Path) -> None:
    shared = event(BERLIN)
    other = event("DTSTART:20260908T100000Z", title="Design review: queue", uid="b")
    entries = read(tmp_path, "two.ics", calendar(shared) + calendar(shared, other))
    assert titles(entries) == ["1 one-to-one with Kim in Q3 2026", "Design review: queue"]


def test_a_broken_event_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    broken = event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=2", "RRULE:FREQ=MONTHLY;COUNT=2")
    other = event("DTSTART:20260908T100000Z", title="Design review: queue", uid="b")
    entries = read(tmp_path, "x.ics", calendar(broken, other))
    assert titles(entries) == ["Design review: queue"]
    assert "two RRULE lines" in left(entries)[0][1]


@pytest.mark.parametrize("rule", ["FREQ=SECONDLY", "FREQ=SOMETIMES", "FREQ=DAILY;COUNT=99999999"])
def test_a_rule_that_would_never_end_is_refused_at_once(tmp_path: Path, rule: str) -> None:
    entries = read(tmp_path, "x.ics", calendar(event(BERLIN, f"RRULE:{rule}")))
    assert not taken(entries)
    assert len(left(entries)) == 1


def answered(answer: str) -> str:
    ada = f"ATTENDEE;CN=Ada Lima;PARTSTAT={answer}:mailto:ada@example.com"
    kim = "ATTENDEE;CN=Kim Roe;PARTSTAT=ACCEPTED:mailto:kim@example.com"
    bo = "ATTENDEE;CN=Bo Lee;PARTSTAT=ACCEPTED:mailto:bo@example.com"
    return calendar(event(BERLIN, ada, kim, bo, "ORGANIZER:mailto:kim@example.com", title="Tech talk: caches"))


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        ("DECLINED", "you have declined"),
        ("TENTATIVE", "you have accepted tentatively"),
        ("NEEDS-ACTION", "you have not answered"),
    ],
)
def test_what_somebody_did_not_say_yes_to_is_not_attended(tmp_path: Path, answer: str, why: str) -> None:
    entries = read(tmp_path, "x.ics", answered(answer), authors=("Ada@example.com",))
    assert [reason for _, reason in left(entries)] == [why]
    assert not taken(entries)


def test_who_else_was_there_is_kept_and_oneself_is_not(tmp_path: Path) -> None:
    found = taken(read(tmp_path, "x.ics", answered("ACCEPTED"), authors=("ada@example.com",)))
    assert found[0].fields["people"] == [{"name": "Bo Lee"}, {"name": "Kim Roe"}]


def test_without_ones_own_address_a_declined_invitation_asks_for_it(tmp_path: Path) -> None:
    assert "give your own address with --author" in left(read(tmp_path, "x.ics", answered("DECLINED")))[0][1]


def test_a_calendar_without_anything_that_counts_says_so_of_each_event(tmp_path: Path) -> None:
    entries = read(tmp_path, "x.ics", calendar(event(BERLIN, title="Lunch")))
    assert left(entries)[0][1].startswith("the title names no one-to-one")


def test_what_lies_ahead_is_left(tmp_path: Path) -> None:
    entries = read(tmp_path, "x.ics", calendar(event("DTSTART:20270108T100000Z", title="Tech talk: caches")))
    assert not taken(entries)
    assert left(entries)


def test_what_was_imported_is_known(tmp_path: Path) -> None:
    text = calendar(event(BERLIN, "RRULE:FREQ=WEEKLY;COUNT=3"))
    known = frozenset(origin for each in taken(read(tmp_path, "x.ics", text)) for origin in each.origins)
    again = read(tmp_path, "x.ics", text, known_origins=known)
    assert not taken(again)
    assert [why for _, why in left(again)] == ["already in the logbook"]


@pytest.mark.parametrize(
    "title",
    ["Weekly social #11", "Sprint 11", "11:15 standup", "Draft talk outline", "Talk rehearsal", "CFP: conference"],
)
def test_a_number_is_no_one_to_one_and_work_towards_a_talk_no_talk(tmp_path: Path, title: str) -> None:
    assert titles(read(tmp_path, "c.ics", calendar(event(BERLIN, title=title)))) == []


@pytest.mark.parametrize(
    "title", ["1:1 Kim", "Kim 1-1", "1on1 Kim", "1 on 1 with Kim", "One-on-one: Kim", "1:1s with Kim"]
)
def test_a_one_to_one_is_known_however_it_is_written(tmp_path: Path, title: str) -> None:
    assert titles(read(tmp_path, "c.ics", calendar(event(BERLIN, title=title)))) == ["1 one-to-one with Kim in Q3 2026"]
