"""Evidence from trackers: each of the user's own changes, and by quarter what they did for others."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from upward.model.importer import Candidate, ImportQuery
from upward.model.ports import TrackerApi
from upward.model.record import Value
from upward.text.dates import parse_date
from upward.text.words import count_noun, index_terms

MOST_LINES = 30
MOST_BODY = 1500
# Two titles that share so much of their words, and so many of them, are of one proposal; within so many days.
_ALIKE, _FEWEST, _MOST_DAYS = 0.5, 2, 365
# A proposal that was refused and done again is more worth telling than its size says.
_REWORKED = 0.2
_SLOTS = """## What only you know

{{why: Why did it matter, and to whom?}}

{{effect: What changed, by how much, and how do you know?}}"""


@dataclass(frozen=True, slots=True)
class TrackerItem:
    """A pull request, merge request or issue, and one's part in it: author, reviewer, commenter, assignee, reporter."""

    origin: str
    repo: str
    ref: str
    title: str
    day: str
    part: str
    by: str = ""
    body: str = ""
    state: str = ""
    started: str = ""
    labels: tuple[str, ...] = ()
    # Lines changed, where the tracker says so; comments on it; what a review said.
    size: int = 0
    comments: int = 0
    verdict: str = ""
    # What is not known of it, in a sentence.
    caveat: str = ""

    @property
    def weight(self) -> float:
        """How much it stands out among others, from 0 to 1: by state, labels, size and discussion.

        Chosen by hand; a tracker does not show what a history shows, so it stays below most efforts of one.
        """
        labels = " ".join(self.labels).lower()
        score = 0.1 * (self.state in {"merged", "done"}) + 0.15 * any(word in labels for word in _HEAVY)
        score -= 0.1 * any(word in labels for word in _LIGHT)
        score += 0.03 * math.log1p(self.size) + 0.02 * math.log1p(self.comments) + 0.01 * math.log1p(len(self.body))
        return round(min(1.0, max(0.0, score)), 4)


_HEAVY = ("security", "breaking", "feature", "enhancement", "regression", "critical", "performance", "epic")
_LIGHT = ("dependencies", "chore", "typo", "trivial", "documentation", "ci")


def logins(web: TrackerApi, query: ImportQuery, key: str) -> list[str]:
    """Give the logins queryed for, addresses and names left out; without any, whose the token is."""
    names = [name for name in query.authors if "@" not in name and " " not in name]
    if names:
        return names
    found, _ = web.get("user")
    return [str(found[key])] if isinstance(found, dict) and found.get(key) else []


# What the user did for others says little by itself and much together.
_TOGETHER = {
    "reviewer": ("Reviewed", "change", "of others"),
    "commenter": ("Commented on", "discussion", "of others"),
    "reporter": ("Reported", "issue", ""),
}


def tracker_candidates(items: Iterable[TrackerItem], query: ImportQuery) -> Iterator[Candidate]:
    """Yield evidence, the user's own first, the weightiest of it; what is known or outside of the days is left out."""
    wanted = [item for item in items if item.origin not in query.known_origins and _within(parse_date(item.day), query)]
    own = [item for item in wanted if item.part not in _TOGETHER]
    before = rejected_before(own)
    given_up = {each.origin for each in before.values()}
    kept = [item for item in own if item.origin not in given_up]
    kept.sort(key=lambda item: (item.weight, item.day, item.origin), reverse=True)
    made = [_single(item, before.get(item.origin)) for item in kept]
    groups: dict[tuple[str, str, str], list[TrackerItem]] = defaultdict(list)
    mine = {item.origin for item in own}
    for item in wanted:
        if item.part in _TOGETHER and item.origin not in mine:
            groups[item.part, _quarter(item.day), item.repo].append(item)
    for (part, quarter, repo), together in sorted(groups.items(), key=lambda pair: pair[0][1], reverse=True):
        made.append(_grouped(part, quarter, repo, together))
    yield from made


def rejected_before(own: Sequence[TrackerItem]) -> dict[str, TrackerItem]:
    """Give, by the origin of a merged change, the author's own earlier one that was closed and that it replaces.

    It names the other, or both titles share most of their words; both are of one repository and within a year.
    """
    closed = sorted(
        (each for each in own if each.state == "closed" and each.part == "author"), key=lambda each: each.day
    )
    found: dict[str, TrackerItem] = {}
    for item in sorted(own, key=lambda each: each.day):
        if item.state != "merged" or item.part != "author":
            continue
        recent = [each for each in closed if each.repo == item.repo and 0 <= _days(each, item) <= _MOST_DAYS]
        named = [each for each in recent if re.search(rf"{re.escape(each.ref)}(?!\d)", item.body)]
        similar = [each for each in recent if _likeness(each.title, item.title) >= _ALIKE]
        first = next((each for each in reversed(named or similar) if each not in found.values()), None)
        if first is not None:
            found[item.origin] = first
    return found


