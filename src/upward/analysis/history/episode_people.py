"""Episodes with other people: newcomers one accompanied, and changes that brought many areas and people together."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from upward.analysis.history.credit import key_of, lines_of
from upward.analysis.history.hidden_work import Contribution
from upward.analysis.history.log_parsing import moment as read_date
from upward.analysis.history.own_past import DULL, Past, others
from upward.model.effort import Episode, Moment, Person
from upward.text.words import count_noun

# Who went on for so long and wrote so much has grown here; one who wrote a dozen changes in a spring has not.
_LEAST_LATER, _LEAST_MONTHS = 20, 8
# A merge takes a click: in a first year so many reviews, so much written together, or so many merges of one who
# came to write much.
_LEAST_REVIEWED, _LEAST_TOGETHER, _LEAST_MERGED, _MUCH = 4, 4, 8, 100
_FIRST_YEAR = timedelta(days=365)
_AREAS, _PEOPLE, _WEEKS = 5, 3, timedelta(days=14)
# What many have to agree on; a wide change by itself needs no consent.
_AGREED = re.compile(
    r"(?i)\b(?:migrat|adopt|standardi[sz]|introduc|unif|polic|drop(?:s|ped)? support|rfc|pep|propos|switch|deprecat|convention|guideline|govern)\w*"
)


def grown_people(past: Past) -> Iterator[Episode]:
    """Yield newcomers whose first changes one reviewed, merged or wrote with them, and who went on alone."""
    together = Counter(
        key_of(each)
        for effort in past.efforts
        for each in effort.people
        if each.part in {"co-author", "author"} and key_of(each) not in effort.mine
    )
    helped: defaultdict[str, list[Contribution]] = defaultdict(list)
    for each in past.history.helped:
        helped[each.author.name.casefold()].append(each)
    for key, first in past.history.newcomers.items():
        name, commits, newest, oldest = past.history.tenures.get(key, ("", 0, b"", b""))
        last, begun = read_date(newest), read_date(oldest)
        early = [each for each in helped[name.casefold()] if each.commit.when - begun < _FIRST_YEAR]
        if commits < _LEAST_LATER or (last - begun).days < 30 * _LEAST_MONTHS:
            continue
        reviewed = sum(each.part in {"reviewed", "tested"} for each in early)
        merged_much = len(early) >= _LEAST_MERGED and commits >= _MUCH
        if reviewed < _LEAST_REVIEWED and together[key] < _LEAST_TOGETHER and not merged_much:
            continue
        yield _grown(past, first, early, (name, commits, begun, last), together[key])


def _grown(
    past: Past,
    first: Contribution,
    early: list[Contribution],
    tenure: tuple[str, int, datetime, datetime],
    together: int,
) -> Episode:
    name, commits, begun, last = tenure
    parts = Counter("reviewed" if each.part in {"reviewed", "tested"} else "merged" for each in early)
    verb = "reviewed" if first.part in {"reviewed", "tested"} else "merged"
    because = [f"you {verb} {name}'s first change here, {begun:%B %Y}"]
    because += [f"in the year after that you {part} {count} of their changes" for part, count in parts.most_common()]
    because += [f"the two of you wrote {count_noun(together, 'effort')} together"] if together else []
    because += [f"{count_noun(commits, 'commit')} by {name} so far, the last in {last:%B %Y}"]
    score = 0.2 + math.log1p(commits) / 12 + math.log1p(len(early) + 2 * together) / 5 + 0.3 * bool(parts["reviewed"])
    moments = {first.oid: Moment(first.commit, "first change")}
    moments |= {each.oid: Moment(each.commit, f"{each.part} by you") for each in early[-1:] if each.oid != first.oid}
    return Episode(
        past.history.repo,
        "mentoring",
        f"{name} went from a first change to {count_noun(commits, 'commit')}",
        ("mentorship",),
        tuple(moments.values()),
        (Person(name, first.author.email, "newcomer"),),
        tuple(because),
        score,
    )


def broad_changes(past: Past) -> Iterator[Episode]:
    """Yield changes over many parts of the system that several other people had a part in."""
    for effort in past.efforts:
        people = [each for each in others(effort) if each.part in {"co-author", "reviewer", "author"}]
        is_release = "release" in effort.title.lower()
        if effort.kind in DULL or is_release or len(effort.areas) < _AREAS or len(people) < _PEOPLE:
            continue
        if not _AGREED.search(effort.title) or effort.ended - effort.started < _WEEKS:
            continue
        because = (
            f"touches {', '.join(effort.areas[:4])} and more",
            f"with {', '.join(each.name for each in people[:5])}",
        )
        moments = tuple(Moment(commit, "a part of it") for commit in sorted(effort.written, key=lines_of)[-5:])
        yield Episode(
            past.history.repo,
            "alignment",
            f"A change across many areas: “{effort.title}”",
            ("cross-team-collaboration", "leadership-influence"),
            moments,
            tuple(people),
            because,
            0.3 + math.log1p(len(people)) / 4 + effort.score / 2,
        )
