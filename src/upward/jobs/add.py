"""Add a record from its kind's template."""

from __future__ import annotations

from typing import Annotated

from upward.model.errors import UsageError
from upward.model.job import Job, JobResult, Names
from upward.model.kind import Kind
from upward.model.page import Items, Page, Prose
from upward.model.record import Value
from upward.session.session import Session
from upward.text import frontmatter
from upward.text.record_template import fill_template
from upward.text.record_writer import slug
from upward.text.template_slots import open_slots


def run(
    session: Session,
    kind: Annotated[str, "The kind of record", Names.KIND],
    title: Annotated[str, "Its title"] = "",
    *,
    template: Annotated[str, "For a story: the template", Names.TEMPLATE] = "",
    set: Annotated[tuple[str, ...], "A front-matter value as KEY=VALUE; repeat a key to make a list"] = (),  # noqa: A002 - the word the user types
    with_: Annotated[tuple[str, ...], "A person who took part, by name; repeatable"] = (),
    text: Annotated[str, "The text of the record, instead of the template's prompts"] = "",
    dry_run: Annotated[bool, "Show the record, and write nothing"] = False,
) -> JobResult:
    """Write the template with the given values filled in."""
    which = session.kind(kind)
    if template not in which.templates:
        known = ", ".join(name for name in which.templates if name) or "only one, without a name"
        raise UsageError(f"Unknown template of {kind}: {template}", next_step=f"known: {known}")
    fields = _fields(session, which, template, title, set)
    if with_:
        if which.field_named("people") is None:
            raise UsageError(
                f"A record of the kind {kind} has no people", next_step="leave out --with, or add evidence instead"
            )
        fields["people"] = [{"name": name, "part": "colleague"} for name in with_]
    composed = fill_template(which.templates[template], fields, text)
    ident, path = session.free_id(kind, slug(title or f"{kind} {session.today}"))
    if not dry_run:
        session.folder.create(path, composed)
        session.invalidate()
    prompts = tuple(f"{slot.name}: {slot.prompt}" for slot in open_slots(composed))
    said = Prose(f"{'Would write' if dry_run else 'Wrote'} {path}.")
    page = Page(title or ident, (said, Prose("Questions to answer:"), Items(prompts)) if prompts else (said,))
    return JobResult(
        page, {"id": ident, "path": path, "text": composed, "open": [slot.name for slot in open_slots(composed)]}
    )


def _fields(session: Session, kind: Kind, template: str, title: str, given: tuple[str, ...]) -> dict[str, Value]:
    fields: dict[str, Value] = dict(frontmatter.parse_front_matter(kind.templates[template]).fields)
    if title:
        fields["title"] = title
    date = kind.field_named("date")
    if date is not None and (date.required or "date" in fields):
        fields["date"] = (
            session.clock.now().strftime("%Y-%m-%dT%H:%M") if kind.name == "rehearsal" else session.today.isoformat()
        )
    chosen: dict[str, list[str]] = {}
    for pair in given:
        key, equals, value = pair.partition("=")
        if not equals or not key.strip():
            raise UsageError(
                f"--set {pair} can't be read",
                why="it must have the form KEY=VALUE",
                next_step="for example --set level=senior",
            )
        chosen.setdefault(key.strip(), []).append(value.strip())
    for key, values in chosen.items():
        field = kind.field_named(key)
        fields[key] = values if len(values) > 1 or (field is not None and field.many) else values[0]
    return fields


JOB = Job("add", run, group="Collect")
