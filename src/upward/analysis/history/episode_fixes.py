"""Episodes of fixing: the author's own bug, a regression, another try, and what had to be fixed at once."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import math
import re
from collections.abc import Iterator, Sequence
from datetime import timedelta

from upward.analysis.history.change_types import RELEASE, REVERTED, SWEEP
from upward.analysis.history.churn import PROSE, TEST
from upward.analysis.history.commit_messages import cleaned
from upward.analysis.history.credit import key_of, lines_of
from upward.analysis.history.hidden_work import is_odd_hour, span
from upward.analysis.history.own_past import DULL, Past, main_commit, shared_words
from upward.model.effort import Commit, Episode, Moment
from upward.text.words import index_terms

_CUE = re.compile(
    r"(?i)\bregress\w*|\bintroduced\b|\bcaused by\b|\bbroke(?:n)?\b|\bfollow[- ]?up\b|\bfix(?:es)?[- ]?up\b|\bbug (?:in|from)\b"
    r"|\boversight\b|\bmistake\b|\bforg[eo]t\w*\b|\bmissed\b|\bfixes: [0-9a-f]{7,}|\bfix(?:es)? (?:for )?(?:commit )?[0-9a-f]{8,}"
)
_OID = re.compile(r"\b[0-9a-f]{7,40}\b")
_NUMBER = re.compile(r"#(\d{1,7})\b")
_TRY = re.compile(
    r"(?i)\(?\b(?:(?:2nd|3rd|second|third|another|new) (?:try|attempt|take|approach)|take (?:two|2|three|3)|try (?:two|2|again)|(?:attempt|round) #?\d)\b\)?"
)
_BROKEN = re.compile(
    r"(?i)\bregression\b|\bmy (?:bad|mistake|fault)\b|\bI broke\b|\b(?:had|was|were|got) (?:accidentally )?broken\b|\baccidentally (?:broke|removed|changed|introduced)\b|\bunbreak"
)
_DAY = timedelta(days=1)
# How much of two titles is the same, and of how many words, before one is another try of the other.
_SAME, _FEWEST = 0.34, 2
# A regression is looked for in the author's own work of so long before.
_CLOSE = timedelta(days=60)
# What is reverted within this time by its own author was a slip before others saw it.
_SLIP = timedelta(hours=2)
# A follow-up later than this is another story.
_AFTER = timedelta(days=400)
_RELEASED = timedelta(days=4)
_LEAST_LINES = 8


def own_bugs(past: Past) -> Iterator[Episode]:
    """Yield fixes of the author's own earlier change, by what the fix says of it."""
    seen: set[str] = set()
    for fix in sorted(past.by_oid.values(), key=lambda commit: commit.when):
        cause, line = _cause(past, fix)
        if cause is None or past.unit(cause) == past.unit(fix) or REVERTED.search(fix.subject):
            continue
        length, effort = fix.when - cause.when, past.effort_of.get(cause.oid)
        if effort is None or effort.kind in DULL or past.unit(fix) in seen:
            continue
        if not _SLIP < length < _AFTER * 4 or lines_of(cause) < _LEAST_LINES or lines_of(fix) < _LEAST_LINES // 2:
            continue
        seen.add(past.unit(fix))
        tested = any(TEST.search(change.path) for change in fix.changes)
        because = [
            f"{span(int(length.total_seconds() // 60))} after your own “{effort.title}”",
            f"the fix says: {line[:200]}",
        ]
        because += ["comes with a test"] if tested else []
        score = 0.4 + 0.5 * tested + math.log1p(lines_of(fix)) / 10 + math.log1p(effort.added) / 12
        title = f"You fixed a bug of your own: “{cleaned(fix.subject)}”"
        moments = (Moment(cause, "the cause"), Moment(fix, "the fix"))
        yield Episode(
            past.history.repo,
            "learning",
            title,
            ("failure-recovery", "technical-complexity"),
            moments,
            (),
            tuple(because),
            score,
        )


def _cause(past: Past, fix: Commit) -> tuple[Commit | None, str]:
    for line in fix.message.split("\n")[:60]:
        if not _CUE.search(line):
            continue
        named = [past.by_oid.get(oid[:7]) or past.merged(oid[:12]) for oid in _OID.findall(line)]
        named += [past.by_number.get(f"#{number}") for number in _NUMBER.findall(line)]
        for cause in named:
            if cause is not None and cause.oid != fix.oid and cause.when < fix.when:
                return cause, " ".join(line.split())
    return None, ""


