"""Stories: the list, the text with what is found in it, the template's questions, the shorter versions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.screens._editing import edit, known
from upward.faces.web.screens._shared import SIZE
from upward.faces.web.templating import href
from upward.faces.web.texts import rejoin
from upward.faces.web.visit import Visit
from upward.model.errors import RecordChangedError, UsageError
from upward.model.finding import Edit
from upward.model.record import Record
from upward.text import edits
from upward.text.story_parts import story_parts
from upward.text.template_slots import Slot, open_slots
from upward.text.words import spoken_seconds

VERSIONS = (
    ("packet", "Paragraph for a promotion packet", 120),
    ("two-minute", "Two-minute version", 300),
    ("one-minute", "One-minute version", 150),
    ("resume", "Résumé line", 30),
)
# Versions that are said, and not read.
_SLOT = re.compile(r"\{\{[^{}]*\}\}")
SPOKEN = frozenset({"two-minute", "one-minute"})


def stories(visit: Visit) -> Response:
    """List the stories, the latest first."""
    wanted = visit.query("theme")
    found = visit.logbook.latest("story")
    themes = visit.logbook.once(
        "themes", lambda: sorted({name for record in found for name in record.strings("themes")})
    )
    shown = [record for record in found if not wanted or wanted in record.strings("themes")]
    start = visit.number("from", 0, 0, max(0, len(shown) - 1))
    return visit.page(
        "stories.html", title="Stories", intro="Your stories, each linked to evidence.", records=shown[start : start + SIZE],
        total=len(shown), start=start, size=SIZE, themes=themes, wanted=wanted, today=visit.logbook.session().today,
        templates=[name for name in visit.logbook.catalogue.kinds["story"].templates if name],
        evidence=visit.logbook.latest("evidence")[:50],
    )  # fmt: skip


def story(visit: Visit) -> Response:
    """Show one story to be read, with the standing of each claim beside it."""
    record = visit.record(visit.param("path"))
    return visit.page(
        "story.html", title=record.title, record=record, open=list(open_slots(record.text)), today=visit.logbook.session().today,
        evidence=[each for ident in record.strings("evidence") for each in visit.logbook.corpus.named(ident)],
        **known(visit, record),
    )  # fmt: skip


def interview(visit: Visit) -> Response:
    """Ask the questions of the template that are still open, one after the other, or all at once."""
    record = visit.record(visit.param("path"))
    questions, whole = _questions(record), bool(visit.query("all"))
    at = min(visit.number("at", 0), max(0, len(questions) - 1))
    intro = "Answer what you know and leave the rest open. An answer replaces its question in the text."
    return visit.page(
        "interview.html", title=record.title, intro=intro, record=record, at=at, whole=whole, count=len(questions),
        open=questions if whole else questions[at : at + 1], before=_before(record, questions[at][1]) if questions and not whole else "",
    )  # fmt: skip


def _before(record: Record, slot: Slot) -> str:
    """Give what the part that a question stands in says so far, without its questions."""
    inside = [each.body for each in record.sections if each.body.start <= slot.span.start < each.body.stop]
    return _SLOT.sub("", inside[-1].cut(record.text)).strip() if inside else ""


def _questions(record: Record) -> list[tuple[str, Slot]]:
    """Give each open slot with the part of the story that it stands in."""
    found = []
    for slot in open_slots(record.text):
        inside = [each.title for each in record.sections if each.body.start <= slot.span.start < each.body.stop]
        found.append((inside[-1] if inside else "", slot))
    return found


def answered(visit: Visit) -> Response:
    """Put the answers in the places of their questions."""
    record = visit.record(visit.param("path"))
    if visit.text("digest") != record.digest:
        raise RecordChangedError(
            f"{record.path} changed since the questions were shown",
            why="another program or browser tab changed it",
            next_step="copy your answers from below, reload the questions, and enter them again",
        )
    made = []
    for slot in open_slots(record.text):
        given = visit.form.get(f"slot-{slot.name}", [""])[0].strip()
        if given:
            if "{{" in given:
                raise UsageError(
                    "An answer can't contain {{", why="it would be read as another question", next_step="remove it"
                )
            made.append(Edit(slot.span, given))
    text = rejoin(record.text, edits.apply_edits(made, record.text)) if made else record.text
    if text != record.text:
        visit.logbook.session().folder.replace(record.path, text, record.digest)
        visit.logbook.refresh()
    left = len(list(open_slots(text)))
    if not left:
        return visit.back(f"{href(record)}/edit", "All questions are answered. Next, check the story.")
    # Where the answered one stood, the next one stands now; an empty answer goes on behind it.
    at = visit.form.get("at", [""])[0]
    place = int(at) + (not made) if at.isascii() and at.isdigit() else 0
    step = f"?at={place if place < left else 0}" if at else "?all=1"
    return visit.back(f"{href(record)}/interview{step}", f"{len(made)} answered, {left} open.")


def versions(visit: Visit) -> Response:
    """Show the shorter versions of a story to be written, each with how long it takes to say."""
    record = visit.record(visit.param("path"))
    speed = visit.logbook.session().settings.words_per_minute
    held = _held(record)
    return visit.page(
        "versions.html", title=record.title, intro="Shorter versions, kept in the front matter under `versions`.",
        record=record, parts=[(part.value, " ".join(span.cut(record.text).split())) for part, span in story_parts(record).items()],
        versions=[(name, label, most, held[name], spoken_seconds(held[name], speed) if name in SPOKEN else 0) for name, label, most in VERSIONS],
    )  # fmt: skip


def _held(record: Record) -> dict[str, str]:
    held = record.fields.get("versions")
    return {name: str(held.get(name, "")) if isinstance(held, Mapping) else "" for name, _, _ in VERSIONS}


def write_versions(visit: Visit) -> Response:
    """Write the versions that were changed into the front matter; everything else stays as it is."""
    record = visit.record(visit.param("path"))
    if visit.text("digest") != record.digest:
        raise RecordChangedError(
            f"{record.path} changed since its versions were shown",
            why="another program or browser tab changed it",
            next_step="copy your text from below, reload, and enter it again",
        )
    text, held = record.text, _held(record)
    for name, _, _ in VERSIONS:
        given = visit.form.get(f"version-{name}", [held[name]])[0].strip()
        if given != held[name].strip():
            text = edits.apply_edits([edits.set_in_mapping(text, "versions", name, given)], text)
    if text != record.text:
        visit.logbook.session().folder.replace(record.path, text, record.digest)
        visit.logbook.reread(record.path)
    return visit.back(f"{href(record)}/versions", f"Saved in `{record.path}`.")


def draft(visit: Visit) -> Response:
    """Draft a story from evidence, and ask its questions."""
    template = visit.form.get("template", [""])[0]
    options = {"template": template} if template else {}
    chosen = tuple(each for each in visit.form.get("evidence", []) if each)
    made = visit.logbook.run("draft", chosen, **options).data
    return visit.back(f"/story/{made['path']}/interview", f"Wrote `{made['path']}`. Its questions are below.")


SCREEN = Screen(
    "stories",
    "Stories",
    (
        Route("GET", "/stories", stories, {"theme": "Only stories with this theme", "from": "The first row to show"}),
        Route("POST", "/stories/draft", draft, form={"evidence": "Ids of evidence", "template": "The template"}),
        Route(
            "GET",
            "/story/{path:path}/interview",
            interview,
            {"at": "The question to ask, from 0", "all": "1 for all at once"},
        ),
        Route(
            "POST",
            "/story/{path:path}/interview",
            answered,
            form={"digest": "Digest of the text the questions are of", "at": "The question that was asked, from 0"},
        ),
        Route("GET", "/story/{path:path}/versions", versions),
        Route(
            "POST",
            "/story/{path:path}/versions",
            write_versions,
            form={
                "digest": "Digest of the text they were shown from",
                **{f"version-{name}": label for name, label, _ in VERSIONS},
            },
        ),
        Route("GET", "/story/{path:path}/edit", edit),
        Route("GET", "/story/{path:path}", story),
    ),
    order=30,
    key="s",
    count=lambda logbook: len(logbook.corpus.records("story")),
)
