"""Verbs: every job as a form made from its signature, its answer drawn as a page; and work that takes long."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from upward.catalogue.discovery import GROUPS, groups, steps
from upward.catalogue.discovery import verbs as known
from upward.faces.web.arguments import arguments, fields, offered, with_pasted
from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.model.errors import NoSuchRecordError, UsageError

# Of the words that name what a screen waits for; in characters.
MOST_WORDS = 80


def verbs(visit: Visit) -> Response:
    """List every verb, grouped as `upward --help` groups them."""
    grouped: dict[str, list[tuple[str, str, Mapping[str, str]]]] = {group: [] for group in (*GROUPS, "More")}
    of = groups()
    for name, text in sorted(known().items()):
        grouped.get(of.get(name, ""), grouped["More"]).append((name, text, steps(name)))
    return visit.page(
        "verbs.html",
        title="Verbs",
        intro="All verbs of the command line.",
        groups=[(group, listed) for group, listed in grouped.items() if listed],
    )


def verb(visit: Visit) -> Response:
    """Show a verb's form."""
    name = _named(visit)
    job = visit.logbook.catalogue.job(name)
    if job is None:
        raise NoSuchRecordError(f"There is no verb {name}", next_step="look at the list of verbs")
    return visit.page(
        "verb.html", title=f"upward {name}", intro=f"{job.summary}.", job=job, steps=steps(name), fields=fields(job), about=(job.run.__doc__ or "").strip(),
        hidden=[name for name in job.interactive_only if name != "dry_run"],
    )  # fmt: skip


def _named(visit: Visit) -> str:
    """Give the verb of an address, with its sub-verb: "decide score"."""
    return f"{visit.param('name')} {visit.param('step')}".strip()


def run(visit: Visit) -> Response:
    """Run a verb in a process of its own."""
    name = _named(visit)
    job = visit.logbook.job(name)
    if not offered(job):
        raise UsageError(f"`upward {name}` works only in a terminal", next_step=f"run `upward {name} --help` there")
    positional, options = arguments(job, with_pasted(job, visit.form, visit.logbook.scratch))
    task = visit.logbook.begin(f"upward {name}", name, *positional, **options)
    return visit.back(f"/task/{task.id}")


def task(visit: Visit) -> Response:
    """Show how far a task is, or its result."""
    found = visit.logbook.tasks.named(visit.param("id"))
    if found is None:
        raise NoSuchRecordError(
            "This task no longer exists", why="the server was restarted", next_step="run the verb again"
        )
    return visit.page("task.html", title=found.title, task=found)


def stop(visit: Visit) -> Response:
    """Stop a task."""
    found = visit.logbook.tasks.named(visit.param("id"))
    if found is not None:
        visit.logbook.tasks.stop(found)
    return visit.back(f"/task/{visit.param('id')}")


def progress(visit: Visit) -> Response:
    """Show how far an answer is that a screen waits for; the screen is loaded again once it is there."""
    answer = visit.logbook.answers.known(visit.param("token"))
    what = visit.query("what")[:MOST_WORDS]
    return HTMLResponse(visit.part("part_progress.html", answer=answer, what=what, at=_address(visit.query("at", "/"))))


def end(visit: Visit) -> Response:
    """Stop an answer that is being worked out, or begin it again."""
    {"stop": visit.logbook.answers.stop, "again": visit.logbook.answers.again}.get(visit.text("act"), lambda _: None)(
        visit.param("token")
    )
    return visit.back(_address(visit.text("at")))


def _address(text: str) -> str:
    """Give an address of this server; the first screen for any other."""
    own = text.startswith("/") and not text.startswith(("//", "/\\")) and text.isprintable()
    return quote(text.encode("utf-8", "replace"), safe="/?&=%+,:@~.-_") if own else "/"


SCREEN = Screen(
    "verbs",
    "Verbs",
    (
        Route("GET", "/verbs", verbs),
        Route("GET", "/verb/{name}", verb),
        Route("POST", "/verb/{name}", run),
        Route("GET", "/verb/{name}/{step}", verb),
        Route("POST", "/verb/{name}/{step}", run),
        Route("GET", "/task/{id}", task),
        Route("POST", "/task/{id}", stop),
        Route("GET", "/answer/{token}", progress, {"at": "The screen that waits", "what": "What it waits for"}),
        Route("POST", "/answer/{token}", end, form={"act": "stop or again", "at": "The screen to go back to"}),
    ),
    order=95,
    key="v",
)
