"""Episodes of the author's own changes that were reverted, by the author or another, and the outcome."""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import itertools
import math
import re
from collections.abc import Iterator
from datetime import timedelta

from upward.analysis.history.change_types import RELEASE, REVERTED, SWEEP
from upward.analysis.history.churn import PROSE, TEST
from upward.analysis.history.commit_messages import CHORE, cleaned, original_subject, own_words, whole_sentences
from upward.analysis.history.credit import key_of, lines_of
from upward.analysis.history.hidden_work import span
from upward.analysis.history.own_past import DULL, Past, shared_words
from upward.model.effort import Commit, Effort, Episode, FileChange, Moment, Person
from upward.text.words import index_terms

_REVERTS = re.compile(r"(?i)\breverts?(?:ed|ing)?\b(?P<rest>(?:(?!reversing\s+changes)[\s\S]){0,400})")
_TAKES_BACK = re.compile(
    r"(?i)\breverts (?:commit )?(?:[0-9a-f]{7}|[\w./-]*#\d)|^revert\b|^this reverts\b|^\(cherry|^\[?conflicts|reversing\s+changes|^changes made to"
)
_REVERTS_PULL = re.compile(r"(?i)\breverts (?:[\w.-]+/[\w.-]+)?#(?P<number>\d+)")
_QUOTED = re.compile(
    r"(?i)^(?:revert(?:ed|s)?:? ['\"“](?P<subject>.+?)['\"”]?|revert(?:ed|s)?: (?P<bare>.+?))(?:\s*\(#\d+\))?$"
)
_AGAIN = re.compile(
    r"(?i)^(?:reapply|reland|re-land|revert ['\"“]revert)|\b(?:second|third|another) (?:try|attempt|take)\b|\btake (?:two|2)\b"
)
_SAYS_REVERT = re.compile(r"(?i)\brevert(?:s|ed|ing)?\b|\bback(?:s|ed)? out\b|\broll(?:s|ed)? ?back\b|\bundo\b")
_FORMAL = re.compile(r"(?im)^this reverts commit [0-9a-f]{7,40}(?:\.|, reversing|$)")
_OID = re.compile(r"\b[0-9a-f]{7,40}\b")
_NUMBER = re.compile(r"#(\d{1,7})\b")
# A later change is about the same where its title shares this much of the words.
_AKIN = 0.25
# The words they share are such as few of the author's titles have: the sum of one by how many.
_RARE = 0.15
# What is reverted within this time by its own author was a slip before others saw it.
_SLIP = timedelta(hours=2)
# A follow-up later than this is another story.
_AFTER = timedelta(days=400)
# A change that was in use for longer had succeeded; what ends it then is another decision.
_IN_USE = timedelta(days=300)
_LEAST_LINES = 8
_FEW_WORDS = 5
_COMMON = frozenset(
    index_terms(
        "add drop remove fix use update support change make improve deprecate deprecated python version test tests code new old"
    )
)
# What its own author takes back later than this, and says no reason for, had served its time.
_SERVED = timedelta(days=60)
# A revert that is itself taken back within this time was a matter of branches.
_UNDONE = timedelta(days=2)
_TEMPORARY = re.compile(
    r"(?i)\btemporar|\bworkaround\b|\bwork around\b|\bfor now\b|\buntil\b|\bexperiment\b|\bdebug(?:ging)?\b"
)
_FORMULA = re.compile(
    r"(?i)^this reverts (?:(?:commit|merge request|pull request) )?[\w./!#-]+(?:, reversing\s+changes made to [0-9a-f]+)?\.?\s*"
)
_PARTIAL = re.compile(r"(?i)\bpartial(?:ly)?\b|\bexcept\b|\bparts? of\b")


