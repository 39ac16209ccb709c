"""Markdown as HTML that can do nothing: no raw HTML, no images, no address but the web's and the logbook's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pyromark
from markupsafe import Markup, escape

from upward.model.page import visible

_SURROGATE = re.compile("[\ud800-\udfff]")
_SLOT = re.compile(r"\{\{\s*[a-z][a-z0-9-]*\s*:\s*([^{}]*?)\s*\}\}")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SAFE = re.compile(r"(?:https?://|mailto:)", re.IGNORECASE)
_PLAIN = {
    "Paragraph": "p", "Emphasis": "em", "Strong": "strong", "Item": "li", "TableHead": "tr", "TableRow": "tr",
    "TableCell": "td", "Strikethrough": "s",
}  # fmt: skip
_OPTIONS = pyromark.Options.ENABLE_TABLES | pyromark.Options.ENABLE_STRIKETHROUGH


def rendered(text: str) -> Markup:
    """Give Markdown as HTML; comments are left out, an open slot is shown as its question."""
    source = _SURROGATE.sub("\ufffd", _COMMENT.sub("", visible(text)))
    return Markup("".join(_pieces(source)))  # noqa: S704 - every text is escaped as it is added


def _pieces(source: str) -> Iterator[str]:
    closing: list[str] = []
    for event in pyromark.events(source, options=_OPTIONS):
        if isinstance(event, str):
            yield {"SoftBreak": "\n", "HardBreak": "<br>", "Rule": "<hr>"}.get(event, "")
            continue
        name, value = next(iter(event.items()))
        if name == "Start":
            opened, closed = _opened(value)
            closing.append(closed)
            yield opened
        elif name == "End":
            yield closing.pop() if closing else ""
        elif name == "Code":
            yield f"<code>{escape(value)}</code>"
        elif name in {"Text", "Html", "InlineHtml", "InlineMath", "DisplayMath"}:
            # Raw HTML is shown letter for letter.
            yield _with_slots(str(value))


def _with_slots(text: str) -> str:
    return _SLOT.sub(r'<mark class="slot">\1</mark>', str(escape(text)))


def _opened(tag: Any) -> tuple[str, str]:
    """Give how a tag opens and closes."""
    name, value = (tag, None) if isinstance(tag, str) else next(iter(tag.items()))
    if name in _PLAIN:
        return f"<{_PLAIN[name]}>", f"</{_PLAIN[name]}>"
    return _MADE[name](value) if name in _MADE else ("", "")


def _heading(value: Any) -> tuple[str, str]:
    # The screen's title is the first heading.
    level = min(6, int(str(value["level"])[1:]) + 1)
    return f"<h{level}>", f"</h{level}>"


def _list(value: Any) -> tuple[str, str]:
    return ("<ul>", "</ul>") if value is None else (f'<ol start="{int(value)}">', "</ol>")


def _link(value: Any) -> tuple[str, str]:
    target = str(value["dest_url"])
    if _SAFE.match(target):
        return f'<a href="{escape(target)}" rel="noreferrer noopener" target="_blank">', "</a>"
    return "<span>", "</span>"


_MADE: dict[str, Callable[[Any], tuple[str, str]]] = {
    "Heading": _heading,
    "List": _list,
    "Link": _link,
    "BlockQuote": lambda _: ("<blockquote>", "</blockquote>"),
    "CodeBlock": lambda _: ('<pre tabindex="0"><code>', "</code></pre>"),
    "Table": lambda _: ('<div class="scroll" tabindex="0"><table>', "</table></div>"),
}
