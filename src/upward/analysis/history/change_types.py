"""What sort of change a title, messages and files say it is: a feature, a fix, upkeep; and what is noted for users."""

from __future__ import annotations

# ruff: noqa: E501 - patterns and tables
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from upward.analysis.history.commit_messages import CHORE, cleaned
from upward.model.effort import Commit, FileChange
from upward.text.named_patterns import NamedPatterns

# A note for users beside the change, by its name alone: `1234.feature.rst`, `+short-name.added.md`, in any folder.
_FRAGMENT = re.compile(
    r"(?i)(?:^|/)(?P<name>(?:\+[\w-]*|(?:gh|pr|issue)?[-_]?\d+(?:[-_][\w-]*)?))\.(?P<kind>[a-z][a-z_]+)(?:\.\d+)?\.(?:rst|md|txt)$"
    # RuboCop and those who took its way: the kind stands first. GitLab: YAML of what is unreleased.
    r"|(?:^|/)changelogs?/(?P<first_kind>new|fix|change|added|changed|fixed|removed|deprecated|security)[_-][^/]+\.(?:md|rst|txt)$"
    r"|(?:^|/)changelogs/unreleased/(?P<unreleased>[^/]+)\.ya?ml$"
    # Old towncrier and twisted: no ending; ansible: YAML in a folder of its own; changesets: words for a name.
    r"|(?:^|/)(?:newsfragments|topfiles|news|changes)/(?P<bare>\d+)\.(?P<bare_kind>[a-z]+)$"
    r"|(?:^|/)changelogs?/fragments/(?P<yaml>[^/]+)\.ya?ml$|(?:^|/)\.changeset/(?P<set>[^/]+\.md)$"
    r"|(?:^|/)(?:newsfragments|changelog\.d|changes\.d)/(?P<word>[^/]+?)\.(?P<word_kind>[a-z_]+)\.(?:rst|md|txt)$"
)
_NUMBER = re.compile(r"\d{1,7}")
_CHANGELOG = re.compile(
    r"(?i)(?:^|/)(?:changelog|changes|history|news|release[-_]?notes|whats_?new)[^/]*\.(?:rst|md|txt|adoc)$|(?:^|/)(?:CHANGES|NEWS|ChangeLog)$"
    r"|(?:^|/)(?:releases?|release[-_]notes|whats_?new|changelogs?)/[^/]*\d[^/]*\.(?:rst|md|txt|adoc)$|(?:^|/)v?\d[\d.]*[-_](?:release[-_])?notes\.(?:rst|md|txt)$"
)
# Something is deprecated here, or what was deprecated goes. Who stops using what another project deprecated, or works
# on warnings and versions of deprecations, deprecates nothing.
DEPRECATES = (
    r"(?i)^DEPR?\b|(?:^|[ (,:;&])deprecat(?:e|es|ing)\b|^(?:\S+: )?deprecat(?:ed|ion of)\b(?!:| \w*(?:warning|version))"
    r"|\b(?:add(?:s|ed)?|emit(?:s|ted)?|raise[sd]?|issue[sd]?) (?:\S+ ){0,3}deprecation warnings?\b|\bwarn(?:s|ed)? (?:on|about|for|of|when) (?:\S+ ){0,2}deprecat"
    r"|^(?!remov|replac|avoid|use |stop|drop|fix|switch|don)(?:\S+ ){1,6}(?:is|are|was|were|now|soft) deprecated\b|\bdeprecated (?:in favou?r|since|as of)\b"
    r"|\b(?:remov(?:e[sd]?|ing|al)|drop(?:s|ped|ping)?|delet(?:e[sd]?|ing|ion))\b(?!.*\b(?:uses?|usages?|using|calls? of|calls? to|references? of|references? to)\b).*\bdeprecat"
)
CHANGE_TYPES: tuple[tuple[str, str], ...] = (
    ("breaking", r"(?i)\bBREAKING\b(?! (?:the )?(?:main|master|ci|builds?|tests?)\b)|^\w+(?:\([^)]*\))?!:|^(?:API|DEP)\b.*:|backwards?[- ]incompatib|\bdrop(?:s|ped)? (?:support|python|node|old)|\bremov(?:e|es|ed|al)\b.*\b(?:deprecated|support|api)"),
    ("deprecation", DEPRECATES),
    ("security", r"(?i)\bCVE-\d|\bGHSA-|\bsecurity\b|\bvulnerab|\bXSS\b|\bCSRF\b|\bsanitiz"),
    ("feature", r"(?i)^(?:feat|enh)\b|^add(?:s|ed)?\b(?!.*\b(?:tests?|comment|typo|ci|changelog|note|badge|link|missing)\b)|\bimplement|\bintroduc|^support\b|\badd(?:s|ed)? support\b|\bnew (?:option|command|flag|parameter|argument|api|method|function|hook|class|setting|feature)\b|^allow\b|\bability to\b"),
    ("performance", r"(?i)^perf\b|\bperformance\b|\bfaster\b|\bspeed(?:s|ed)? ?up\b|\boptimi[sz]|\bmemory (?:use|usage|leak)"),
    ("fix", r"(?i)^(?:fix|bug)|\bfix(?:e[sd])?\b(?!.*\b(?:typo|lint|flake|style|ci|build|tests?|doc|docs|link|formatting)\b)|\bbug\b|\bregression\b|\bcrash|\bdeadlock|\brace condition|\bprevent\b|\bavoid\b|\bcorrect(?:ly|s)?\b"),
)  # fmt: skip
SWEEP = re.compile(
    r"(?i)\b(?:re-?format(?:s|ted|ting)?|formatting|black(?:en)?|isort|auto-?pep8|ruff|prettier|clang-format|gofmt|rustfmt|flake8|pylint|eslint|linting|whitespaces?"
    r"|pep ?8|pyupgrade|re-?indent|f-strings?|type (?:hints|annotations)|mypy|mov(?:e|ed) files|typos?|spelling|licen[cs]e headers?)\b"
    r"|\bcopyright\b|^(?:lint|rename|sty|style)\b|\b(?:fix|satisfy|run|apply) (?:the )?lint(?:er)?s?\b"
)
REVERTED = re.compile(r"(?i)^(?:revert\b|REV:)|\bthis reverts commit\b")
RELEASE = re.compile(
    r"(?i)^(?:(?:prepare|prep|bump|start|cut|begin|preparing)\b.*\b(?:version|release|dev)|releas(?:e|ing):? (?:v?\d|candidate|notes)|release$|REL\b.*:"
    r"|version:? (?:v?\d|bump)|v?\d+\.\d+(?:\.\d+)?\b|bump (?:version|to)|update (?:the )?change ?log|change ?log\b|back to dev|post[- ]release|(?:update |new )?version (?:number|bump))"
)
ENVIRONMENT = re.compile(
    r"(?i)^(?:(?:build|ci|chore|deps?)(?:\([^)]*\))?!?:|(?:CI|BLD|MAINT|TST)\b.*:.*\b(?:bump|pin|update)|bump\b|upgrade\b.*\bto\b.*\d|pin\b|unpin\b"
    r"|deps?(?:endenc\w+)? (?:update|bump|upgrade)s?\b|update (?:dep|req|lock|pre-commit|github actions?|actions?\b|vendor|dev)|\[pre-commit|pre-commit auto)|\bdependabot\b|\b(?:using|from|via|by|with) (?:hosted )?(?:weblate|transifex|crowdin)\b|^pontoon: |^(?:new |update[sd]? |sync\w* )(?:(?:crowdin|weblate|transifex) )?translations?\b|\bdependenc(?:y|ies)\b.*\b(?:bump|update)|\b(?:bump|update)\b.*\bdependenc"
)
# Kinds of notes, by what they are for users.
_OF_NOTE = {
    **dict.fromkeys(("feature", "features", "new_feature", "new_function", "highlight", "added", "new", "major", "minor_changes", "enhancement"), "feature"),
    **dict.fromkeys(("breaking", "removal", "removed", "compatibility", "expired", "c_api", "incompat", "change_breaking", "future"), "breaking"),
    **dict.fromkeys(("deprecation", "deprecated"), "deprecation"),
    "security": "security", "performance": "performance", "improvement": "improvement", "change": "improvement", "changed": "improvement",
    **dict.fromkeys(("bugfix", "bug", "fix", "fixed", "bugfixes"), "fix"),
    **dict.fromkeys(("misc", "doc", "docs", "trivial", "packaging", "contrib", "vendor", "process", "internal", "other"), "quiet"),
}  # fmt: skip


