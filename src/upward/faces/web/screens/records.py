"""Records of any kind: lists and texts, by the kind's own view and schema alone."""

from __future__ import annotations

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.screens._editing import edit, known
from upward.faces.web.screens._shared import SIZE
from upward.faces.web.templating import new_record
from upward.faces.web.visit import Visit
from upward.model.kind import Field, Kind
from upward.model.record import Record

# Columns of a list beside the title and the date.
COLUMNS = 3


def kinds(visit: Visit) -> Response:
    """List the kinds of record with how many there are of each."""
    counts = {name: len(visit.logbook.corpus.records(name)) for name in visit.logbook.catalogue.kinds}
    return visit.page(
        "kinds.html", title="Records", intro="Every kind of record.",
        kinds=sorted(visit.logbook.catalogue.kinds.values(), key=lambda kind: (-counts[kind.name], kind.name)), counts=counts,
    )  # fmt: skip


def listed(visit: Visit) -> Response:
    """List the records of one kind, the latest first."""
    kind = visit.logbook.session().kind(visit.param("kind"))
    found = visit.logbook.latest(kind.name)
    start = visit.number("from", 0, 0, max(0, len(found) - 1))
    return visit.page(
        "records.html", title=kind.folder.capitalize(), intro=f"{kind.summary}.", kind=kind, columns=list(_columns(kind, found)),
        records=found[start : start + SIZE], total=len(found), start=start, size=SIZE, today=visit.logbook.session().today,
    )  # fmt: skip


def _columns(kind: Kind, found: list[Record]) -> list[Field]:
    """Give the fields that are worth a column: those that most records of this kind fill with one short value."""
    some = found[:SIZE]
    filled = [
        field
        for field in kind.fields
        if field.name not in {"kind", "title", "date", "private", "origins"}
        and sum(bool(record.string(field.name)) for record in some) * 2 > len(some)
    ]
    return filled[:COLUMNS]


def record(visit: Visit) -> Response:
    """Show one record by its kind's view."""
    shown = visit.record(visit.param("path"))
    corpus = visit.logbook.corpus
    kind = visit.logbook.catalogue.kinds.get(shown.kind)
    page = kind.view(shown, corpus) if kind is not None and kind.view is not None else None
    return visit.page(
        "record.html", title=shown.title, record=shown, kind=kind, page=page,
        findings=known(visit, shown)["findings"],
        told_in=[story for story in corpus.records("story") if shown.id in story.strings("evidence")] if shown.kind == "evidence" else [],
    )  # fmt: skip


def new(visit: Visit) -> Response:
    """Ask for what a new record needs, from its kind's schema."""
    kind = visit.logbook.session().kind(visit.param("kind"))
    return visit.page(
        "new.html", title=f"New {new_record(kind)}", intro=f"{kind.summary}.", kind=kind, fields=_form_fields(kind)
    )


def _form_fields(kind: Kind) -> list[Field]:
    return [
        field
        for field in kind.fields
        if field.name not in {"kind", "title", "versions", "template"} and not field.parts
    ]


def add(visit: Visit) -> Response:
    """Write a new record from its kind's template."""
    kind = visit.logbook.session().kind(visit.param("kind"))
    given = []
    for field in _form_fields(kind):
        for value in visit.form.get(f"field-{field.name}", []):
            pieces = value.split(",") if field.many else [value]
            given += [f"{field.name}={piece.strip()}" for piece in pieces if piece.strip()]
    options = {"template": visit.form["template"][0]} if visit.form.get("template", [""])[0] else {}
    body = visit.form.get("text", [""])[0]
    made = visit.logbook.run("add", kind.name, visit.text("title"), set=tuple(given), text=body, **options).data
    below = "story" if kind.name == "story" else "record"
    then = "interview" if kind.name == "story" and not body else "edit"
    return visit.back(f"/{below}/{made['path']}/{then}", f"Wrote `{made['path']}`.")


SCREEN = Screen(
    "records",
    "Records",
    (
        Route("GET", "/records", kinds),
        Route("GET", "/records/{kind}", listed, {"from": "The first row to show"}),
        Route("GET", "/record/{path:path}/edit", edit),
        Route("GET", "/record/{path:path}", record),
        Route("GET", "/new/{kind}", new),
        Route("POST", "/new/{kind}", add, form={"title": "Its title", "text": "Its body, instead of the template's", "template": "The template"}),
    ),
    order=90,
    key="a",
)  # fmt: skip