def second_tries(past: Past) -> Iterator[Episode]:
    """Yield work that says it is another attempt, with the author's own first."""
    for effort in past.efforts:
        match = _TRY.search(effort.title)
        if match is None or effort.kind in DULL:
            continue
        words = set(index_terms(_TRY.sub("", effort.title)))
        earlier = [
            each
            for each in past.efforts
            if each.ended < effort.started - _DAY and shared_words(words, each.title) >= _SAME
        ]
        if not earlier or len(words) < _FEWEST:
            continue
        first = max(earlier, key=lambda each: (shared_words(words, each.title), each.started))
        moments = (Moment(main_commit(first), "first try"), Moment(main_commit(effort), "another try"))
        because = (
            f"“{first.title}” was not the end: {span(int((effort.started - first.ended).total_seconds() // 60))} between them",
        )
        themes = ("failure-recovery", "ambiguity-pivoting")
        score = 0.6 + math.log1p(effort.added + effort.deleted) / 10
        yield Episode(
            past.history.repo, "rework", f"You tried again: “{effort.title}”", themes, moments, (), because, score
        )


def regressions(past: Past) -> Iterator[Episode]:
    """Yield fixes that say something had been broken, in files that the author's own change had touched shortly before.

    That the earlier change is the cause is likely and no more: the episode says so.
    """
    mine = sorted(past.by_oid.values(), key=lambda commit: commit.when)
    seen: set[str] = set()
    for number, fix in enumerate(mine):
        lines = [line for line in fix.message.split("\n")[:30] if not line.lstrip().startswith(("*", "-"))]
        said = next((line for line in lines if _BROKEN.search(line)), "")
        effort = past.effort_of.get(fix.oid)
        if (
            not said
            or effort is None
            or effort.kind in DULL
            or past.unit(fix) in seen
            or _cause(past, fix)[0] is not None
        ):
            continue
        cause = _likely_cause(past, fix, mine[:number])
        if cause is None or past.effort_of[cause.oid] is effort:
            continue
        seen.add(past.unit(fix))
        yield _regression(past, cause, fix, said)


def _likely_cause(past: Past, fix: Commit, earlier: Sequence[Commit]) -> Commit | None:
    """Give the latest large change of the author's own to the files of a fix, by another piece of work."""
    files = {change.path for change in fix.changes if not TEST.search(change.path) and not PROSE.search(change.path)}
    for each in reversed(earlier):
        length = fix.when - each.when
        if length >= _CLOSE:
            return None
        dull = SWEEP.search(each.subject) or past.effort_of[each.oid].kind in DULL
        is_large = lines_of(each) > 4 * _LEAST_LINES and not dull
        is_other = length > _SLIP and past.unit(each) != past.unit(fix)
        if is_large and is_other and files & {change.path for change in each.changes}:
            return each
    return None


def _regression(past: Past, cause: Commit, fix: Commit, said: str) -> Episode:
    tested = any(TEST.search(change.path) for change in fix.changes)
    length = span(int((fix.when - cause.when).total_seconds() // 60))
    because = (
        f"{length} after your own “{cleaned(cause.subject)}” in the same files, which is likely the cause: check it",
        f"the fix says: {' '.join(said.split())[:200]}",
        *(["comes with a test"] if tested else []),
    )
    moments = (Moment(cause, "likely the cause"), Moment(fix, "the fix"))
    score = 0.2 + 0.4 * tested + math.log1p(lines_of(fix)) / 12
    return Episode(
        past.history.repo,
        "learning",
        f"You fixed a regression: “{cleaned(fix.subject)}”",
        ("failure-recovery", "technical-complexity"),
        moments,
        (),
        because,
        score,
    )


def urgent_fixes(past: Past) -> Iterator[Episode]:
    """Yield fixes under pressure: advisories and hotfixes, and what one had to release within days of it."""
    releases = [commit for commit in past.by_oid.values() if RELEASE.search(commit.subject)]
    for effort in past.efforts:
        if effort.kind not in {"hotfix", "security", "post-mortem"} or not effort.written:
            continue
        last = max(effort.written, key=lambda commit: commit.when)
        advisory = re.search(r"CVE-\d{4}-\d+|GHSA(?:-\w{4}){3}", "\n".join(commit.message for commit in effort.commits))
        if effort.kind == "security" and advisory is None:
            continue
        odd = [commit for commit in effort.written if is_odd_hour(commit)]
        after = [commit for commit in releases if timedelta(0) <= commit.when - last.when < _RELEASED]
        because = [f"names {advisory.group()}"] if advisory else []
        because += [f"written at {odd[0].when:%H:%M} on a {odd[0].when:%A}"] if odd else []
        because += [f"released {span(int((after[0].when - last.when).total_seconds() // 60))} later"] if after else []
        moments = [Moment(commit, "the fix") for commit in effort.written[:6]]
        moments += [Moment(after[0], "the release")] if after else []
        others = tuple(each for each in effort.people if key_of(each) not in effort.mine)[:6]
        score = 0.5 + 0.4 * bool(advisory) + 0.3 * bool(odd) + 0.4 * bool(after) + math.log1p(effort.added) / 12
        title = f"Under pressure: “{effort.title}”"
        yield Episode(
            past.history.repo,
            "crisis",
            title,
            ("failure-recovery", "ambiguity-pivoting"),
            tuple(moments),
            others,
            tuple(because or ["it says that it is a hotfix"]),
            score,
        )
