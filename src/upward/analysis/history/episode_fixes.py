"""Episodes of fixing: the author's own bug, and a regression that they likely caused."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta

from upward.analysis.history.change_types import REVERTED, SWEEP
from upward.analysis.history.churn import PROSE, TEST
from upward.analysis.history.commit_messages import cleaned, description, in_context, whole_sentences
from upward.analysis.history.credit import lines_of
from upward.analysis.history.hidden_work import span
from upward.analysis.history.own_past import DULL, Past, main_commit, shared_words
from upward.model.effort import Commit, Effort, Episode, Moment
from upward.text.words import index_terms

_CUE = re.compile(
    r"(?i)\bregress\w*|\bintroduced\b|\bcaused by\b|\bbroke(?:n)?\b|\bfollow[- ]?up\b|\bfix(?:es)?[- ]?up\b|\bbug (?:in|from)\b"
    r"|\boversight\b|\bmistake\b|\bforg[eo]t\w*\b|\bmissed\b|\bfixes: [0-9a-f]{7,}|\bfix(?:es)? (?:for )?(?:commit )?[0-9a-f]{8,}"
)
_OID = re.compile(r"\b[0-9a-f]{7,40}\b")
_NUMBER = re.compile(r"#(\d{1,7})\b")
_BROKEN = re.compile(
    r"(?i)\bregression\b(?! tests?\b)|\bmy (?:bad|mistake|fault)\b|\bI broke\b|\b(?:had|was|were|got) (?:accidentally )?broken\b|\baccidentally (?:broke|removed|changed|introduced)\b|\bunbreak"
)
# What was left over from a change is no bug.
_LEFTOVER = re.compile(
    r"(?i)\bmerge (?:errors?|conflicts?)\b|\btypos?\b|\bchange ?log\b|\blint|\bdocs?\b|\bformatting\b"
)
_DAY = timedelta(days=1)
# So many telling words two titles share at least.
_FEWEST = 2
# A fix tells something in so many words of reasons, or by so many lines.
_TELLING, _LARGE = 12, 30
# Of both the change's and the fix's lines, so much must be in the files that they share.
_OVERLAP = 0.3
_PATH = re.compile(r"\S*[./]\S+")
# A regression is looked for in the author's own work of so long before.
_CLOSE = timedelta(days=60)
# What is reverted within this time by its own author was a slip before others saw it.
_SLIP = timedelta(hours=2)
# A follow-up later than this is another story.
_AFTER = timedelta(days=400)
_LEAST_LINES = 8
# A change that a bug comes from is of so many lines, and the bug shows within so long.
_LEAST_CAUSE = 30
# Neither brings a bug in nor fixes one: what changes no behaviour.
_NO_CHANGE = re.compile(
    r"(?i)\btests?\b|\btyping\b|\bannotations?\b|\bmypy\b|\bflake8\b|\bclean-?ups?\b|\bfix-?ups?\b|\bmov(?:e[sd]?|ing)\b|\brenam\w+|\bflak(?:y|iness)\b|\bdoc(?:s|umentation|strings?)?\b"
)
_BUG_SHOWS = timedelta(days=270)
_FIXES = re.compile(r"(?i)\bfix(?:e[sd]|ing)?\b|\bbug\b|\bcrash|\bregression\b|\bwrong\b|\bincorrect|\bbroken\b")
_COMMON = frozenset(
    index_terms(
        "add fix fixes fixed bug crash wrong incorrect broken test tests support error errors issue use new allow make when"
    )
)


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
        tested = any(TEST.search(change.path) for change in fix.changes)
        if (
            _LEFTOVER.search(line)
            or not _has_substance(fix)
            or (not tested and (length < _DAY or lines_of(fix) < _LEAST_LINES))
        ):
            continue
        seen.add(past.unit(fix))
        caused = cleaned(cause.subject) if past.effort_of.get(fix.oid) is effort else effort.title
        because = [
            f"{span(int(length.total_seconds() // 60))} after your own “{caused}”",
            f"the fix says: {whole_sentences(line)}",
        ]
        because += ["comes with a test"] if tested else []
        score = 0.4 + 0.5 * tested + math.log1p(lines_of(fix)) / 10 + math.log1p(effort.added) / 12
        title = f"Fixed a bug of my own: “{cleaned(fix.subject)}”"
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
                return cause, in_context(fix.message, line)
    return None, ""


def regressions(past: Past) -> Iterator[Episode]:
    """Yield fixes that say something had been broken, in files that the author's own change had touched shortly before.

    Whether the earlier change was the cause is not known: of 26 episodes of this and the next kind, `git blame` gave
    most of the replaced lines to the author's own work in 13, to the change that is named in 4.
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
            or not _has_substance(fix)
            or _cause(past, fix)[0] is not None
        ):
            continue
        cause = _likely_cause(past, fix, effort, mine[:number])
        if cause is None or past.effort_of[cause.oid] is effort:
            continue
        seen.add(past.unit(fix))
        yield _regression(past, cause, fix, said)