@lru_cache(maxsize=16384)
def _fragment(path: str) -> tuple[str, str] | None:
    """Give the number and the kind that a note is named by; None for a file that is none."""
    match = _FRAGMENT.search(path)
    if match is None:
        return None
    name = match["name"] or match["bare"] or match["yaml"] or match["set"] or match["word"] or match["unreleased"] or ""
    number = _NUMBER.search(name)
    kind = (match["kind"] or match["bare_kind"] or match["word_kind"] or match["first_kind"] or "").lower()
    return f"#{number.group()}" if number else "", kind


@lru_cache(maxsize=16384)
def _is_changelog(path: str) -> bool:
    return _CHANGELOG.search(path) is not None


def fragments(changes: Sequence[FileChange]) -> Iterator[tuple[FileChange, str, str]]:
    """Yield the notes for users that were added, each with the issue or pull request it is named by, and its kind.

    A note whose lines are changed, or that a release takes away, is no note of this change.
    """
    for change in changes:
        found = _fragment(change.path) if change.added and not change.deleted else None
        if found is not None:
            yield change, *found


def noted(commits: Sequence[Commit]) -> Iterator[str]:
    """Yield what sort of change it is by the notes that it adds.

    `noted` and the kind of note; or `quiet`, where all there are say that users see nothing of it; or `logged` for a
    change log that was added to.
    """
    kinds = [kind for commit in commits for _, _, kind in fragments(commit.changes)]
    said = {_OF_NOTE.get(kind, "") for kind in kinds} - {""}
    if kinds and said == {"quiet"}:
        yield "quiet"
    elif kinds:
        yield "noted"
        yield from sorted(f"noted_{each}" for each in said - {"quiet"})
    elif any(change.added and _is_changelog(change.path) for commit in commits for change in commit.changes):
        yield "logged"


