"""History: what changed in the logbook, where it is kept in git."""

from __future__ import annotations

from itertools import islice

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.model.errors import SourceError
from upward.store.import_source import PathImportSource

SHOWN = 60


def history(visit: Visit) -> Response:
    """Show the latest commits of the logbook with the records each changed."""
    root = visit.logbook.root
    commits, why = [], ""
    if (root / ".git").exists():
        try:
            git = PathImportSource(str(root)).git()
            commits = list(islice(git.log(), SHOWN))
        except SourceError as error:
            why = f"{error.what}: {error.why}"
    return visit.page(
        "history.html",
        title="History",
        intro="What changed in the logbook, if it is in git.",
        commits=commits,
        why=why,
        kept=(root / ".git").exists(),
    )


SCREEN = Screen("history", "History", (Route("GET", "/history", history),), order=92, key="h")
