"""Episodes over time: a deprecation carried through, work that took long, people who grew, areas brought together."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from upward.analysis.history.churn import PROSE, TEST, ChurnWeights
from upward.analysis.history.commit_messages import subject_matter
from upward.analysis.history.credit import key_of, lines_of
from upward.analysis.history.log_parsing import moment as read_date
from upward.analysis.history.own_past import DULL, Past, main_commit
from upward.model.effort import Effort, Episode, Moment, Person
from upward.text.words import count_noun, index_terms

_DEPRECATES = re.compile(r"(?i)\bdeprecat")
_REMOVES = re.compile(r"(?i)\b(?:remov|drop|delet|expir)(?:e[sd]?|ing|p(?:ed|ing|s)?|al)?\b|\bget rid\b|\bno longer\b")
_CODE = re.compile(r"`([^`]+)`|\b([A-Za-z]\w*(?:[._]\w+)+)\b|(?<!\w)(--[\w-]{3,})")
_COMMON = frozenset(
    "deprecate deprecated deprecation remove removed drop support warning python version code test module function class method "
    "argument parameter option use add old new api usage all from".split()
)
# What was only moved is not smaller, and a release's own merge is no work that took long.
_MOVES = re.compile(
    r"(?i)\b(?:mov(?:e[sd]?|ing)|split|renam\w*|extract\w*|vendor\w*|separat\w*|reloc\w*|reformat\w*|revert)\b"
)
_MERGED = re.compile(r"(?i)^merged?\b")
_CARRIED = timedelta(days=60)
_LONG = timedelta(days=150)
_GAP = timedelta(days=75)
_REVIVED = timedelta(days=300)
_LEAST_DELETED = 250
_SHRUNK = 2.5
# Something took the place of what was removed.
_REPLACED = 20
_LEAST_LATER = 10
_LEAST_MONTHS = 6
_AREAS, _PEOPLE = 5, 3


def deprecations(past: Past) -> Iterator[Episode]:
    """Yield what the author deprecated and later removed: the same thing by its name in code, or by rare words."""
    begun = [
        effort for effort in past.efforts if _DEPRECATES.search(effort.title) and not _REMOVES.search(effort.title)
    ]
    ended = [effort for effort in past.efforts if _REMOVES.search(effort.title) and effort.kind not in DULL]
    often = Counter(word for effort in past.efforts for word in set(index_terms(effort.title)))
    used: set[int] = set()
    for first in sorted(begun, key=lambda effort: effort.started):
        match = next(
            (
                each
                for each in sorted(ended, key=lambda effort: effort.started)
                if id(each) not in used and each.started - first.ended > _CARRIED and _same_thing(first, each, often)
            ),
            None,
        )
        if match is None:
            continue
        used.add(id(match))
        months = max(1, (match.ended - first.started).days // 30)
        because = (
            f"deprecated {first.started:%B %Y}, removed {match.ended:%B %Y}: {count_noun(months, 'month')}",
            f"“{first.title}”, then “{match.title}”",
        )
        moments = (Moment(main_commit(first), "deprecated"), Moment(main_commit(match), "removed"))
        yield Episode(
            past.history.repo,
            "ownership",
            f"You carried a deprecation through: “{first.title}”",
            ("leadership-influence", "customer-impact"),
            moments,
            _others(first, match),
            because,
            0.8 + math.log1p(months) / 8 + math.log1p(first.added + match.deleted) / 12,
        )


def _same_thing(first: Effort, later: Effort, often: Counter[str]) -> bool:
    names = _names(first)
    if names:
        return bool(names & _names(later))
    words = set(index_terms(first.title)) & set(index_terms(later.title)) - _COMMON
    return sum(1 / often[word] for word in words if often[word]) >= 0.4  # noqa: PLR2004 - two words that hardly any title has


def _names(effort: Effort) -> set[str]:
    return {next(filter(None, match.groups())).strip("`()").lower() for match in _CODE.finditer(effort.title)} - _COMMON


def long_efforts(past: Past) -> Iterator[Episode]:
    """Yield work that was put down and taken up again, or that took many months to be merged."""
    for effort in past.efforts:
        if effort.kind in DULL or effort.added + effort.deleted < 30:  # noqa: PLR2004 - lines
            continue
        days = sorted(effort.written, key=lambda commit: commit.when)
        gaps = [(later.when - earlier.when, earlier, later) for earlier, later in pairwise(days)]
        longest = max(gaps, default=None, key=lambda gap: gap[0])
        whole = timedelta(days=effort.days_to_merge or 0)
        if whole < _LONG or longest is None or longest[0] < _GAP or effort.share < 0.5 or _MERGED.match(effort.title):  # noqa: PLR2004 - most of it
            continue
        because = [
            f"from the first commit to the merge: {count_noun(whole.days, 'day')}",
            f"taken up again after {count_noun(longest[0].days, 'day')}",
        ]
        moments = (
            Moment(days[0], "begun"),
            Moment(longest[1], "put down"),
            Moment(longest[2], "taken up again"),
            Moment(days[-1], "finished"),
        )
        yield _persistence(past, effort, moments, because, whole.days)
    yield from _revived(past)


def _revived(past: Past) -> Iterator[Episode]:
    last: dict[str, Effort] = {}
    for effort in sorted(past.efforts, key=lambda each: each.started):
        matters = {ref for commit in effort.written for ref in subject_matter(commit.message)}
        for ref in sorted(matters):
            before = last.get(ref)
            if before is not None and effort.started - before.ended > _REVIVED and effort.kind not in DULL:
                days = (effort.started - before.ended).days
                because = [f"{ref} again after {count_noun(days, 'day')}", f"first “{before.title}”"]
                yield _persistence(
                    past,
                    effort,
                    (Moment(main_commit(before), "first try"), Moment(main_commit(effort), "taken up again")),
                    because,
                    days,
                )
            last[ref] = effort


def _persistence(past: Past, effort: Effort, moments: tuple[Moment, ...], because: list[str], days: int) -> Episode:
    kept = tuple({moment.commit.oid: moment for moment in moments}.values())
    score = 0.5 + math.log1p(days) / 12 + math.log1p(effort.added + effort.deleted) / 10
    return Episode(
        past.history.repo,
        "persistence",
        f"You kept at “{effort.title}”",
        ("ambiguity-pivoting", "technical-complexity"),
        kept,
        _others(effort),
        tuple(because),
        score,
    )


def grown_people(past: Past) -> Iterator[Episode]:
    """Yield people whose first change here one reviewed or merged, or who wrote it with one, and who went on alone."""
    together = Counter(
        key_of(each)
        for effort in past.efforts
        for each in effort.people
        if each.part in {"co-author", "author"} and key_of(each) not in effort.mine
    )
    for key, first in past.history.newcomers.items():
        name, commits, newest, oldest = past.history.tenures.get(key, ("", 0, b"", b""))
        last, begun = read_date(newest), read_date(oldest)
        months = (last - begun).days // 30
        if commits < _LEAST_LATER or months < _LEAST_MONTHS:
            continue
        verb = "reviewed" if first.part in {"reviewed", "tested"} else "merged"
        because = [
            f"you {verb} {name}'s first change here, {begun:%B %Y}",
            f"since then {count_noun(commits, 'commit')} by {name}, the last in {last:%B %Y}",
        ]
        because += [f"{count_noun(together[key], 'effort')} the two of you wrote together"] if together[key] else []
        score = 0.2 + math.log1p(commits) / 10 + 0.3 * (verb == "reviewed") + 0.4 * min(3, together[key]) / 3
        yield Episode(
            past.history.repo,
            "mentoring",
            f"{name} went from a first change to {count_noun(commits, 'commit')}",
            ("mentorship",),
            (Moment(first.commit, "first change"),),
            (Person(name, first.author.email, "newcomer"),),
            tuple(because),
            score,
        )


def broad_changes(past: Past) -> Iterator[Episode]:
    """Yield changes over many parts of the system that several other people had a part in."""
    for effort in past.efforts:
        others = [each for each in _others(effort) if each.part in {"co-author", "reviewer", "author"}]
        if (
            effort.kind in DULL
            or "release" in effort.title.lower()
            or len(effort.areas) < _AREAS
            or len(others) < _PEOPLE
        ):
            continue
        because = (
            f"touches {', '.join(effort.areas[:4])} and more",
            f"with {', '.join(each.name for each in others[:5])}",
        )
        moments = tuple(Moment(commit, "a part of it") for commit in sorted(effort.written, key=lines_of)[-5:])
        yield Episode(
            past.history.repo,
            "alignment",
            f"A change across many areas: “{effort.title}”",
            ("cross-team-collaboration", "leadership-influence"),
            moments,
            tuple(others),
            because,
            0.3 + math.log1p(len(others)) / 4 + effort.score / 2,
        )


def simplifications(past: Past) -> Iterator[Episode]:
    """Yield changes that removed much more code than they added, tests, prose and generated files left out."""
    scale = ChurnWeights(past.history.attributes)
    for effort in past.efforts:
        if effort.kind in DULL or effort.kind == "revert":
            continue
        counted = [
            change
            for commit in effort.written
            for change in commit.changes
            if scale.weight(change.path) >= 1 and not TEST.search(change.path) and not PROSE.search(change.path)
        ]
        added, deleted = sum(change.added or 0 for change in counted), sum(change.deleted or 0 for change in counted)
        if _MOVES.search(effort.title) or deleted < _LEAST_DELETED or deleted < _SHRUNK * max(1, added):
            continue
        because = (
            f"{deleted:,} lines of code removed, {added:,} added, in {count_noun(len({change.path for change in counted}), 'file')}",
        )
        moments = tuple(Moment(commit, "a part of it") for commit in sorted(effort.written, key=lines_of)[-4:])
        yield Episode(
            past.history.repo,
            "simplification",
            f"You made it smaller: “{effort.title}”",
            ("technical-complexity",),
            moments,
            _others(effort),
            because,
            0.2 + math.log1p(deleted) / 14 + effort.score / 3 + 0.2 * (added > _REPLACED),
        )


def _others(*efforts: Effort) -> tuple[Person, ...]:
    found = {key_of(each): each for effort in efforts for each in effort.people if key_of(each) not in effort.mine}
    return tuple(each for each in found.values() if each.part not in {"bot", "tool", "signer"})[:8]
