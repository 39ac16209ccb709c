"""The words of a Markdown text as they are said aloud, by pulldown-cmark (`pyromark`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pyromark

from upward.text.markdown import hidden_spans

# A text without any of these has no mark-up.
_MARKED = re.compile(r"[*_`<>\\&\[#|~]|^[ \t]*(?:[-+]|\d+[.)])[ \t]|^[ ]{0,3}[-=]+[ \t]*$|^(?:[ ]{4}|\t)", re.MULTILINE)
_URL = re.compile(r"https?://[^\s<>()\[\]\"'`]+")
# A lone sign of multiplication, and a name such as `__init__`: in CommonMark they are emphasis.
_TIMES = re.compile(r"(?<=[0-9A-Za-z)])\*(?=[0-9A-Za-z(])")
_DUNDER = re.compile(r"(?<![\w*])__[a-z0-9]\w*?__(?!\w)")
# Signs that are kept stand for themselves in the private use area while the parser reads.
_KEPT = {"_": "\ue000", "*": "\ue001"}
_HIDE = str.maketrans(_KEPT)
_SHOW = str.maketrans({value: key for key, value in _KEPT.items()})
_SURROGATE = re.compile("[\ud800-\udfff]")
# What ends with an empty line.
_BLOCKS = frozenset({"Paragraph", "Item", "Heading", "CodeBlock", "BlockQuote", "List", "HtmlBlock", "MetadataBlock"})


def spoken_text(text: str) -> str:
    """Give the words that are said aloud: no mark-up, comments or link targets; paragraphs stay apart.

    Underscores within words, signs of multiplication, code and addresses are kept as they are.
    """
    if _MARKED.search(text) is None:
        return text
    said = signs_shown("".join(_pieces(signs_kept(_without_comments(text)))))
    return re.sub(r"\n{3,}", "\n\n", said).strip("\n")


def signs_kept(text: str) -> str:
    """Give a text, as long as before, in which the parser takes no sign of a word or an address for mark-up."""
    for pattern in (_URL, _TIMES, _DUNDER):
        text = pattern.sub(lambda match: match.group().translate(_HIDE), text)
    return text


def signs_shown(text: str) -> str:
    """Give what was read of `signs_kept` with the signs themselves."""
    return text.translate(_SHOW)


def _without_comments(text: str) -> str:
    kept, last = [], 0
    for start, stop in hidden_spans(text):
        if text.startswith("<!--", start):
            kept += [text[last:start], " "]
            last = stop
    return "".join([*kept, text[last:]])


def _pieces(text: str) -> Iterator[str]:
    """Yield the words, and line breaks where lines, list items and paragraphs end."""
    events: Any = pyromark.events(_SURROGATE.sub("\ufffd", text))
    for event in events:
        if not isinstance(event, dict):
            if event in {"SoftBreak", "HardBreak"}:
                yield "\n"
            continue
        ((name, value),) = event.items()
        if name in {"Text", "Code", "InlineHtml", "Html"}:
            yield str(value)
        elif name == "End" and (value if isinstance(value, str) else next(iter(value))) in _BLOCKS:
            yield "\n\n"