# One search for each sort, over all forms of a subject: what begins a line may begin any of them.
_UPKEEP = (("chore", CHORE), ("sweep", SWEEP), ("release", RELEASE), ("revert", REVERTED), ("environment", ENVIRONMENT))
_PATTERNS = NamedPatterns(
    {
        name: re.compile(pattern, re.IGNORECASE | re.MULTILINE)
        for name, pattern in (*CHANGE_TYPES, *((name, rule.pattern) for name, rule in _UPKEEP))
    }
)
_AREA = re.compile(r"^[a-z][\w./-]{1,30}:\s+")


@lru_cache(maxsize=16384)
def _said(subject: str) -> frozenset[str]:
    """Give the sorts of change that a subject says, with or without what stands before its words."""
    title = cleaned(subject)
    text = "\n".join(dict.fromkeys((subject, title, _AREA.sub("", title))))
    return _PATTERNS.found(text)


def change_types(title: str, subjects: Sequence[str] = ()) -> Iterator[str]:
    """Yield what sort of change a title says it is, or most of the messages do, with or without their prefixes."""
    count = Counter(name for subject in subjects for name in _said(subject))
    own = _said(title)
    for name, _ in CHANGE_TYPES:
        if name in own or count[name] * 2 > len(subjects):
            yield name
    for name, _ in _UPKEEP:
        if count[name] * 2 > len(subjects) if subjects else name in own:
            yield name
