"""An AI-use policy as code: classes of paths, trailers, reviews and exceptions, judged a commit at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

import pathspec

from upward.analysis.ai_policy.approvals import named_people
from upward.analysis.ai_policy.attribution import AiMark
from upward.analysis.ai_policy.tool_claims import ToolClaim, review_claims
from upward.analysis.identities.trailers import trailers_in
from upward.model.effort import Identity
from upward.model.record import Record, Value
from upward.text.dates import parse_date
from upward.text.words import count_noun

Paths: TypeAlias = "pathspec.PathSpec[Any]"
USES = ("encouraged", "allowed", "prior-approval", "human-only")
DEFAULT = "everything else"
UNDECLARED = ("accept", "fail")
# Where a policy says something of what it allows; one with none of these says nothing.
_DECIDES = ("classes", "default", "trailers", "undeclared")
# The fields that hold a list of mappings; what is no mapping in them would be left out.
_LISTS = ("classes", "exceptions")
# A line that tests nothing: blank, or a comment.
_NO_TEST = re.compile(r"\s*(?:#|//|/\*|\*|--|;|<!--|\"{3}|'{3}|\W*$)")


@dataclass(frozen=True, slots=True, eq=False)
class CodeClass:
    """A class of code: which paths, and how AI may be used there."""

    id: str
    use: str
    spec: Paths | None
    why: str = ""
    content: tuple[str, ...] = ()
    reviewers: int = 0
    tests: bool = False
    owners: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Exemption:
    """A dated exception: what it covers, until when, and who answers for it."""

    covers: str
    until: date
    owner: str
    why: str


@dataclass(frozen=True, slots=True)
class Policy:
    """What a policy says; `classes` in its order, of which the last that matches a path decides."""

    classes: tuple[CodeClass, ...]
    accept: frozenset[str]
    require: frozenset[str]
    forbid: frozenset[str]
    approval: str
    undeclared: str
    exemptions: tuple[Exemption, ...]
    elsewhere: CodeClass
    test_paths: Paths


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


def parse_policy(record: Record) -> tuple[Policy, list[str]]:
    """Read a policy from its front matter; give it with what is wrong or contradicts itself in it."""
    faults = _shapeless(record)
    sets = record.fields.get("trailers", {})
    keys = {name: frozenset(each.lower() for each in _list(sets, name)) for name in ("accept", "require", "forbid")}
    classes = tuple(_class(item, faults) for item in record.mappings("classes"))
    default = record.string("default") or "allowed"
    undeclared = record.string("undeclared") or "accept"
    exemptions = tuple(_exemption(item, faults) for item in record.mappings("exceptions"))
    names = [each.id for each in classes]
    faults += [f"The class {name} is defined more than once." for name in dict.fromkeys(names) if names.count(name) > 1]
    faults += [f"The trailer {name} is required and forbidden." for name in sorted(keys["require"] & keys["forbid"])]
    faults += [f"The trailer {name} is accepted and forbidden." for name in sorted(keys["accept"] & keys["forbid"])]
    if default not in USES:
        faults.append(f"default: {default!r} is not one of {', '.join(USES)}.")
    if undeclared not in UNDECLARED:
        faults.append(f"undeclared: {undeclared!r} is not one of {', '.join(UNDECLARED)}.")
    tests = record.strings("test-paths") or ("tests/", "test/", "test_*", "*_test.*", "*.test.*", "*.spec.*")
    emitted = str(sets.get("approval", "")) if isinstance(sets, Mapping) else ""
    made = Policy(
        classes,
        keys["accept"],
        keys["require"],
        keys["forbid"],
        (emitted or "AI-approved-by").lower(),
        undeclared,
        tuple(each for each in exemptions if each is not None),
        CodeClass(DEFAULT, default, None),
        _spec(tests),
    )
    return made, faults


def _shapeless(record: Record) -> list[str]:
    """Say where a policy says nothing that could be followed: such a one must not be taken for one that allows all."""
    if not record.fields:
        return ["It has no front matter (lines between two `---` at its top); a policy in prose alone decides nothing."]
    faults = []
    if not any(name in record.fields for name in _DECIDES):
        faults.append("It has neither `classes`, `trailers`, `default` nor `undeclared`.")
    for name in _LISTS:
        value = record.fields.get(name, ())
        items = (value,) if isinstance(value, (str, Mapping)) else value
        if value and len(record.mappings(name)) != len(items):
            faults.append(f"`{name}` must be a list of mappings, a `-` before each.")
    return faults


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
        or all(_spec((each.covers,)).match_file(_shown(path)) for path in commit.paths)
    )


def _class(item: Mapping[str, Value], faults: list[str]) -> CodeClass:
    ident, use = str(item.get("id", "")), str(item.get("use", ""))
    paths, content = _list(item, "paths"), _list(item, "content")
    if not ident:
        faults.append("A class has no id.")
    if use not in USES:
        faults.append(f"The class {ident}: use {use!r} is not one of {', '.join(USES)}.")
    if not paths and not content:
        faults.append(f"The class {ident} names neither `paths` nor `content`.")
    reviewers = str(item.get("reviewers", "0") or "0")
    if not reviewers.isdecimal():
        faults.append(f"The class {ident}: reviewers {reviewers!r} is not a number.")
    return CodeClass(
        ident,
        use,
        _spec(paths) if paths else None,
        str(item.get("why", "")),
        content,
        int(reviewers) if reviewers.isdecimal() else 0,
        str(item.get("tests", "")).lower() in {"true", "yes", "on"},
        _list(item, "owners"),
        _list(item, "claims"),
    )


def _exemption(item: Mapping[str, Value], faults: list[str]) -> Exemption | None:
    covers, until, owner = (str(item.get(key, "")) for key in ("covers", "until", "owner"))
    day = parse_date(until)
    if not covers or day is None or not owner:
        faults.append(f"The exception for {covers or '(nothing)'} needs what it covers, a date `until` and an owner.")
        return None
    return Exemption(covers, day, owner, str(item.get("why", "")))


def _spec(patterns: Sequence[str]) -> Paths:
    return pathspec.PathSpec.from_lines("gitignore", patterns)


def _list(item: object, key: str) -> tuple[str, ...]:
    value = item.get(key, ()) if isinstance(item, Mapping) else ()
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(each) for each in value) if isinstance(value, (list, tuple)) else ()
