"""Stories from a bank kept in one Markdown file: `### [Theme] Title`, then `**S (Situation):** …` and so on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource
from upward.model.record import Value
from upward.text import record_reader
from upward.text.record_writer import slug
from upward.text.story_parts import Part, story_parts

_HEAD = re.compile(r"^#{2,4}[ \t]+(?:\[(?P<theme>[^\]\n]+)\][ \t]*)?(?P<title>[^\n]+)$", re.MULTILINE)
_THEMES = {
    "technical-complexity": "technical|complex|architect|debug",
    "leadership-influence": "leader|influence|initiative",
    "conflict-resolution": "conflict|disagree",
    "failure-recovery": "fail|mistake|crisis|incident|recover",
    "mentorship": "mentor|coach|grow|people",
    "customer-impact": "customer|user|client",
    "cross-team-collaboration": "cross|collab|team",
    "ambiguity-pivoting": "ambig|pivot|uncertain|change",
}


def recognises(source: ImportSource) -> bool:
    """Whether the file is Markdown with at least one story under a heading of its own."""
    return source.path.endswith((".md", ".markdown")) and any(_stories(source.text()))


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one candidate a story; what stands under no story heading is left where it is."""
    for theme, title, body in _stories(source.text()):
        origin = f"bank:{slug(title)}"
        if origin in wish.known_origins:
            continue
        themes: list[Value] = [
            name for name, words in _THEMES.items() if theme and re.search(words, theme, re.IGNORECASE)
        ]
        yield Candidate(
            "story", title, (origin,), {"title": title, "themes": themes[:2], "origins": [origin]}, _sections(body)
        )


def _stories(text: str) -> Iterator[tuple[str, str, str]]:
    heads = list(_HEAD.finditer(text))
    for number, head in enumerate(heads):
        stop = heads[number + 1].start() if number + 1 < len(heads) else len(text)
        body = text[head.end() : stop].strip()
        if len(story_parts(record_reader.record("bank.md", body, {}, otherwise="story"))) > 1:
            yield (head["theme"] or "").strip(), head["title"].strip(), body


def _sections(body: str) -> str:
    """Give the labelled parts under headings; text before the first label stays on top."""
    record = record_reader.record("bank.md", body, {}, otherwise="story")
    found = story_parts(record)
    blocks = [f"## {part.value.title()}\n\n{found[part].cut(body).strip()}" for part in Part if part in found]
    return "\n\n".join(blocks)


IMPORTER = Importer("story_bank", "A bank of stories in one Markdown file", recognises, read)
