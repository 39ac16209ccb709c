"""Who was invited to a meeting, and whether the person asked for said yes."""

from __future__ import annotations

import re
from typing import Any

from upward.model.importer import ImportQuery
from upward.text.template_slots import neutralised

MOST_PEOPLE = 5
_WORDS = {
    "DECLINED": "declined",
    "TENTATIVE": "accepted tentatively",
    "NEEDS-ACTION": "not answered",
    "DELEGATED": "delegated",
}


def not_attended(event: Any, query: ImportQuery) -> str:
    """Give why the person asked for was not there, by their answer; empty where nothing says so."""
    mine = {name.lower() for name in query.authors}
    organizer = _address(event.get("organizer", ""))
    answers = {_address(each): str(each.params.get("PARTSTAT", "")).upper() for each in _attendees(event)}
    own = [answer for address, answer in answers.items() if address in mine and address != organizer]
    if own:
        return f"you have {_WORDS[own[0]]}" if own[0] in _WORDS else ""
    guests = [answer for address, answer in answers.items() if address != organizer]
    if guests and all(answer == "DECLINED" for answer in guests):
        return "all guests declined"
    if not mine & {*answers, organizer} and "DECLINED" in guests:
        who = next(address for address, answer in answers.items() if answer == "DECLINED" and address != organizer)
        return f"{who} declined; if that is not you, give your own address with --author"
    return ""


def _attendees(event: Any) -> list[Any]:
    found = event.get("attendee", [])
    return [each for each in (found if isinstance(found, list) else [found]) if hasattr(each, "params")]


def _address(value: Any) -> str:
    return re.sub(r"(?i)^mailto:", "", str(value)).strip().lower()


def shown_name(value: Any) -> str:
    return neutralised(str(value.params.get("CN", "")) or _address(value), 100)


def people_of(event: Any, query: ImportQuery) -> tuple[str, ...]:
    """Give who else was there: all but the person asked for; where they are unknown, only the organiser."""
    mine = {name.lower() for name in query.authors}
    everybody = _attendees(event) + ([organizer] if hasattr(organizer := event.get("organizer"), "params") else [])
    known = bool(mine & {_address(each) for each in everybody})
    away = mine if known else {_address(event.get("organizer", ""))}
    kept = [
        each
        for each in everybody
        if _address(each) not in away and str(each.params.get("PARTSTAT", "")).upper() != "DECLINED"
    ]
    kept = [each for each in kept if str(each.params.get("CUTYPE", "")).upper() not in {"ROOM", "RESOURCE"}]
    by_address = {_address(each): shown_name(each) for each in reversed(kept)}
    return tuple(sorted(dict.fromkeys(by_address.values())))[:MOST_PEOPLE]