def reverted(past: Past) -> Iterator[Episode]:
    """Yield changes of the author's own that were reverted, by the author or another, and the outcome."""
    seen: set[str] = set()
    again = {cleaned(commit.subject).lower() for commit in past.by_oid.values() if _AGAIN.search(commit.subject)}
    for revert in sorted(past.history.reverts, key=lambda commit: commit.when):
        target = _target(past, revert)
        effort = past.effort_of.get(target.oid) if target is not None else None
        if target is None or effort is None:
            continue
        name = past.unit(target)
        own = key_of(revert.author) in past.history.own
        if name in seen or not _counts(past, target, effort, revert, own=own):
            continue
        seen.add(name)
        after, is_again = _after(past, target, effort, revert, again)
        if _is_mechanics(revert, after) or (own and not _is_reported(past, target, revert, after)):
            continue
        day = f"{key_of(revert.author)} {revert.when.date()}"
        if day in seen:
            # What one person takes back in one go is one event.
            continue
        seen.add(day)
        yield _setback(past, target, effort, revert, (after, is_again), own=own)


def _target(past: Past, revert: Commit) -> Commit | None:
    subject = " ".join(revert.subject.split())
    if re.match(r"(?i)revert ['\"“]revert", subject) or _AGAIN.match(subject):
        return None
    named = [oid for match in _REVERTS.finditer(own_words(revert.message)) for oid in _OID.findall(match["rest"])]
    targets = [found for oid in named if (found := past.by_oid.get(oid[:7]) or past.merged(oid[:12])) is not None]
    if targets:
        return max(targets, key=lines_of)
    quoted = _QUOTED.match(subject)
    numbers = [f"#{match['number']}" for match in _REVERTS_PULL.finditer(revert.message)]
    numbers += [f"#{number}" for number in _NUMBER.findall(quoted["subject"] or quoted["bare"])] if quoted else []
    by_number = next((past.by_number[number] for number in numbers if number in past.by_number), None)
    return by_number or (past.by_subject.get(cleaned(quoted["subject"] or quoted["bare"]).lower()) if quoted else None)


def _is_mechanics(revert: Commit, after: Commit | None) -> bool:
    again = after is not None and re.match(r"(?i)revert\b", after.subject) is not None
    return again and after is not None and after.when - revert.when < _UNDONE


def _is_reported(past: Past, target: Commit, revert: Commit, after: Commit | None) -> bool:
    """Whether a revert by the change's own author is more than tidying up: it says why, or something came of it."""
    if _PARTIAL.search(revert.message):
        return False
    landed = past.unit(target) != target.oid and past.unit(revert) != revert.oid
    return bool(_reason(revert)) or after is not None or (landed and revert.when - target.when < _SERVED)


def _counts(past: Past, target: Commit, effort: Effort, revert: Commit, *, own: bool) -> bool:
    """Whether a revert is a setback: the change had landed, was work, and was not taken back at once by its author."""
    length = revert.when - target.when
    same = past.history.brought.get(revert.oid, "0") == past.history.brought.get(target.oid, "1")
    dull = (
        effort.kind in DULL
        or bool(_TEMPORARY.search(target.message))
        or bool(RELEASE.search(target.subject))
        or bool(REVERTED.search(target.subject))
    )
    return (
        timedelta(0) < length < _IN_USE
        and not same
        and not dull
        and not original_subject(revert.message)
        and lines_of(target) >= _LEAST_LINES
        # "Fixes" says of nothing what was taken back.
        and len(index_terms(effort.title)) > 1
        and sum(_lines(change) for change in target.changes if PROSE.search(change.path)) * 2 < lines_of(target)
        and not (own and length < _SLIP)
    )


def _lines(change: FileChange) -> int:
    return (change.added or 0) + (change.deleted or 0)


