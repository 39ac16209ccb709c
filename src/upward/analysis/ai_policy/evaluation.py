"""Commits judged against an AI-use policy, one at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from upward.analysis.ai_policy.approvals import named_people
from upward.analysis.ai_policy.attribution import AiMark
from upward.analysis.ai_policy.policy import CodeClass, Exemption, Policy, path_spec
from upward.analysis.ai_policy.tool_claims import ToolClaim, review_claims
from upward.analysis.identities.trailers import trailers_in
from upward.model.effort import Identity
from upward.text.words import count_noun

# A line that tests nothing: blank, or a comment.
_NO_TEST = re.compile(r"\s*(?:#|//|/\*|\*|--|;|<!--|\"{3}|'{3}|\W*$)")


@dataclass(frozen=True, slots=True)
class PolicyCommit:
    """What a policy looks at in a commit; `held` is what each changed path holds, where the policy needs it.

    `added` gives the lines that the commit adds to some of its paths; it is asked only where a test is required.
    """

    oid: str
    author: Identity
    day: date
    message: str
    paths: tuple[str, ...]
    ai: tuple[AiMark, ...]
    denies: bool = False
    held: Mapping[str, str] | None = None
    added: Callable[[Sequence[str]], Iterable[str]] = lambda _: ()


@dataclass(frozen=True, slots=True)
class CommitVerdict:
    """The verdict on a commit: pass, fail or undeclared, with the classes it touches and the reasons.

    `unchecked` says what the policy requires and nothing here could show.
    """

    oid: str
    verdict: str
    classes: tuple[str, ...]
    ai: tuple[AiMark, ...]
    because: tuple[str, ...]
    unchecked: tuple[str, ...] = ()


def evaluate_commit(commit: PolicyCommit, policy: Policy, radar: Sequence[ToolClaim] | None = None) -> CommitVerdict:
    """Give the verdict; "no mark" is undeclared, and never the work of a human by itself.

    `radar` are the claims that a class may require; None where there is no radar to look at.
    """
    touched = list(dict.fromkeys(_class_of(path, commit, policy) for path in commit.paths))
    names = tuple(each.id for each in touched)
    if not commit.ai:
        return _unmarked(commit, policy, names)
    reviews = [review_claims(each.id, each.claims, commit.ai, radar) for each in touched if each.use != "human-only"]
    unchecked = tuple(said for each in reviews for said in each.unchecked)
    faults = [
        *_trailer_faults(commit, policy),
        *(fault for each in touched for fault in _faults(each, commit, policy)),
        *(fault for each in reviews for fault in each.faults),
    ]
    if not faults:
        used = ", ".join(dict.fromkeys(f"{each.use} in {each.id}" for each in touched)) or "it changes no file"
        return CommitVerdict(commit.oid, "pass", names, commit.ai, (used,), unchecked)
    exempt = next((each for each in policy.exemptions if _covers(each, commit, names)), None)
    if exempt is not None:
        reason = f"excepted until {exempt.until} by {exempt.owner}: {exempt.why}"
        return CommitVerdict(commit.oid, "pass", names, commit.ai, (reason, *faults), unchecked)
    return CommitVerdict(commit.oid, "fail", names, commit.ai, tuple(faults), unchecked)


def _unmarked(commit: PolicyCommit, policy: Policy, names: tuple[str, ...]) -> CommitVerdict:
    if commit.denies:
        return CommitVerdict(commit.oid, "pass", names, (), ("says that no AI was used",))
    fails = policy.undeclared == "fail"
    because = "nothing says whether AI was used" + (", and the policy wants it said" if fails else "")
    return CommitVerdict(commit.oid, "fail" if fails else "undeclared", names, (), (because,))


def _class_of(path: str, commit: PolicyCommit, policy: Policy) -> CodeClass:
    found = policy.elsewhere
    for each in policy.classes:
        by_path = each.spec is None or each.spec.match_file(_shown(path))
        text = (commit.held or {}).get(path, "")
        if by_path and (not each.content or any(word in text for word in each.content)):
            found = each
    return found


def _shown(path: str) -> str:
    """Give a path whose bytes are not UTF-8 with replacement characters, which a pattern can be held against."""
    return path if path.isascii() else path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _trailer_faults(commit: PolicyCommit, policy: Policy) -> Iterator[str]:
    present = {trailer.key for trailer in trailers_in(commit.message)} | {each.trailer for each in commit.ai}
    by_trailer = {mark.trailer for mark in commit.ai if mark.trailer}
    for name in sorted(policy.forbid & by_trailer):
        yield f"{name} must not name a tool here"
    if policy.accept and not by_trailer & policy.accept:
        wanted = ", ".join(sorted(policy.accept))
        sources = ", ".join(sorted({mark.place for mark in commit.ai}))
        yield f"AI is marked by {sources}; the policy requires it in {wanted}"
    for name in sorted(policy.require - present):
        yield f"lacks {name}"


def _faults(each: CodeClass, commit: PolicyCommit, policy: Policy) -> Iterator[str]:
    why = f" ({each.why})" if each.why else ""
    if each.use == "human-only":
        yield f"{each.id} is for humans only{why}"
        return
    if each.use == "prior-approval" and not named_people(commit.message, policy.approval, commit.author):
        yield (
            f"{each.id} needs approval in advance, as {policy.approval} with a person who is neither the author "
            f"nor a tool{why}"
        )
    reviews = named_people(commit.message, "reviewed-by", commit.author)
    if len(reviews) < each.reviewers:
        yield f"{each.id} requires {count_noun(each.reviewers, 'human reviewer')}; the commit names {len(reviews)}"
    if each.owners and not any(_is_named(owner, review) for owner in each.owners for review in reviews):
        yield f"{each.id} requires a review by one of {', '.join(each.owners)}"
    if each.tests and not _adds_test(commit, policy):
        yield f"{each.id} requires a test that is added or changed with it"


def _is_named(owner: str, person: str) -> bool:
    """Whether an owner, given by name, account or address, is the person of a trailer."""
    return bool(re.search(rf"(?i)(?<![\w.-]){re.escape(owner.lstrip('@'))}(?![\w-])", person))


def _adds_test(commit: PolicyCommit, policy: Policy) -> bool:
    """Whether a commit adds a line to a test; a test that is deleted, shortened or empty tests nothing more."""
    tests = [path for path in commit.paths if policy.test_paths.match_file(_shown(path))]
    return bool(tests) and any(not _NO_TEST.match(line) for line in commit.added(tests))


def _covers(each: Exemption, commit: PolicyCommit, classes: Sequence[str]) -> bool:
    if commit.day > each.until:
        return False
    return (
        each.covers in classes
        or (len(each.covers) >= 7 and commit.oid.startswith(each.covers))  # noqa: PLR2004 - git's shortest name
        or all(path_spec((each.covers,)).match_file(_shown(path)) for path in commit.paths)
    )
