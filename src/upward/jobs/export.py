"""Export records in another form."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from upward.model.errors import UsageError, WriteError
from upward.model.extension import Job, Outcome, Reach
from upward.model.page import Page, Prose, Source
from upward.session import Session
from upward.store.config import nearest
from upward.store.files import Folder
from upward.text.words import counted


def run(
    session: Session,
    form: Annotated[str, "story_bank, html or json_lines"],
    *,
    to: Annotated[str, "The file to write; without one, it is shown"] = "",
    reach: Annotated[Reach, "Who will see it: shared leaves private records out"] = Reach.SHARED,
    dry_run: Annotated[bool, "Say what would be written, and write nothing"] = False,
) -> Outcome:
    """Write the records, without the private ones unless they are for yourself."""
    exporter = session.catalogue.exporters.get(form)
    if exporter is None:
        known = sorted(session.catalogue.exporters)
        hint = nearest(form, known)
        raise UsageError(
            f"No form is called {form}", next_step=f"did you mean {hint}?" if hint else f"there are {', '.join(known)}"
        )
    records = [record for record in session.corpus.records() if not exporter.kinds or record.kind in exporter.kinds]
    kept = [record for record in records if reach is Reach.MINE or not record.private]
    text = exporter.write(kept, session.corpus)
    held = len(records) - len(kept)
    said = counted(len(kept), "record") + (f", {held} private left out" if held else "")
    if to and not dry_run:
        _write(session.here / Path(to).expanduser(), text)
    page = Page(
        f"Export: {exporter.summary}",
        (Prose(f"{said}{f', written to {to}' if to and not dry_run else ''}."), *(() if to else (Source(text),))),
    )
    return Outcome(
        page,
        {
            "form": form,
            "records": [record.id for record in kept],
            "left_out": held,
            "to": to,
            "text": "" if to else text,
        },
    )


def _write(path: Path, text: str) -> None:
    if not path.parent.is_dir():
        raise WriteError(
            f"{path} can't be written", why=f"there is no folder {path.parent}", next_step="make it, or choose another"
        )
    folder = Folder(path.parent.resolve())
    folder.put(path.name, text)


JOB = Job("export", run)
