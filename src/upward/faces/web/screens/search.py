"""Search: every word of every record."""

from __future__ import annotations

import re

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit

LIMIT = 50
# Characters of the text around the first word that was found.
AROUND = 90
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# What is Markdown's own and no word: heads, lists, code, open questions.
_MARKS = re.compile(r"^(?:#+|[-*>]|\d+\.)[ \t]+|^```.*$|[`*_]{1,3}(?=\w)|(?<=\w)[`*]{1,3}|\{\{[^{}]*\}\}", re.MULTILINE)


def search(visit: Visit) -> Response:
    """Show the records that hold all the words, best first."""
    words = visit.query("q").strip()
    terms = tuple(words.split())
    rows = visit.logbook.once(("search", terms), lambda: visit.logbook.run("search", terms, limit=LIMIT).data)
    held = visit.logbook.corpus.snapshot.by_path
    found = [
        (held[row["path"]], _around(held[row["path"]].prose, words.split())) for row in rows if row["path"] in held
    ]
    return visit.page("search.html", title="Search", words=words, found=found, today=visit.logbook.session().today)


def _around(text: str, words: list[str]) -> str:
    flat = " ".join(_MARKS.sub("", _COMMENT.sub("", text)).split())
    low = flat.lower()
    place = min((low.find(word.lower()) for word in words if word.lower() in low), default=0)
    start = max(0, place - AROUND // 2)
    piece = flat[start : start + 2 * AROUND]
    return f"{'…' if start else ''}{piece}{'…' if start + 2 * AROUND < len(flat) else ''}"


SCREEN = Screen(
    "search",
    "Search",
    (Route("GET", "/search", search, {"q": "Words that a record must all hold"}),),
    order=80,
    key="/",
)
