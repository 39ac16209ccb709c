"""Release notes as their maintainers wrote them: what each entry says, under which heading, and what it names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PROJECTS = ("pip", "pytest", "tox", "attrs", "aiohttp", "twisted", "trio", "ansible")
NOTES = re.compile(
    r"(?i)(?:^|/)(?:news|changes?|changelog|history|release[-_]?notes)[^/]*\.(?:rst|md|txt)$|(?:^|/)changelog[^/]*\.ya?ml$"
)
# Sections in the words of towncrier and of change logs kept by hand; the first that fits is the grade.
GRADES = (
    (3, r"(?i)incompatib|breaking|remov|deprecat|major|security"),
    (3, r"(?i)feature|added|\bnew\b|enhancement"),
    (1, r"(?i)documentation|\bdocs?\b|packaging|vendor|misc|internal|contributor|trivial|process"),
    (2, r"(?i)improve|\bchange[sd]?\b|performance|minor|other|bug|fix|correct"),
)
# Told to users, but not under which heading.
UNGRADED = 2
_UNDERLINE = re.compile(r"([=\-~^\"'*+#`.])\1{2,}\s*")
_VERSION = re.compile(r"\d+\.\d+")
_ITEM = re.compile(r"[-*] +(?=\S)")
_REFERENCE = re.compile(r"(?:(?<![\w&])#|issues?/|pull/|:(?:issue|pr|pull|bug|gh):`)(\d{1,6})\b")
_ROLE = re.compile(r":[\w:+-]+:`[^`]*`")
_LINK = re.compile(r"`[^`<]*<[^>]*>`_+|\[[^\]]*\]\([^)]*\)|\(?(?<!\w)#\d+\)?|https?://\S+")
_CREDIT = re.compile(r"\s*(?:-{1,2}|\u2014)?\s*by `.*$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of release notes: its section and that one's grade, the issues it names, its text without links."""

    section: str
    grade: int
    refs: tuple[str, ...]
    text: str


def entries(text: str) -> Iterator[Entry]:
    """Yield the items of notes in reStructuredText, in Markdown, or in the YAML that ansible keeps them in."""
    if re.search(r"(?m)^releases:$", text):
        yield from _kept_as_data(text)
        return
    section, item = "", list[str]()
    lines = text.splitlines()
    for number, line in enumerate(lines):
        heading = _heading(line, lines[number + 1] if number + 1 < len(lines) else "")
        if heading or _ITEM.match(line):
            yield from _entry(section, item)
            item = [] if heading else [_ITEM.sub("", line, count=1)]
        elif item:
            item.append(line.strip())
        if heading:
            # The notes of another release begin without a section.
            section = "" if _VERSION.search(heading) else heading
    yield from _entry(section, item)


def texts_of(clone: Path) -> Iterator[str]:
    """Yield the files of release notes at the head of a clone."""
    from upward.store.git.history import GitHistory
    from upward.store.git.repository import open_repository

    history = GitHistory(open_repository(clone), None)
    names = sorted(name for name in history.files() if NOTES.search(name))
    for raw in history.blobs([(history.head, name) for name in names]):
        yield raw.decode("utf-8", "replace")


def _heading(line: str, below: str) -> str:
    if line.startswith("#"):
        return line.lstrip("# ")
    is_title = bool(line.strip()) and not line[0].isspace() and not _ITEM.match(line) and not _UNDERLINE.fullmatch(line)
    return line.strip() if is_title and _UNDERLINE.fullmatch(below) else ""


def _entry(section: str, item: list[str]) -> Iterator[Entry]:
    if item:
        grade = next((grade for grade, pattern in GRADES if re.search(pattern, section)), UNGRADED)
        whole = "\n".join(item)
        refs = tuple(dict.fromkeys(f"#{number}" for number in _REFERENCE.findall(whole)))
        # Roles before links: both stand in backquotes, and only what a program is called is worth keeping.
        first = _LINK.sub("", _CREDIT.sub("", _ROLE.sub("`x`", whole.split("\n\n")[0])))
        yield Entry(section, grade, refs, " ".join(first.split()).strip(" :-()"))


def _kept_as_data(text: str) -> Iterator[Entry]:
    import yaml

    for release in yaml.safe_load(text)["releases"].values():
        for section, items in release.get("changes", {}).items():
            for item in items if isinstance(items, list) else ():
                # Each begins with what it is about: `copy - fix …`.
                yield from _entry(section.replace("_", " "), [re.sub(r"^[^-\n]{2,40}? - ", "", item)])