def _after(past: Past, target: Commit, effort: Effort, revert: Commit, again: set[str]) -> tuple[Commit | None, bool]:
    """Give the author's next change to the same files after it was reverted, and whether it is the same change again."""
    files = {change.path for commit in effort.written for change in commit.changes}
    later = sorted(
        (commit for commit in past.by_oid.values() if timedelta(0) < commit.when - revert.when < _AFTER),
        key=lambda commit: commit.when,
    )
    subjects = {cleaned(target.subject).lower(), effort.title.lower()}
    for commit in later:
        subject = cleaned(commit.subject).lower()
        if subject in subjects or (subject in again and any(each in subject for each in subjects)):
            return commit, True
    words, refs = set(index_terms(effort.title)), set(effort.refs)
    for commit in later:
        touched = {change.path for change in commit.changes}
        # Two that both drop support of something are not about the same thing.
        telling = words & set(index_terms(commit.subject)) - _COMMON
        rare = len(telling) > 1 and sum(1 / past.often[word] for word in telling if past.often[word]) >= _RARE
        akin = (rare and shared_words(words, commit.subject) >= _AKIN) or refs & set(commit.refs)
        dull = REVERTED.search(own_words(commit.message)) or SWEEP.search(commit.subject) or CHORE.match(commit.subject)
        if akin and touched & files and not dull and lines_of(commit) >= _LEAST_LINES:
            # What stands for the whole of it, and not the first note beside it.
            whole = past.effort_of[commit.oid].written
            main = max((each for each in whole if each.when > revert.when), key=lines_of, default=commit)
            return main if shared_words(words, main.subject) >= _AKIN / 2 else commit, False
    return None, False


def _setback(
    past: Past, target: Commit, effort: Effort, revert: Commit, came: tuple[Commit | None, bool], *, own: bool
) -> Episode:
    after, is_again = came
    # A fix may say in its text that it takes something back: how much of it, the subject does not say.
    is_revert = _SAYS_REVERT.search(revert.subject) or _FORMAL.search(own_words(revert.message))
    verb = "reverted" if is_revert else "taken back, at least in part"
    moments = [Moment(target, "the change"), Moment(revert, verb)]
    minutes = int((revert.when - target.when).total_seconds() // 60)
    who = "you" if own else revert.author.name
    because = [f"{verb} by {who} {span(minutes)} later"]
    score = 0.8 + math.log1p(effort.added + effort.deleted) / 8 + effort.score / 2 + 0.3 * (not own)
    if after is not None:
        moments.append(Moment(after, "what came after"))
        tested = any(TEST.search(change.path) for change in after.changes)
        because.append(
            f"followed {span(int((after.when - revert.when).total_seconds() // 60))} later by “{cleaned(after.subject)}”"
            + (", with tests" if tested else "")
        )
        score += 0.5 + 0.3 * tested
    if reason := _reason(revert):
        because.append(f"the revert says: {reason}")
        score += 0.3
    people = () if own else (Person(revert.author.name, revert.author.email, "reverted it"),)
    # Of several commits, one may have been taken back alone.
    whole = lines_of(target) * 2 > effort.added + effort.deleted
    title = f"“{effort.title if whole else cleaned(target.subject)}” was {verb}" + (
        ", and done again" if is_again else ""
    )
    return Episode(
        past.history.repo, "failure", title, ("failure-recovery",), tuple(moments), people, tuple(because), score
    )


def _reason(revert: Commit) -> str:
    """Give what a revert says of its reason: whole sentences, from the first line that is neither list nor form."""
    for paragraph in own_words(revert.message).partition("\n")[2].split("\n\n"):
        lines = [line.strip() for line in _FORMULA.sub("", paragraph.strip()).split("\n") if line.strip()]
        first = next((number for number, line in enumerate(lines) if _says_why(line)), None)
        if first is not None:
            rest = itertools.takewhile(lambda line: not _TAKES_BACK.search(line) and "-by:" not in line, lines[first:])
            return whole_sentences(" ".join(rest))
    return ""


def _says_why(line: str) -> bool:
    plain = line.strip()
    thanks = re.search(
        r"(?i)\btests? (?:from|by)\b|^(?:thanks|reported|suggested|found|see|closes?|fix(?:es)?|refs?)\b", plain
    )
    return len(plain.split()) >= _FEW_WORDS and not thanks and not _TAKES_BACK.search(plain) and "-by:" not in plain
