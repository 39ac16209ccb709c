"""Bank: stories against themes, principles and kinds of leadership; the smallest bank; what is thin and what is overused."""

from __future__ import annotations

from collections import Counter

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit

# Rubrics whose criteria are the columns, and the key of a story's front matter that names them.
COLUMNS = {"themes": "story-themes", "principles": "amazon-principles", "leadership": "leadership-kinds"}
# Rows that are shown; the counts are over all.
SHOWN = 60


def bank(visit: Visit) -> Response:
    """Show which story is tagged with what, and what the smallest bank leaves uncovered."""
    key = visit.query("by", "themes")
    key = key if key in COLUMNS else "themes"
    session = visit.logbook.session()
    criteria = session.rubric(COLUMNS[key]).criteria
    records = visit.logbook.latest("story")
    counts = Counter(tag for record in records for tag in record.strings(key))
    return visit.page(
        "bank.html", title="Bank", intro="Which story shows what, by the tags you gave it.", key=key, keys=list(COLUMNS), criteria=criteria,
        records=records[:SHOWN], total=len(records), counts=counts, answer=visit.logbook.answer("cover"),
        paths={record.id: record.path for record in records}, untagged=sum(not record.strings(key) for record in records),
    )  # fmt: skip


SCREEN = Screen(
    "bank", "Bank", (Route("GET", "/bank", bank, {"by": "themes, principles or leadership"}),), order=35, key="b"
)
