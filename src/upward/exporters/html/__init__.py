"""The stories as one HTML page to print or to read on the go: no script, nothing loaded from elsewhere."""

from __future__ import annotations

# ruff: noqa: E501
# The style sheet is written a rule a line.
import html
from collections.abc import Sequence

from upward.model.exporter import Exporter
from upward.model.record import Record
from upward.text.markdown import blanked_text
from upward.text.spoken_text import spoken_text
from upward.text.story_parts import Part, story_parts
from upward.text.words import spoken_seconds

_STYLE = """body{font:1rem/1.55 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1b1f24;background:#fff}
h2{margin-top:3rem;border-top:1px solid #d0d7de;padding-top:1rem;break-after:avoid}h3{margin:1.2rem 0 .2rem;font-size:1rem;color:#57606a}
p{margin:.4rem 0}.meta{color:#57606a}@media(prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}h3,.meta{color:#9198a1}h2{border-color:#30363d}}"""


def write(records: Sequence[Record]) -> str:
    """Give the page."""
    body = "\n".join(_story(record) for record in sorted(records, key=lambda record: record.title.lower()))
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Stories</title><style>{_STYLE}</style></head>
<body><h1>Stories</h1>
{body}
</body></html>
"""


def _story(record: Record) -> str:
    found = story_parts(record)
    seconds = sum(spoken_seconds(span.cut(record.text), 140) for span in set(found.values()) or {record.body})
    tags = ", ".join(tag for key in ("themes", "principles") for tag in record.strings(key))
    parts = "\n".join(
        f"<h3>{part.value.title()}</h3>\n{_paragraphs(found[part].cut(record.text))}" for part in Part if part in found
    )
    meta = f'<p class="meta">{seconds / 60:.1f} minutes{" · " + html.escape(tags) if tags else ""}</p>'
    return f"<h2>{html.escape(record.title)}</h2>\n{meta}\n{parts or _paragraphs(record.prose)}"


def _paragraphs(text: str) -> str:
    plain = spoken_text(blanked_text(text))
    return "\n".join(f"<p>{html.escape(' '.join(block.split()))}</p>" for block in plain.split("\n\n") if block.strip())


EXPORTER = Exporter("html", "All stories as one page to print", ".html", ("story",), write)
