"""What was seen before and after, in a mentoring record and in a history that both agreed to look at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from upward.model.record import Record
from upward.text.dates import parse_date

_HELPED = re.compile(r"(?im)^(?:co-authored-by|paired-with|pair|helped-by|mentored-by)\s*:\s*\S")


@dataclass(frozen=True, slots=True)
class Change:
    """A measure before and after; `before` is None where it was not looked at, and then there is no comparison."""

    measure: str
    before: str | None
    before_day: date | None
    after: str
    after_day: date | None
    unit: str


def progress_of(record: Record) -> list[Change]:
    """Give each measure's last observation beside its baseline, in the order of the record."""
    baseline = {str(each.get("measure", "")): each for each in record.mappings("baseline")}
    latest: dict[str, Change] = {}
    for each in record.mappings("observations"):
        name, value = str(each.get("measure", "")), str(each.get("value", ""))
        if not name or not value:
            continue
        before = baseline.get(name)
        latest[name] = Change(
            name,
            str(before.get("value", "")) if before else None,
            parse_date(str(before.get("date", ""))) if before else None,
            value,
            parse_date(str(each.get("date", ""))),
            str(each.get("unit", "") or (before.get("unit", "") if before else "")),
        )
    return list(latest.values())


@dataclass(frozen=True, slots=True)
class MentoredCommit:
    """A commit of the person, as far as it matters here."""

    day: date
    message: str
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryPeriod:
    """A period of a person's history: commits, those without a co-author, and the areas touched."""

    commits: int
    unaided: int
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HistoryProgress:
    """The same span of days before and after the start; `before` is None where the person has no history before it."""

    days: int
    before: HistoryPeriod | None
    after: HistoryPeriod
    first_unaided: date | None


def history_progress(commits: Iterable[MentoredCommit], start: date, today: date) -> HistoryProgress:
    """Compare equal spans before and after the start. "Unaided" is only: no trailer names a co-author or helper."""
    found = sorted(commits, key=lambda commit: commit.day)
    days = max(1, (today - start).days)
    before = [commit for commit in found if start - timedelta(days=days) <= commit.day < start]
    after = [commit for commit in found if start <= commit.day <= today]
    unaided = next((commit.day for commit in after if not _HELPED.search(commit.message)), None)
    return HistoryProgress(days, _period(before) if before else None, _period(after), unaided)


def _period(commits: Sequence[MentoredCommit]) -> HistoryPeriod:
    areas = sorted({path.split("/", 1)[0] for commit in commits for path in commit.paths if "/" in path})
    return HistoryPeriod(len(commits), sum(not _HELPED.search(commit.message) for commit in commits), tuple(areas))


def story_answers(record: Record, changes: Sequence[Change]) -> dict[str, str]:
    """Give what a record knows for the slots of the mentorship story; each stays a question, too."""
    notes = [
        f"- {each.get('date', '')}: {each.get('text', '')}"
        for each in record.mappings("observations")
        if each.get("text")
    ]
    baseline = [
        f"- {each.get('measure', '')}: {each.get('value', '')} {each.get('unit', '')}".rstrip()
        for each in record.mappings("baseline")
    ]
    seen = [
        f"- {each.measure}: {each.before} -> {each.after} {each.unit}".rstrip()
        for each in changes
        if each.before is not None
    ]
    areas = [str(each.get("area", "")) for each in record.mappings("hand-overs")]
    own = [str(each.get("text", "")) for each in record.mappings("own-words")]
    answers = {
        "task": f"The goal that both agreed on ({record.string('agreed')}): {record.string('goal')}",
        "issue": "\n".join(["What was seen at the beginning:", *baseline]) if baseline else "",
        "timeline": "\n".join(notes),
        "growth": "\n".join(["Before and after:", *seen]) if seen else "",
        "later": f"They now own {', '.join(areas)}." if areas else "",
        "challenge": f"In their own words: {own[-1]}" if own else "",
    }
    return {key: value for key, value in answers.items() if value}
