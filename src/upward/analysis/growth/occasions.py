"""Occasions on which a criterion was shown: records tagged with it, each counted once, small changes set aside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from upward.model.judgement import Support
from upward.model.record import Record
from upward.model.rubric import Criterion
from upward.text.dates import parse_date
from upward.text.template_slots import open_slots, text_without_slots
from upward.text.words import parse_number, words

KINDS = (
    "evidence", "story", "decision", "incident", "policy", "review", "concern", "mentoring", "standard", "radar",
    "message",
)  # fmt: skip
# A change of fewer lines, with nothing else recorded about it, shows no criterion.
LEAST_LINES = 20
# A record with fewer words of its own, and no measure, origin or story, says too little to count.
LEAST_WORDS = 8
# Two occasions are distinct when they lie so many days apart in different places, or so many in the same place.
APART, APART_SAME_PLACE = 14, 60
# Areas in which nothing is shown without another person.
WITH_OTHERS = frozenset({"mentoring", "communication"})
_GIT_MEASURES = frozenset({"commits", "lines", "files", "share"})
_ME = frozenset({"me", "myself", "self", "i"})


@dataclass(frozen=True, slots=True)
class TaggedRecords:
    """The records of a logbook by the criteria that they are tagged with: all criteria in one pass.

    `links` gives the story that links a piece of evidence, by the evidence's id.
    """

    by_criterion: Mapping[str, Sequence[Record]]
    links: Mapping[str, str]

    @classmethod
    def of(cls, records: Sequence[Record]) -> TaggedRecords:
        """Look at the tags of all records, in their order; a tag that was rejected does not count."""
        found: dict[str, list[Record]] = {}
        for record in records:
            if record.kind in KINDS:
                for ident in {*record.strings("criteria")}.difference(record.strings("rejected-criteria")):
                    found.setdefault(ident, []).append(record)
        stories = (record for record in records if record.kind == "story")
        return cls(found, {ident: story.id for story in stories for ident in story.strings("evidence")})


def occasions(criterion: Criterion, tagged: TaggedRecords, me: frozenset[str]) -> tuple[list[Support], list[Support]]:
    """Give the occasions of a criterion, newest first, and the tagged records that do not count, with the reason."""
    counted: list[Support] = []
    aside: list[Support] = []
    for record in tagged.by_criterion.get(criterion.id, ()):
        found = support_of(record, "you confirmed it", me, confirmed=True, in_story=record.id in tagged.links)
        doubt = _doubt(record, found, criterion)
        if doubt:
            aside.append(replace(found, because=doubt, confirmed=False))
        else:
            counted.append(found)
    return _newest_first(_merged(counted, tagged.links)), _newest_first(aside)


def support_of(record: Record, because: str, me: frozenset[str], *, confirmed: bool, in_story: bool = False) -> Support:
    """Describe a record as support: when, where, with whom, who vouches, what was measured."""
    return Support(
        record.id,
        record.title,
        parse_date(record.string("date")),
        because,
        confirmed,
        kind=record.kind,
        places=_places(record),
        partners=tuple(_partners(record, me)),
        records=(record.id,),
        in_story=in_story or record.kind == "story",
        vouched_by=tuple(_vouching(record, me)),
        measures=tuple(_measures(record)),
    )


def _doubt(record: Record, found: Support, criterion: Criterion) -> str:
    """Give why a tagged record does not count as an occasion; empty where it does."""
    if record.kind == "story" and next(open_slots(record.prose), None) is not None:
        return "a draft with open questions"
    lines = _lines(record)
    bare = not found.vouched_by and not found.measures and not _own_words(record)
    if lines is not None and lines < LEAST_LINES and bare:
        return f"a change of {lines:g} lines with nothing else recorded"
    if len(words(text_without_slots(record))) < LEAST_WORDS and bare and not record.strings("origins"):
        return "too little detail: what happened is not recorded"
    if (
        criterion.area in WITH_OTHERS
        and record.kind in {"evidence", "review"}
        and not (found.partners or found.vouched_by)
    ):
        return "names no other person, and this is shown with other people (add them under `people`)"
    return ""


def _own_words(record: Record) -> bool:
    """Whether the person added what only they know."""
    section = next((each for each in record.sections if each.title.lower() == "what only you know"), None)
    if section is None:
        return False
    written = text_without_slots(record)[section.body.start - record.body.start : section.body.stop - record.body.start]
    return len(words(written)) >= LEAST_WORDS


def _lines(record: Record) -> float | None:
    value = next((str(each.get("value", "")) for each in record.mappings("measures") if each.get("id") == "lines"), "")
    return parse_number(value)


def _merged(found: Sequence[Support], links: Mapping[str, str]) -> list[Support]:
    """Join a story and the evidence it links: they tell one occasion."""
    groups: dict[str, list[Support]] = {}
    for each in found:
        groups.setdefault(links.get(each.evidence, each.evidence), []).append(each)
    return [_joined(group) for group in groups.values()]


def _joined(group: Sequence[Support]) -> Support:
    first = max(group, key=lambda each: (each.kind == "story", each.day or date.min))
    return replace(
        first,
        day=max((each.day for each in group if each.day), default=None),
        places=tuple(dict.fromkeys(place for each in group for place in each.places)),
        partners=tuple(dict.fromkeys(name for each in group for name in each.partners)),
        vouched_by=tuple(dict.fromkeys(name for each in group for name in each.vouched_by)),
        measures=tuple(dict.fromkeys(name for each in group for name in each.measures)),
        records=tuple(each.evidence for each in group),
        in_story=any(each.in_story for each in group),
    )


def distinct(found: Sequence[Support]) -> int:
    """Count the occasions that are distinct in time and place; what has no date is distinct by its place alone."""
    kept: list[Support] = []
    for each in sorted(found, key=lambda item: (item.day or date.min, item.evidence)):
        if all(_are_apart(each, other) for other in kept):
            kept.append(each)
    return len(kept)


def _are_apart(one: Support, other: Support) -> bool:
    same_place = not (set(one.places) ^ set(other.places)) or bool(set(one.places) & set(other.places))
    if one.day is None or other.day is None:
        return not same_place
    return abs((one.day - other.day).days) >= (APART_SAME_PLACE if same_place else APART)


def _newest_first(found: Sequence[Support]) -> list[Support]:
    return sorted(found, key=lambda each: (-(each.day or date.min).toordinal(), each.evidence))


def _places(record: Record) -> tuple[str, ...]:
    """Give where it was: the repository, or else the top of the areas or paths touched."""
    repo = record.string("repo")
    below = (*record.strings("areas"), *record.strings("paths"), *record.strings("components"))
    return (repo,) if repo else tuple(dict.fromkeys(area.split("/")[0] for area in below))


def _partners(record: Record, me: frozenset[str]) -> Iterator[str]:
    """Yield who else was there."""
    for person in record.mappings("people"):
        name = str(person.get("name", ""))
        if name and name.lower() not in me and str(person.get("email", "")).lower() not in me - {""}:
            yield name
    for key in ("person", "decision-makers", "consulted"):
        yield from (name for name in record.strings(key) if name.lower() not in me)


def _vouching(record: Record, me: frozenset[str]) -> Iterator[str]:
    """Yield who else says something about it, and who confirms a number of it."""
    names = [str(each.get("by", "")) for each in record.mappings("said") if each.get("text")]
    names += [str(each.get("confirmed-by", "")) for each in record.mappings("measures")]
    yield from (name for name in dict.fromkeys(names) if name and name.lower() not in me | _ME)


def _measures(record: Record) -> Iterator[str]:
    for each in (*record.mappings("measures"), *record.mappings("metrics")):
        if each.get("id") in _GIT_MEASURES or each.get("status") in {"estimate", "unproven"} or not each.get("unit"):
            continue
        before = f", before {each['baseline']}" if each.get("baseline") else ""
        yield f"{each.get('value', '')} {each['unit']}{before}"
