"""The passages of an HTML page: the text of each heading, paragraph, list item and cell, and blocks of code."""

from __future__ import annotations

import re
from html.parser import HTMLParser

# Elements of the page whose text is one passage.
_LEAVES = frozenset({"h1", "h2", "h3", "h4", "p", "li", "td", "th", "dt", "dd", "span", "meter", "figcaption"})
_NOT_SHOWN = re.compile(r"(?is)<head\b.*?</head>|<style\b.*?</style>|<script\b.*?</script>")


def html_passages(text: str) -> tuple[list[str], list[str]]:
    """Give the visible passages of a page in order, and its blocks of code apart; never raises."""
    reader = _Reader()
    reader.feed(_NOT_SHOWN.sub("", text))
    reader.close()
    return reader.passages, reader.code


def plain(text: str) -> str:
    """Give a passage on one line, without backquotes."""
    return " ".join(text.replace("`", "").split())


class _Reader(HTMLParser):
    """Collects the passages of a packet, and its seal."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[str] = []
        self.code: list[str] = []
        self._open: list[str] = []
        self._text = ""
        self._in_pre = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - the parser's form
        if tag == "pre":
            self._in_pre = True
            self.code.append("")
        elif tag in _LEAVES:
            self._end()
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._in_pre = False
        elif tag in _LEAVES and self._open:
            self._end()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._in_pre:
            self.code[-1] += data
        elif self._open:
            self._text += data
        elif data.strip():
            self.passages.append(plain(data))

    def _end(self) -> None:
        text, self._text = plain(self._text), ""
        if text:
            self.passages.append(text)
