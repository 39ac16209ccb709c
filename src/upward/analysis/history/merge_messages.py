"""What a merge says of itself: the pull request, the branch, its title, and whether that branch goes on."""

from __future__ import annotations

# ruff: noqa: E501 - patterns and tables
import re
from dataclasses import dataclass, replace

from upward.analysis.history.change_types import RELEASE
from upward.analysis.history.commit_messages import cleaned, description, title_lines

_PULL = re.compile(
    r"^Merge (?:pull request|PR) #(?P<number>\d+)(?: (?:in \S+ )?from (?:branch )?'?(?:(?P<owner>[\w.-]+)[/:])?(?P<branch>[^\s']+)'?| \"(?P<title>[^\"]+)\"|)"
)
_FORK = re.compile(r"(?i)^merge (?:pull request|commit|PR) from (?:GHSA|fork|advisory)")
_BRANCH = re.compile(
    r"^(?:Automatic )?[Mm]erge (?!pull\b|from\b|commit\b|PR\b)(?:(?:remote[- ]tracking )?branch(?:es)? |tag |remote branch |remote )?"
    r"['\"]?(?:(?:origin|upstream)/)?(?P<branch>[^'\"\s,]+)['\"]?(?P<rest>[^\n]*)"
)
_GITLAB = re.compile(r"(?m)^See merge request \S*!(?P<number>\d+)\s*$")
# A branch that goes on after it was merged: not one piece of work.
_LASTING = re.compile(
    r"(?i)^(?:main|master|trunk|default|dev|devel|develop|development|next|staging|production|prod|head|features?|upstream|edge|canary"
    r"|(?:stable|maint|maintenance|support|releases?|lts)(?:[/_-]?v?\d[\d.x-]*)?|v?\d+(?:\.(?:\d+|x))+(?:[.-](?:x|dev|branch|stable|maint))?"
    r"|v?\d+-(?:stable|maint|x)|merge[-_]\S+[-_](?:into|to)[-_]\S+)$"
)
_FORWARD = re.compile(
    r"(?i)^(?:v?\d+(?:\.(?:\d+|x))+(?:[.-](?:x|dev|branch|stable|maint))?|(?:stable|maint|maintenance)(?:[/_-]?v?\d[\d.x-]*)?|merge[-_]\S+[-_](?:into|to)[-_]\S+)$"
)
# A request that says it brings one line into another, whatever its branch is called.
_LINE_TITLE = re.compile(
    r"(?i)^(?:[\w-]+: )?(?:back-?)?merg(?:e[sd]?|ing) (?:(?:the|latest|changes from|remote|branch) )*['\"`]?(?:(?:upstream|origin)/)?"
    r"(?:v?\d+(?:\.(?:\d+|x))+[\w./-]*|(?:releases?|stable|maint(?:enance)?|main|master|dev|develop(?:ment)?|trunk|upstream|staging|production)(?:[/_-]?v?\d[\w./-]*)?)"
    r"['\"`]?(?: branch)?,? (?:(?:back )?(?:in)?to|with|from:?)(?:\s|$)"
)
# Lines that a contributor's request is not made from, as it is from a fork's main branch.
_INTEGRATION = re.compile(r"(?i)^(?:dev|devel|develop|development|next|staging|releases?(?:[/_-].*)?)$")
_VERSION = re.compile(r"(?i)^(?:release )?v?\d+\.\d+(?:\.\d+)*\S*$")
_INTO = re.compile(r"(?i)\binto ['\"]?(?P<target>[^\s'\"]+)")


@dataclass(frozen=True, slots=True)
class MergeMessage:
    """`number` as `#12` or `!12`, `title` and `why` in the merge's own words; each empty where it is not told.

    `lasting` is set where a branch that goes on (a release line, the main branch itself) was merged.
    """

    number: str = ""
    branch: str = ""
    title: str = ""
    why: str = ""
    lasting: bool = False


def read_merge(message: str, *, brief: bool = False) -> MergeMessage:
    """Take apart what GitHub, GitLab, git itself and twisted's tools write into a merge; `brief` leaves out `why`."""
    merge = _read_merge(message)
    return merge if brief else replace(merge, why=_why(message))


def _why(message: str) -> str:
    lines = title_lines(message)
    if not _PULL.match(message.partition("\n")[0]):
        return description(message)
    return description("\n".join(lines[1:2]) + "\n" + message.partition(lines[1])[2]) if len(lines) > 1 else ""


def _read_merge(message: str) -> MergeMessage:
    subject, _, _ = message.partition("\n")
    lines = title_lines(message)
    pull = _PULL.match(subject)
    if pull is not None:
        branch = pull["branch"] or ""
        title = cleaned(pull["title"] or (lines[1] if len(lines) > 1 else ""))
        # A fork's main branch is where many people work; a numbered line is merged forward.
        release = bool(_INTEGRATION.match(branch) and (RELEASE.search(title) or _VERSION.match(title)))
        lasting = release or bool(_FORWARD.match(branch) or _LINE_TITLE.match(title))
        return MergeMessage(f"#{pull['number']}", branch, title, lasting=lasting)
    branch = _BRANCH.match(subject)
    if branch is None:
        # A private fork for an advisory has no number and no branch: what was done stands below.
        body = lines[1:] if len(lines) > 1 and _FORK.match(subject) else lines
        return MergeMessage(title=cleaned(body[0]) if body else "")
    name, rest = branch["branch"].rstrip(":"), branch["rest"]
    number = _GITLAB.search(message)
    into = _INTO.search(rest)
    target = into["target"] if into else ""
    lasting = bool(_LASTING.match(name)) if not number else bool(_INTEGRATION.match(name) and name != target)
    after = rest.strip().lstrip(":").strip() if branch["branch"].endswith(":") or rest.startswith(":") else ""
    title = (
        cleaned(after)
        if after
        else cleaned(lines[1])
        if len(lines) > 1 and not lines[1].startswith(("* ", "#", "Conflicts", "See merge"))
        else ""
    )
    return MergeMessage(f"!{number['number']}" if number else "", name, title, lasting=lasting)
