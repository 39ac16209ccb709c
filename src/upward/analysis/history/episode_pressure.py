"""Episodes under pressure, and of another try: what had to be fixed at once, what did not succeed the first time."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import math
import re
from collections.abc import Iterator
from datetime import timedelta

from upward.analysis.history.change_types import RELEASE
from upward.analysis.history.commit_messages import description, whole_sentences
from upward.analysis.history.credit import key_of
from upward.analysis.history.hidden_work import is_odd_hour, span
from upward.analysis.history.own_past import DULL, Past, main_commit, shared_words
from upward.analysis.history.significance import is_code
from upward.model.effort import Effort, Episode, Moment
from upward.text.words import index_terms

_TRY = re.compile(
    r"(?i)\(?\b(?:(?:2nd|3rd|second|third|another|new) (?:try|attempt|take|approach)|take (?:two|2|three|3)|try (?:two|2|again)|attempt #?\d)\b\)?"
)
_REPLACES = re.compile(
    r"(?i)\b(?:supersed(?:e[sd]?|ing)|replac(?:e[sd]?|ing)|alternative (?:to|approach to)|(?:rework|redo|rewrite|new version) of|instead of|different approach (?:to|than))"
    r" (?:my |the )?(?:earlier |previous )?(?:pull request |PR |pr )?(?:#|GH-)(?P<number>\d{1,7})\b"
)
_COMMON = frozenset(index_terms("add fix use new make implement test tests support update change remove"))
_DAY = timedelta(days=1)
# How much of two titles is the same, and of how many words, before one is another try of the other.
_SAME, _FEWEST = 0.34, 2
_RELEASED = timedelta(days=4)
# That something is called a hotfix, and no more, tells nothing: so many words of reasons do.
_TELLING = 12


def second_tries(past: Past) -> Iterator[Episode]:
    """Yield work that says it is another attempt, with the author's own first."""
    for effort in past.efforts:
        match = _TRY.search(effort.title)
        if match is None or effort.kind in DULL:
            continue
        words = set(index_terms(_TRY.sub("", effort.title))) - _COMMON
        earlier = [
            each
            for each in past.efforts
            if each.ended < effort.started - _DAY
            and shared_words(words, each.title) >= _SAME
            and len(words & set(index_terms(each.title))) >= _FEWEST
        ]
        if not earlier or not _touches_code(effort):
            continue
        first = max(earlier, key=lambda each: (shared_words(words, each.title), each.started))
        moments = (Moment(main_commit(first), "first try"), Moment(main_commit(effort), "another try"))
        because = (
            f"“{first.title}” was not the end: {span(int((effort.started - first.ended).total_seconds() // 60))} between them",
        )
        themes = ("failure-recovery", "ambiguity-pivoting")
        score = 0.6 + math.log1p(effort.added + effort.deleted) / 10
        yield Episode(
            past.history.repo, "rework", f"Tried again: “{effort.title}”", themes, moments, (), because, score
        )


def replaced_proposals(past: Past) -> Iterator[Episode]:
    """Yield work that says which pull request it replaces, where that one was never merged under its number."""
    for effort in past.efforts:
        if effort.kind in DULL:
            continue
        found = next(_replaced(past, effort), None)
        if found is None:
            continue
        number, said = found
        because = (
            f"it replaces {number}, which is not in the history: whose that was, and why it was given up, the forge knows",
            f"it says: {whole_sentences(said)}",
        )
        score = 0.5 + math.log1p(effort.added + effort.deleted) / 10
        yield Episode(
            past.history.repo,
            "rework",
            f"Replaced {number} by “{effort.title}”",
            ("failure-recovery", "ambiguity-pivoting"),
            tuple(Moment(commit, "the new version") for commit in effort.written[:4]),
            (),
            because,
            score,
        )


def _replaced(past: Past, effort: Effort) -> Iterator[tuple[str, str]]:
    own = set(effort.refs[:1])
    for commit in effort.written:
        for match in _REPLACES.finditer(commit.message):
            number = f"#{match['number']}"
            if number not in past.by_number and number not in own:
                line = (
                    commit.message[: match.end()].rpartition("\n")[2] + commit.message[match.end() :].partition("\n")[0]
                )
                yield number, " ".join(line.split())


def _touches_code(effort: Effort) -> bool:
    return any(is_code(change.path) for commit in effort.written for change in commit.changes)


def urgent_fixes(past: Past) -> Iterator[Episode]:
    """Yield fixes under pressure: advisories and hotfixes, and what one had to release within days of it."""
    releases = [commit for commit in past.by_oid.values() if RELEASE.search(commit.subject)]
    for effort in past.efforts:
        if effort.kind not in {"hotfix", "security", "post-mortem"} or not _touches_code(effort):
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
        main = main_commit(effort)
        moments = [
            Moment(commit, "the fix" if commit is main else "part of the fix")
            for commit in dict.fromkeys((main, *effort.written[:6]))
        ]
        moments += [Moment(after[0], "the release")] if after else []
        if not because and len(description(last.message).split()) < _TELLING:
            continue
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
