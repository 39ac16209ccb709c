"""What importers of notes share: titles and identities of entries, and which headings and items are plans, not work done."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from dataclasses import dataclass, field

from upward.text.date_span import AmbiguousDateError, DateHints
from upward.text.template_slots import neutralised
from upward.text.written_dates import find_dates, parse_span

MOST_TITLE = 200
MOST_SHOWN = 60
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_LEAD = re.compile(r"^[ \t]*(?:[-+*>][ \t]+|\d{1,3}[.)][ \t]+|\[[ xX]\][ \t]+)*")
_GOAL_HEADING = re.compile(
    r"(?i)^(?:\W|\b(?:my|our|the|current|personal|career|professional|short|long|term|20\d\d|q[1-4]|h[12]|fy\d*)\b)*"
    r"(?:goals?|plans?|planned|to-?dos?|to do|next(?: steps?| up| year| quarter| half| month| week| role| level)?|upcoming"
    r"|backlog|aspirations?|ambitions?|objectives?|okrs?|future|query ?list|in progress|doing|blocked|waiting|ideas?)\b"
    r"|\bgoals?\b|\b(?:to-?dos?|plans)(?:[ \t]+for\b.*)?\W*$|\b(?:next|coming) (?:year|quarter|half|month)\b"
)
_MET = re.compile(
    r"(?i)\b(?:achieved|met|completed|accomplished|reached|hit|delivered|progress (?:on|against|towards))\b"
)
_GOAL_ITEM = re.compile(
    r"(?i)^\W*(?:goal|plan|to-?do|next|stretch goal)\W*:|^\W*(?:(?:i )?(?:want|plan|hope|intend|aim) to|planning to)\b"
)
# A date behind one of these words is when something is due, not when it happened.
_DUE = re.compile(
    r"(?i)\b(?:by|before|until|due(?: on)?|deadline(?: is| of)?:?|planned for|scheduled for|from|since|expires?(?: on)?)[ \t]+(?:the[ \t]+)?(?:end of[ \t]+)?$"
)


def is_goal_heading(title: str) -> bool:
    """Whether what stands below a heading is wanted or planned, not done."""
    return bool(_GOAL_HEADING.search(title)) and not _MET.search(title)


def is_goal_item(text: str) -> bool:
    """Whether an item says of itself that it is a goal or a plan."""
    return bool(_GOAL_ITEM.search(text))


def is_due(text: str, start: int) -> bool:
    """Whether a date at `start` is a deadline or a beginning by the word before it."""
    return bool(_DUE.search(text, max(0, start - 40), start))


def title_of(text: str) -> str:
    """Give a title for an entry: its first line with a word, without mark-up, list signs and the full stop."""
    plain = next((found for line in text.splitlines() if re.search(r"\w", found := _plain(line))), "")
    if len(plain) > MOST_TITLE:
        plain = plain[:MOST_TITLE].rsplit(" ", 1)[0] + " …"
    return neutralised(plain, MOST_TITLE + 2)


def shortened(title: str) -> str:
    """Give a title cut at a word, to tell an entry by."""
    return title if len(title) <= MOST_SHOWN else title[:MOST_SHOWN].rsplit(" ", 1)[0] + " …"


def _plain(line: str) -> str:
    plain = _LINK.sub(r"\1", _LEAD.sub("", line))
    plain = re.sub(r"[*_`]{1,3}(?=\S)|(?<=\S)[*_`]{1,3}", "", plain)
    return " ".join(plain.split()).rstrip(".: ")


def is_only_date(title: str) -> bool:
    """Whether a title is a date or a period and nothing else."""
    try:
        return parse_span(title) is not None
    except AmbiguousDateError:
        return True


def without_date(title: str, hints: DateHints) -> str:
    """Give a title without the date that it begins with; the title itself where nothing else is left."""
    try:
        dated = find_dates(title, hints)
    except AmbiguousDateError:
        return title
    if not dated or dated[0].start > len("["):
        return title
    return title[dated[0].stop :].lstrip(" ])}:–—-,") or title


@dataclass(slots=True)
class Identities:
    """Gives the entries of one file their origins: by source, place, day and content, and by number among equal ones.

    The line is no part of it, so that a file that grew gives what was in it the origins it had.
    """

    known: frozenset[str]
    _given: Counter[str] = field(default_factory=Counter)

    def origin(self, source: str, *parts: str, legacy: str = "") -> tuple[str, bool]:
        """Give an origin and whether the logbook has it; `legacy` is the one that earlier versions gave."""
        content = "\0".join(" ".join(part.split()) for part in parts)
        digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]
        self._given[digest] += 1
        number = self._given[digest]
        made = f"{source}:{digest}" + (f"-{number}" if number > 1 else "")
        self._given[f"legacy {legacy}"] += 1
        was = bool(legacy) and legacy in self.known and self._given[f"legacy {legacy}"] == 1
        return made, made in self.known or was
