"""What scripts ask: live findings, saving, the palette, whether files changed; and the way out of a conflict."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from starlette.responses import HTMLResponse, Response

from upward.catalogue.discovery import steps, verbs
from upward.faces.web.openapi import description
from upward.faces.web.screen import Route, Screen
from upward.faces.web.screens._editing import beside, is_whole
from upward.faces.web.templating import href, verbatim
from upward.faces.web.texts import Hunk, hunks, rejoin
from upward.faces.web.visit import Visit
from upward.model.errors import RecordChangedError, UnsafePathError, UsageError
from upward.model.record import Record

MOST_FOUND = 12


def pulse(visit: Visit) -> Response:
    """Say which version of the records is known."""
    return visit.data({"version": visit.version})


def palette(visit: Visit) -> Response:
    """Give screens, verbs and records whose name holds the words."""
    words = visit.query("q").lower().split()
    found: list[tuple[str, str, str]] = []
    found += [
        (screen.address, screen.title, f"g {screen.key}" if screen.key else "screen")
        for screen in visit.screens
        if screen.order and _holds(screen.title, words)
    ]
    if words:
        for record in visit.logbook.corpus.records():
            if _holds(f"{record.title} {record.id}", words):
                found.append((href(record), record.title, record.kind))
            if len(found) >= MOST_FOUND:
                break
        found += [
            (f"/verb/{name.replace(' ', '/')}", summary, f"upward {name}")
            for name, summary in _commands()
            if _holds(f"{name} {summary}", words)
        ]
        found.append((f"/search?q={visit.query('q')}", f"Search all words: {visit.query('q')}", "search"))
    return HTMLResponse(visit.part("palette.html", found=found[: MOST_FOUND * 2]))


def _commands() -> Iterator[tuple[str, str]]:
    """Yield every verb and sub-verb with its summary."""
    for name, summary in sorted(verbs().items()):
        yield name, summary
        for step, text in steps(name).items():
            yield f"{name} {step}", text


def _holds(text: str, words: list[str]) -> bool:
    low = text.lower()
    return all(word in low for word in words)


def menu(visit: Visit) -> Response:
    """List all screens: the last of the five places on a small display."""
    return visit.page("menu.html", title="All screens")


def text(visit: Visit) -> Response:
    """Give the text of a record as it is in its file."""
    record = visit.record(visit.query("path"))
    return visit.data({"text": str(verbatim(record.text).unescape()), "digest": record.digest})


def live(visit: Visit) -> Response:
    """Check a text as it is being written."""
    held = visit.record(visit.text("path"))
    record = visit.logbook.draft(held.path, rejoin(held.text, visit.body_text()))
    found = beside(visit, record)
    parts = {
        "findings": visit.part("part_findings.html", findings=found["findings"], record=record),
        "claims": visit.part("part_claims.html", claims=found["claims"], record=record),
        "spoken": visit.part("part_spoken.html", spoken=found["spoken"], record=record),
    }
    return visit.data({"findings": found["findings"], "parts": parts})


def save(visit: Visit) -> Response:
    """Write a text over the one it was made from; 409 where the file changed since."""
    path, digest, new = visit.text("path"), visit.text("digest"), visit.body_text()
    record = _writable(visit, path)
    folder = visit.logbook.session().folder
    written = rejoin(record.text, new)
    if digest != record.digest:
        raise RecordChangedError(f"{path} changed since it was opened", next_step="compare the two texts")
    if written != record.text:
        folder.replace(path, written, digest)
        visit.logbook.reread(path)
    saved = visit.record(path)
    if visit.request.headers.get("x-part"):
        return visit.data({"digest": saved.digest, "version": visit.version})
    return visit.back(f"{href(saved)}", f"Saved `{path}`.")


def _writable(visit: Visit, path: str) -> Record:
    visit.logbook.reread(path)
    record = visit.record(path)
    if not is_whole(record):
        raise UnsafePathError(
            f"{path} can't be edited in the browser",
            why="it is too large to be read whole, or can't be read",
            next_step="edit it in a text editor",
        )
    return record


def conflict(visit: Visit) -> Response:
    """Show a text that could not be saved beside the file, place by place."""
    record = _writable(visit, visit.text("path"))
    mine = rejoin(record.text, visit.body_text())
    places = hunks(mine, record.text)
    return visit.page(
        "conflict.html", title=f"Two texts of {record.title}", record=record, mine=mine, hunks=places,
        intro="The file changed while you were writing. Choose a version for each difference; nothing is written until you do.",
        apart=sum(not place.same for place in places),
    )  # fmt: skip


def resolve(visit: Visit) -> Response:
    """Write the text that was chosen place by place, if the file is still the one that was shown."""
    record = _writable(visit, visit.text("path"))
    mine = rejoin(record.text, visit.body_text("mine"))
    if visit.text("digest") != record.digest:
        raise RecordChangedError(f"{record.path} changed again", next_step="compare the two texts again")
    places = hunks(mine, record.text)
    chosen = "".join(_chosen(visit, number, place) for number, place in enumerate(places))
    if chosen != record.text:
        visit.logbook.session().folder.replace(record.path, chosen, record.digest)
        visit.logbook.reread(record.path)
    return visit.back(f"{href(record)}/edit", f"Saved `{record.path}`.")


def _chosen(visit: Visit, number: int, place: Hunk) -> str:
    if place.same:
        return place.mine
    which = visit.form.get(f"hunk-{number}", [""])[0]
    texts: dict[str, Any] = {"mine": place.mine, "theirs": place.theirs, "both": place.theirs + place.mine}
    if which not in texts:
        raise UsageError(
            f"No version is chosen for difference {number + 1}",
            why="each difference needs a choice",
            next_step="go back and choose one",
        )
    return str(texts[which])


def openapi(visit: Visit) -> Response:
    """Describe every address for programs, as OpenAPI 3.1."""
    return visit.data(description(visit.screens))


SCREEN = Screen(
    "system",
    "System",
    (
        Route("GET", "/menu", menu),
        Route("GET", "/pulse", pulse),
        Route("GET", "/palette", palette, {"q": "Words in the name of a screen, verb or record"}),
        Route("GET", "/text", text, {"path": "The record's path"}),
        Route("POST", "/live", live, form={"path": "The record's path", "text": "The text as it is being written"}, json=True),
        Route("POST", "/save", save, form={"path": "The record's path", "text": "The whole text", "digest": "Digest of the text it was made from"}, json=True),
        Route("POST", "/conflict", conflict, form={"path": "The record's path", "text": "The text that was not saved"}),
        Route("POST", "/resolve", resolve, form={"path": "The record's path", "mine": "The text that was not saved", "digest": "Digest of the file that was shown"}),
        Route("GET", "/openapi.json", openapi),
    ),
)  # fmt: skip
