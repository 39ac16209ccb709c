"""Whether a linked record shows that a person led, owned, designed or did the work alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from upward.analysis.narrative import subjects
from upward.analysis.narrative.record_facts import RecordFacts
from upward.model.record import Record
from upward.text.words import parse_number

LEADING = frozenset({"led", "drove", "managed", "headed", "spearheaded", "pioneered", "lead", "owned", "in charge"})
DESIGNING = frozenset({"designed", "architected"})
ALONE = frozenset({"single-handedly", "singlehandedly", "alone", "on my own", "by myself", "the only one"})
LEAD_PARTS = frozenset({"lead", "owner", "driver", "incident commander", "tech lead", "commander"})
WORK_PARTS = frozenset({"author", *LEAD_PARTS})
HELPING_PARTS = frozenset(
    {"reviewer", "merger", "committer", "tester", "participant", "helper", "attendee", "co-author"}
)
# Half of the work or more is most of it; all of it leaves room for rounding only.
MOST, ALL = 0.5, 0.995
# Below so many changed lines, or in one commit below so many files, a change is too small to lead or to design.
LEAST_LINES = 50
_DESIGN = re.compile(r"(?i)\b(?:design|architecture|rfc|adr|proposal|blueprint|schema|interface)\b")
_SAID = {
    **dict.fromkeys(
        LEADING,
        re.compile(r"(?i)\b(?:led|leads|leading|lead|drove|driven by|owned|owner|in charge|headed|spearheaded|ran)\b"),
    ),
    **dict.fromkeys(DESIGNING, re.compile(r"(?i)\b(?:design(?:ed|er)?|architect(?:ed)?|proposed)\b")),
    **dict.fromkeys(
        ALONE,
        re.compile(
            r"(?i)\b(?:alone|single-?handedly|by (?:him|her|them)sel\w+|on (?:his|her|their) own|without help)\b"
        ),
    ),
}
_MAY_BE_ME = frozenset({"you", "she", "he", "they"})
_WHO = re.compile(
    r"\b(?:[Yy]ou|[Ss]he|[Hh]e|[Tt]hey|[Ww]e|I|(?!It\b|The\b|This\b|That\b|My\b|Our\b|And\b|But\b)[A-Z][a-z]+)\b"
)
_CREATED = re.compile(r"(?i)\b(?:wrote|built|created|made|founded|started|set up|authored)\b")


class Sign(NamedTuple):
    """What a record shows of a person's part: its id, in words, and who says so (empty: the record itself)."""

    record: str
    because: str
    by: str = ""


def signs(verb: str, said: str, title: str, linked: Sequence[RecordFacts], me: frozenset[str]) -> Iterator[Sign]:
    """Yield what shows a verb; `said` is the clause it stands in, `title` the story's."""
    for item in linked:
        if not _is_related(said, title, item.record):
            continue
        for name, words in item.said:
            if _vouches(verb, words, me):
                yield Sign(item.record.id, f'{name} says: "{words[:120]}"', name)
        if (item.is_traceable or item.record.kind == "decision") and (reason := _shown(verb, item.record, me)):
            yield Sign(item.record.id, reason)


def doubts(verb: str, linked: Sequence[RecordFacts], me: frozenset[str]) -> Iterator[str]:
    """Yield what a linked record says against a verb."""
    for item in linked:
        leads = [name for name, part in _others(item.record, me) if part in LEAD_PARTS]
        partners = [name for name, part in _others(item.record, me) if part in {"author", "co-author"}]
        share = share_of(item.record)
        if verb in LEADING and leads:
            yield f"{item.record.id} names {', '.join(leads)} as its lead"
        elif verb in ALONE and partners:
            yield f"{item.record.id} names {len(partners)} other author{'s' * (len(partners) > 1)}"
        elif share is not None and share < MOST / 2:
            yield f"your share of {item.record.id} is {share:.0%}"


def _is_related(said: str, title: str, record: Record) -> bool:
    shows = subjects.terms(f"{record.title} {' '.join(record.strings('areas'))}")
    # What only the front matter and the history say; the user's own notes make nothing related.
    claimed = subjects.terms(said)
    return bool(claimed & shows) if len(claimed) > 1 else bool((claimed | subjects.terms(title)) & shows)


def _vouches(verb: str, words: str, me: frozenset[str]) -> bool:
    """Whether a text says the verb of the person: the last name or pronoun before it is theirs."""
    match = _SAID.get(verb, _CREATED).search(words)
    if match is None or subjects.is_unreal(words) or subjects.is_future(words):
        return False
    before = _WHO.findall(words[: match.start()])
    first_names = {name.split("@")[0].split()[0] for name in me if name}
    return bool(before) and (before[-1].lower() in _MAY_BE_ME or before[-1].lower() in first_names)


def _shown(verb: str, record: Record, me: frozenset[str]) -> str:
    """Give what a record itself shows of a verb; empty where it shows nothing."""
    if record.kind == "decision":
        return _decided(verb, record, me)
    part = record.string("part").lower()
    others = list(_others(record, me))
    led_by_another = any(each in LEAD_PARTS for _, each in others) and verb not in DESIGNING
    if led_by_another or part in HELPING_PARTS or _is_small(record):
        return ""
    share = share_of(record)
    if verb in ALONE:
        alone = not others and (share is None or share >= ALL) and part in WORK_PARTS
        return "the history has you as its only author" if alone else ""
    if part in LEAD_PARTS and (share is None or share >= MOST / 2):
        return f"it has you as its {part}"
    is_design = any(_DESIGN.search(text) for text in (record.title, *record.strings("areas")))
    most = share is not None and share >= MOST and part in {"", *WORK_PARTS}
    return f"your share of the work is {share:.0%}" if most and (is_design or verb not in DESIGNING) else ""


def _decided(verb: str, record: Record, me: frozenset[str]) -> str:
    makers = [name.lower() for name in record.strings("decision-makers")]
    mine = [name for name in makers if name in me]
    if not mine or record.string("status") in {"rejected", "proposed", ""} or verb in ALONE:
        return ""
    return "the decision names you among those who made it" if verb in DESIGNING or len(makers) == 1 else ""


def _others(record: Record, me: frozenset[str]) -> Iterator[tuple[str, str]]:
    for person in record.mappings("people"):
        name, email = str(person.get("name", "")), str(person.get("email", ""))
        if name.lower() not in me and email.lower() not in me:
            yield name, str(person.get("part", "")).lower()


def share_of(record: Record) -> float | None:
    """Give the person's share of the work, from 0 to 1, by the measure `share` ("2 of 40 commits", "60 percent")."""
    for measure in record.mappings("measures"):
        if measure.get("id") != "share":
            continue
        value, unit = parse_number(str(measure.get("value", "")).rstrip(" %")), str(measure.get("unit", ""))
        whole = re.search(r"of\s+(\d[\d,]*)", unit)
        if value is None:
            return None
        if whole:
            total = float(whole[1].replace(",", ""))
            return value / total if total else None
        percent = "%" in f"{measure.get('value')}{unit}" or "percent" in unit
        return value / 100 if percent else value
    return None


def _is_small(record: Record) -> bool:
    for measure in record.mappings("measures"):
        if measure.get("id") == "lines":
            lines = parse_number(str(measure.get("value", "")))
            return lines is not None and lines < LEAST_LINES
    return False
