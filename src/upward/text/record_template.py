"""New records from their kind's template."""

from __future__ import annotations

from collections.abc import Mapping

from upward.model.record import Value
from upward.text import frontmatter, record_writer
from upward.text.template_slots import fill_slots, neutralised, open_slots

# How much of a given value goes into the text, in characters.
MOST = 400


def fill_template(template: str, fields: Mapping[str, Value], body: str = "") -> str:
    """Compose a record of a template's front matter and `fields`, above `body` or the template's own text.

    A question of the text that a field answers by its name is answered. A title that the text has as its heading is
    not repeated in the front matter, where the two could come to differ.
    """
    limits = frontmatter.front_matter_limits(template)
    text = body or (template[limits[1] :] if limits else template)
    held = frontmatter.parse_front_matter(template).fields
    given = {key: value for key, value in fields.items() if isinstance(value, str) and value}
    kept = {**held, **fields}
    if "title" in given and "title" not in held and any(slot.name == "title" for slot in open_slots(text)):
        del kept["title"]
    answers = {key: " ".join(neutralised(value, MOST).split()) for key, value in given.items()}
    return record_writer.compose_record(kept, fill_slots(text, answers))
