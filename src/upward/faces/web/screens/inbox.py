"""Inbox: work that was found and what assistants propose, to accept, merge, split, rename or dismiss."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from starlette.responses import Response

from upward.faces.web.logbook import Logbook
from upward.faces.web.screen import Route, Screen
from upward.faces.web.texts import Line, difference
from upward.faces.web.visit import Visit
from upward.model.errors import UsageError
from upward.model.record import Record
from upward.store.logbook import proposals, triage_undo
from upward.store.logbook.proposals import Proposal

TRACKERS = frozenset({"github", "gitlab", "jira"})


class Waiting(NamedTuple):
    """A proposal as it is shown: its records as they would be, and what would change in those that are there."""

    proposal: Proposal
    records: tuple[Record, ...]
    changes: tuple[tuple[str, list[Line]], ...]


def inbox(visit: Visit) -> Response:
    """Show what waits for a decision."""
    logbook = visit.logbook
    waiting = [_shown(logbook, each) for each in proposals.waiting_proposals(logbook.session().folder)]
    return visit.page(
        "inbox.html", title="Inbox", intro="Work that was found and what assistants propose. None of it is in the logbook yet.",
        waiting=waiting, tasks=[task for task in logbook.tasks.all() if task.verb in {"mine", "import"}][:3],
        today=logbook.session().today, undoable=triage_undo.last_decision(logbook.session().folder) is not None,
    )  # fmt: skip


def _shown(logbook: Logbook, proposal: Proposal) -> Waiting:
    records = tuple(logbook.draft(write.path, write.text) for write in proposal.writes)
    held = logbook.corpus.snapshot.by_path
    changes = tuple(
        (write.path, difference(held[write.path].text, write.text))
        for write in proposal.writes
        if write.expected and write.path in held
    )
    return Waiting(proposal, records, changes)


def mine(visit: Visit) -> Response:
    """Look for work in a repository or a file; what is found waits in the inbox."""
    path = visit.text("path").strip()
    if not path:
        raise UsageError("No folder was given", next_step="give the path of a repository, such as ~/src/shop")
    # A folder or a tracker has a history; a file is read as notes, a bank, a calendar.
    whole = (visit.logbook.root / Path(path).expanduser()).is_dir() or path.split(":")[0] in TRACKERS
    options: dict[str, object] = {"save": True, "propose": True}
    author = visit.form.get("author", [""])[0].strip()
    if author:
        options["author"] = tuple(each.strip() for each in author.split(",") if each.strip())
    task = visit.logbook.begin(f"Find work in {path}", "mine" if whole else "import", (path,), **options)
    return visit.back(f"/task/{task.id}")


def decide(visit: Visit) -> Response:
    """Accept, dismiss, merge, split or rename what was chosen."""
    act = visit.text("act")
    chosen = tuple(each for each in visit.form.get("id", []) if each)
    if act == "undo":
        visit.logbook.run("accept", undo=True)
        visit.logbook.refresh()
        return visit.back("/inbox", "Undone: what waited before waits again.")
    if not chosen:
        raise UsageError("Nothing is selected", next_step="select a row with x, or use the buttons of a row")
    title = visit.form.get("title", [""])[0].strip()
    acts: dict[str, dict[str, Any]] = {
        "accept": {"ids": chosen},
        "dismiss": {"dismiss": chosen},
        "merge": {"merge": chosen, "title": title},
        "rename": {"rename": chosen[0], "title": title},
        "split": {"split": chosen[0], "origin": tuple(visit.form.get("origin", []))},
    }
    if act not in acts:
        raise UsageError(f"There is no action {act}", next_step="reload the page")
    result = visit.logbook.run("accept", **acts[act])
    visit.logbook.refresh()
    return visit.back("/inbox", _said(act, result.data))


def _said(act: str, data: object) -> str:
    written = data.get("written", []) if isinstance(data, dict) else []
    if act == "accept":
        return f"Wrote {', '.join(f'`{path}`' for path in written)}."
    return {
        "dismiss": "Dismissed. This work is not proposed again.",
        "merge": "Merged into one.",
        "rename": "Renamed.",
        "split": "Split into two.",
    }[act]


SCREEN = Screen(
    "inbox",
    "Inbox",
    (
        Route("GET", "/inbox", inbox),
        Route("POST", "/inbox/mine", mine, form={"path": "A repository or a file to import", "author": "Whose work, by email address"}),
        Route("POST", "/inbox", decide, form={"act": "accept, dismiss, merge, rename, split or undo", "id": "The proposals", "title": "The title", "origin": "Origins that become another proposal"}),
    ),
    order=20,
    key="i",
    count=lambda logbook: logbook.waiting(),
)  # fmt: skip