def _days(first: TrackerItem, later: TrackerItem) -> int:
    begun, ended = parse_date(first.day), parse_date(later.day)
    return (ended - begun).days if begun and ended else -1


def _likeness(one: str, other: str) -> float:
    first, second = set(index_terms(one)), set(index_terms(other))
    return len(first & second) / len(first | second) if len(first & second) >= _FEWEST else 0.0


def _single(item: TrackerItem, before: TrackerItem | None = None) -> Candidate:
    origins = (item.origin, *([before.origin] if before else []))
    fields: dict[str, Value] = {
        "title": item.title,
        "date": item.day[:10],
        "started": first[:10] if (first := (before or item).started)[:10] != item.day[:10] else "",
        "repo": item.repo,
        "origins": list(origins),
        "refs": [item.ref, *([before.ref] if before else [])],
        "tags": [*(["rework"] if before else []), *(each for each in (item.state, *item.labels[:6]) if each)],
    }
    quoted = _quoted(item.body)
    size = f", {count_noun(item.size, 'line')} changed" if item.size else ""
    sentences = [f"{item.part.capitalize()} of {item.ref}{f', {item.state}' if item.state else ''}{size}."]
    sentences += [item.caveat] if item.caveat else []
    if before is not None:
        closed = f"{before.ref}, was closed without being merged on {before.day[:10]}"
        sentences.append(f"An earlier version, {closed}: {_inert(before.title)}")
    body = "\n\n".join(["## What happened", *sentences, *([quoted] if quoted else []), _SLOTS])
    weight = min(1.0, item.weight + (_REWORKED if before else 0.0))
    return Candidate("evidence", item.title, origins, fields, body, item.day[:10], weight=weight)


def _grouped(part: str, quarter: str, repo: str, items: Sequence[TrackerItem]) -> Candidate:
    verb, noun, whose = _TOGETHER[part]
    kept = sorted({item.origin: item for item in items}.values(), key=lambda item: (item.day, item.origin))
    title = " ".join(f"{verb} {count_noun(len(kept), noun)} {whose} in {quarter} in {repo}".split())
    people = list(dict.fromkeys(item.by for item in kept if item.by))
    fields: dict[str, Value] = {
        "title": title,
        "date": kept[-1].day[:10],
        "started": kept[0].day[:10],
        "repo": repo,
        "origins": [item.origin for item in kept],
        "refs": [item.ref for item in kept],
        "people": [{"name": name, "part": "author"} for name in people[:20]],
        "measures": [
            {"id": "items", "value": str(len(kept)), "unit": f"{noun}s", "period": quarter, "status": "measured"}
        ],
    }
    lines = [_line(item) for item in kept[:MOST_LINES]]
    more = [f"- … and {len(kept) - MOST_LINES} more, named under `origins`"] if len(kept) > MOST_LINES else []
    body = "\n".join(["## What happened", "", *lines, *more, "", _SLOTS])
    return Candidate("evidence", title, tuple(item.origin for item in kept), fields, body, kept[-1].day[:10])


def _line(item: TrackerItem) -> str:
    said = ", ".join(filter(None, (item.ref, f"of {item.by}" if item.by else "", item.verdict)))
    return f"- {item.day[:10]}: {_inert(item.title)} ({said})"


def _quarter(day: str) -> str:
    return f"Q{(int(day[5:7]) - 1) // 3 + 1} {day[:4]}"


def _quoted(text: str) -> str:
    """Give another person's text as a quotation: nothing in it is a heading, a slot or a comment of ours."""
    lines = [_inert(line) for line in text[:MOST_BODY].splitlines()]
    kept = "\n".join(f"> {line}".rstrip() for line in lines).strip()
    return kept if kept.strip("> \n") else ""


def _inert(text: str) -> str:
    plain = "".join(character if character.isprintable() else " " for character in text)
    return plain.replace("{{", "{ {").replace("<!--", "< !--").strip()[:500]


def _within(day: date | None, query: ImportQuery) -> bool:
    return (
        day is not None and (query.since is None or day >= query.since) and (query.until is None or day <= query.until)
    )
