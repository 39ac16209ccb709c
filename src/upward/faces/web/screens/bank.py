"""Bank: stories against themes, principles and kinds of leadership; the smallest bank; what is thin and what is overused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.jobs.cover import Target
from upward.model.record import Record

# Rubrics whose criteria are the columns, and the key of a story's front matter that names them.
COLUMNS = {"themes": "story-themes", "principles": "amazon-principles", "leadership": "leadership-kinds"}
# What the smallest bank can be chosen for.
CHOSEN_FOR = frozenset({"themes", "principles"})
# Rows that are shown; the counts are over all.
SHOWN = 60


def bank(visit: Visit) -> Response:
    """Show which story is tagged with what, and what the smallest bank leaves uncovered."""
    key = visit.query("by", "themes")
    key = key if key in COLUMNS else "themes"
    session = visit.logbook.session()
    criteria = session.rubric(COLUMNS[key]).criteria
    records = visit.logbook.latest("story")
    # No bank is chosen for kinds of leadership: the themes stand for it.
    target = key if key in CHOSEN_FOR else "themes"
    counts, untagged = visit.logbook.once(("bank", key), lambda: _counted(records, key))
    return visit.page(
        "bank.html", title="Bank", intro="Which story shows what, by the tags you gave it.", key=key, keys=list(COLUMNS), criteria=criteria,
        records=records[:SHOWN], total=len(records), counts=counts, answer=visit.logbook.answer("cover", target=Target(target)), target=target,
        paths=visit.logbook.paths("story"), untagged=untagged, told=visit.logbook.once("told", lambda: _practised(visit)),
    )  # fmt: skip


def _counted(records: Sequence[Record], key: str) -> tuple[Counter[str], int]:
    """Give how many records have each tag, and how many have none."""
    tags = [record.strings(key) for record in records]
    return Counter(tag for each in tags for tag in each), sum(not each for each in tags)


def _practised(visit: Visit) -> list[tuple[Record, int]]:
    """Give the stories told in several interviews, the most often told first: those who hire compare their notes."""
    corpus = visit.logbook.corpus
    count = Counter(
        ident
        for interview in corpus.records("interview")
        for ident in {str(each.get("story", "")) for each in interview.mappings("asked")}
    )
    return [(corpus.named(ident)[0], n) for ident, n in count.most_common() if n > 1 and corpus.named(ident)]


SCREEN = Screen(
    "bank", "Bank", (Route("GET", "/bank", bank, {"by": "themes, principles or leadership"}),), order=35, key="b"
)