def _likely_cause(past: Past, fix: Commit, effort: Effort, earlier: Sequence[Commit]) -> Commit | None:
    """Give the latest large change of the author's own to the files of a fix, by another piece of work."""
    files = {change.path for change in fix.changes if not TEST.search(change.path) and not PROSE.search(change.path)}
    for each in reversed(earlier):
        length = fix.when - each.when
        if length >= _CLOSE:
            return None
        dull = SWEEP.search(each.subject) or past.effort_of[each.oid].kind in DULL
        is_large = lines_of(each) > 4 * _LEAST_LINES and not dull
        is_other = length > _DAY and past.unit(each) != past.unit(fix)
        said = set(index_terms(f"{fix.subject} {effort.title}")) - _COMMON
        is_other = is_other and bool(said & set(index_terms(each.subject)))
        if is_large and is_other and files & {change.path for change in each.changes}:
            return each
    return None


def _regression(past: Past, cause: Commit, fix: Commit, said: str, caused: str = "") -> Episode:
    tested = any(TEST.search(change.path) for change in fix.changes)
    length = span(int((fix.when - cause.when).total_seconds() // 60))
    before = caused or cleaned(cause.subject)
    because = (
        f"{length} after your own “{before}” in the same files; check with `git blame` whether that was the cause",
        *([] if caused else [f"the fix says: {whole_sentences(in_context(fix.message, said))}"]),
        *(["comes with a test"] if tested else []),
    )
    moments = (Moment(cause, "the earlier change"), Moment(fix, "the fix"))
    score = 0.2 + 0.4 * tested + math.log1p(lines_of(fix)) / 12
    return Episode(
        past.history.repo,
        "learning",
        f"Fixed {'what my own change had touched' if caused else 'a regression'}: “{said if caused else cleaned(fix.subject)}”",
        ("failure-recovery", "technical-complexity"),
        moments,
        (),
        because,
        score,
    )


def _has_substance(fix: Commit) -> bool:
    """Whether a fix changed code, and is more than a line or says why."""
    code = [change for change in fix.changes if not TEST.search(change.path) and not PROSE.search(change.path)]
    words = len(description(fix.message).split())
    return bool(code) and (words >= _TELLING or lines_of(fix) >= _LARGE)


def own_change_bugs(past: Past) -> Iterator[Episode]:
    """Yield fixes, with a test, of what the author's own earlier change was about, in the files it had changed.

    Both titles name the same things; whether the change had the bug is not known, and the episode says so.
    """
    work = [each for each in past.efforts if each.kind == "work" and each.written and not _NO_CHANGE.search(each.title)]
    causes = [each for each in work if each.added >= _LEAST_CAUSE and not _is_fix(each)]
    seen: set[int] = set()
    for effort in sorted(work, key=lambda each: -each.added):
        if not _is_fix(effort) or _LEFTOVER.search(effort.title):
            continue
        lines = _code_lines(effort)
        if (
            not lines
            or not any(map(_has_substance, effort.written))
            or not any(TEST.search(path) for path in _lines(effort))
        ):
            continue
        words = set(index_terms(_PATH.sub(" ", effort.title))) - _COMMON
        earlier = [each for each in causes if _DAY < effort.started - each.ended < _BUG_SHOWS]
        similar = [
            each for each in earlier if len(words & set(index_terms(each.title))) >= _FEWEST and _shares(each, lines)
        ]
        cause = max(similar, key=lambda each: (shared_words(words, each.title), each.started), default=None)
        if cause is not None and id(cause) not in seen:
            seen.add(id(cause))
            yield _regression(past, main_commit(cause), main_commit(effort), effort.title, cause.title)


def _is_fix(effort: Effort) -> bool:
    said = f"{effort.title}\n{main_commit(effort).subject}" if effort.written else effort.title
    return _FIXES.search(said) is not None


def _lines(effort: Effort) -> Counter[str]:
    found: Counter[str] = Counter()
    for commit in effort.written:
        for change in commit.changes:
            found[change.path] += (change.added or 0) + (change.deleted or 0)
    return found


def _code_lines(effort: Effort) -> Counter[str]:
    whole = _lines(effort)
    return Counter({path: whole[path] for path in whole if not TEST.search(path) and not PROSE.search(path)})


def _shares(cause: Effort, fixed: Counter[str]) -> bool:
    """Whether what was fixed is mostly in files that the change was mostly in; a list of names is in every change."""
    made = _code_lines(cause)
    same = made.keys() & fixed.keys()
    return all(sum(each[path] for path in same) >= _OVERLAP * each.total() for each in (made, fixed))
