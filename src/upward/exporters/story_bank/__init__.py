"""All stories in one Markdown file, as `mine` reads it back: `### [Theme] Title`, `**S (Situation):** …`."""

from __future__ import annotations

from collections.abc import Sequence

from upward.model.exporter import Exporter
from upward.model.record import Record
from upward.text.markdown import blanked_text
from upward.text.story_parts import Part, story_parts


def write(records: Sequence[Record]) -> str:
    """Give the bank."""
    blocks = ["# Stories"]
    for story in sorted(records, key=lambda record: record.title.lower()):
        theme = next(iter(story.strings("themes")), "")
        head = f"### [{theme.replace('-', ' ').capitalize()}] {story.title}" if theme else f"### {story.title}"
        found = story_parts(story)
        stories = [
            f"**{part.value[0].upper()} ({part.value.title()}):** {_plain(story, part)}"
            for part in Part
            if part in found
        ]
        blocks += [head, *(stories or [blanked_text(story.prose).strip()])]
    return "\n\n".join(blocks) + "\n"


def _plain(story: Record, part: Part) -> str:
    return story_parts(story)[part].cut(story.text).strip()


EXPORTER = Exporter("story_bank", "All stories in one Markdown file", ".md", ("story",), write)
