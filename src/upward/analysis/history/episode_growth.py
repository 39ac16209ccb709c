"""Episodes over time: a deprecation carried through, work that took long, what became smaller."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import math
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from upward.analysis.history.change_types import SWEEP
from upward.analysis.history.churn import PROSE, TEST
from upward.analysis.history.commit_messages import subject_matter
from upward.analysis.history.credit import lines_of
from upward.analysis.history.own_past import DULL, Past, main_commit, others
from upward.model.effort import Effort, Episode, Moment
from upward.text.words import count_noun, index_terms

_DEPRECATES = re.compile(r"(?i)(?<![-\w`.])deprecat(?:e[sd]?|ing)\b|^deprecation of\b")
# At the beginning of a title, past the area it is about: what waits for a removal removes nothing.
_AREA = re.compile(r"^[\w./-]{2,40}:\s+")
_REMOVES = re.compile(
    r"(?i)^(?:\w+ly |finally |completely )?(?:remov|drop|delet|expir)(?:e[sd]?|ing|p(?:ed|ing|s)?|al of)?\b|\bget rid\b|\bno longer\b|\band remove\b"
)
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
# Code and tests weigh so much, what is generated less.
_TESTS_COUNT = 0.5
_SHRUNK = 2.5
# Something took the place of what was removed.
_REPLACED, _LARGE = 30, 2000
# To throw out what was deprecated, old, dead or bundled is routine.
_CLEARING = re.compile(
    r"(?i)\bdeprecat\w+|\b(?:old|dead|unused|bundled|vendored|demo|sample|example)\b|\btemplates?\b|\bplugin\b|\btheme\b|\bdocs?\b|\bdocumentation\b|\btests?\b|^clean"
)
# One way of doing things in place of another, in so much code and for so long.
_MIGRATES = re.compile(
    r"(?i)\bmigrat\w+|\S ?(?:->|→|=>) ?\S|\breplac\w+ .+ (?:by|with)\b|\bswitch\w* .*(?:to|from)\b|\bport(?:ed|ing)? .*\bto\b|\brewr\w+|\bextract\w* .+ (?:into|to|out)\b|\bsplit\w* .+ (?:into|out|from)\b"
    r"|\bre-?(?:design|work|architect|implement)\w*|\bsupport for (?:async|python 3)|\boverhaul\w*|\bconvert\w* .+ to\b|\brefactor\w*"
)
_MANY_LINES, _MANY_FILES, _LEAST_DAYS = 500, 8, 5
_LEAST_KEPT_AT = 60
_WORDS_ONLY = re.compile(
    r"(?i)\bdoc-?strings?\b|\bdocs?\b|\bdocument(?:ation|ed|ing)?\b|\btypos?\b|\bwording\b|\bcomments?\b"
)
# What only became smaller may have been made by a program; who simplifies says so.
_SIMPLIFIES = re.compile(
    r"(?i)\b(?:remov|drop|delet|simplif|replac|switch|consolidat|unif|refactor|clean|rewrit|rework|dead|unused|unneeded|unnecessary|obsolete|legacy|deprecat"
    r"|dedup|duplicat|reduc|instead|kill|get rid|inline|merge|reus|share|stop|strip|trim|prun|eliminat|convert|migrat|port|us(?:e|ing)\b)"
)


def deprecations(past: Past) -> Iterator[Episode]:
    """Yield what the author deprecated and later removed: the same thing by its name in code, or by rare words."""
    begun = [effort for effort in past.efforts if _DEPRECATES.search(effort.title) and not _removes(effort)]
    ended = [effort for effort in past.efforts if _removes(effort) and effort.kind not in DULL]
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
        begun_on, ended_on = main_commit(first).when, main_commit(match).when
        months = max(1, (ended_on - begun_on).days // 30)
        because = (
            f"deprecated {begun_on:%B %Y}, removed {ended_on:%B %Y}: {count_noun(months, 'month')}",
            f"“{first.title}”, then “{match.title}”",
        )
        moments = (Moment(main_commit(first), "deprecated"), Moment(main_commit(match), "removed"))
        yield Episode(
            past.history.repo,
            "ownership",
            f"Carried a deprecation through: “{first.title}”",
            ("leadership-influence", "customer-impact"),
            moments,
            others(first, match),
            because,
            0.8 + math.log1p(months) / 8 + math.log1p(first.added + match.deleted) / 12,
        )


def _removes(effort: Effort) -> bool:
    return _REMOVES.search(_AREA.sub("", effort.title)) is not None


def _same_thing(first: Effort, later: Effort, often: Counter[str]) -> bool:
    names = _names(first)
    if names:
        return bool(names & _names(later))
    words = set(index_terms(first.title)) & set(index_terms(later.title)) - _COMMON
    # Two words at least, and such as hardly any title has.
    return len(words) > 1 and sum(1 / often[word] for word in words if often[word]) >= 0.4  # noqa: PLR2004


def _names(effort: Effort) -> set[str]:
    return {
        next(filter(None, match.groups())).strip("`()").lower() for match in _CODE.finditer(_AREA.sub("", effort.title))
    } - _COMMON


def long_efforts(past: Past) -> Iterator[Episode]:
    """Yield work that was put down and taken up again, or that took many months to be merged."""
    for effort in past.efforts:
        if effort.kind in DULL or effort.added + effort.deleted < _LEAST_KEPT_AT or _WORDS_ONLY.search(effort.title):
            continue
        if not any(_is_code(change.path) for commit in effort.written for change in commit.changes):
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
            # The weightiest on each side of the pause: what stands next to it is often a last touch.
            Moment(max((each for each in days if each.when <= longest[1].when), key=lines_of), "before the pause"),
            Moment(max((each for each in days if each.when >= longest[2].when), key=lines_of), "after the pause"),
            Moment(days[-1], "finished"),
        )
        yield _persistence(past, effort, moments, because, whole.days)
    yield from _revived(past)


def _is_code(path: str) -> bool:
    return not TEST.search(path) and not PROSE.search(path)


def _has_code(effort: Effort) -> bool:
    code = (change for commit in effort.written for change in commit.changes if _is_code(change.path))
    return sum((change.added or 0) + (change.deleted or 0) for change in code) >= _LEAST_KEPT_AT / 2


def _revived(past: Past) -> Iterator[Episode]:
    last: dict[str, Effort] = {}
    for effort in sorted(past.efforts, key=lambda each: each.started):
        matters = {ref for commit in effort.written for ref in subject_matter(commit.message)}
        for ref in sorted(matters):
            before = last.get(ref)
            is_work = before is not None and effort.kind not in DULL and _has_code(before) and _has_code(effort)
            if before is not None and is_work and effort.started - before.ended > _REVIVED:
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
    score = 0.3 + math.log1p(days) / 12 + math.log1p(effort.added + effort.deleted) / 12 + effort.score / 2
    return Episode(
        past.history.repo,
        "persistence",
        f"Kept at “{effort.title}”",
        ("ambiguity-pivoting", "technical-complexity"),
        kept,
        others(effort),
        tuple(because),
        score,
    )


def _parts(effort: Effort) -> tuple[Moment, ...]:
    """Give the weightiest commits of an effort, the first four."""
    role = "a part of it" if len(effort.written) > 1 else "the change"
    return tuple(Moment(commit, role) for commit in sorted(effort.written, key=lines_of)[-4:])


def migrations(past: Past) -> Iterator[Episode]:
    """Yield work that put one way of doing things in place of another: much code, many files, and more than a day."""
    for effort in past.efforts:
        if effort.kind in DULL or not _MIGRATES.search(effort.title) or SWEEP.search(effort.title):
            continue
        code = [
            change
            for commit in effort.written
            for change in commit.changes
            if not PROSE.search(change.path) and past.scale.weight(change.path) >= _TESTS_COUNT
        ]
        added, deleted = sum(change.added or 0 for change in code), sum(change.deleted or 0 for change in code)
        files, days = len({change.path for change in code}), (effort.ended.date() - effort.started.date()).days
        long = days >= _LEAST_DAYS or (effort.days_to_merge or 0) >= _LEAST_DAYS
        if added < _MANY_LINES or deleted < _MANY_LINES / 4 or files < _MANY_FILES or not long:
            continue
        because = (
            f"{added:,} lines of code added, {deleted:,} removed, in {count_noun(files, 'file')} (tests and generated files left out)",
            f"{count_noun(len(effort.written), 'commit')} over {count_noun(days + 1, 'day')}",
        )
        moments = _parts(effort)
        yield Episode(
            past.history.repo,
            "migration",
            f"Replaced one way by another: “{effort.title}”",
            ("technical-complexity", "leadership-influence"),
            moments,
            others(effort),
            because,
            0.2 + math.log1p(added + deleted) / 14 + math.log1p(days) / 10 + effort.score / 3,
        )


def simplifications(past: Past) -> Iterator[Episode]:
    """Yield changes that removed much more code than they added, tests, prose and generated files left out."""
    for effort in past.efforts:
        if effort.kind in DULL or effort.kind == "revert":
            continue
        counted = [
            change
            for commit in effort.written
            for change in commit.changes
            if past.scale.weight(change.path) >= 1 and not TEST.search(change.path) and not PROSE.search(change.path)
        ]
        added, deleted = sum(change.added or 0 for change in counted), sum(change.deleted or 0 for change in counted)
        is_clearing = bool(_CLEARING.search(effort.title)) or (added < _REPLACED and deleted < _LARGE)
        if (
            is_clearing
            or _MOVES.search(effort.title)
            or not _SIMPLIFIES.search(effort.title)
            or deleted < _LEAST_DELETED
            or deleted < _SHRUNK * max(1, added)
        ):
            continue
        files = count_noun(len({change.path for change in counted}), "file")
        because = (
            f"{deleted:,} lines of code removed, {added:,} added, in {files} (tests, texts and generated files left out)",
        )
        moments = _parts(effort)
        yield Episode(
            past.history.repo,
            "simplification",
            f"Simplified: “{effort.title}”",
            ("technical-complexity",),
            moments,
            others(effort),
            because,
            0.2 + math.log1p(deleted) / 14 + effort.score / 3 + 0.2 * (added > _REPLACED),
        )
