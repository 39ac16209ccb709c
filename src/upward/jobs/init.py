"""Create a logbook: a folder of plain text that is yours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from upward.analysis.lint.schema import json_schema
from upward.model.errors import WriteError
from upward.model.job import Job, JobResult
from upward.model.page import Callout, FactList, Items, Page, Prose, Tone
from upward.session.session import Session
from upward.store.git.repository import user_identity
from upward.store.logbook.files import MARK, find_logbook
from upward.store.logbook.folder import Folder
from upward.text.record_writer import yaml_scalar
from upward.text.words import count_noun

_README = """# My logbook

Everything here is plain text and yours. `.upward/index.sqlite3` is derived from it and
can be deleted at any time; `.upward/schemas/` lets an editor complete the front matter.

- `evidence/` what happened, with its sources
- `stories/` your stories
- `questions/` what you were asked
- `rehearsals/` how each rehearsal went
- `interviews/` what real interviewers asked, and what you told
- `reading/` what you read and what you took from it
- `assessments/` how you and others rate you
"""


def run(
    session: Session,
    path: Annotated[str, "The folder of the logbook; created if it does not exist"] = ".",
    *,
    examples: Annotated[bool, "Add the worked examples"] = False,
    dry_run: Annotated[bool, "Say what would be written, and write nothing"] = False,
) -> JobResult:
    """Create what is missing; an existing logbook is not changed."""
    root = (session.here / path).resolve()
    folder = Folder(root)
    wanted = _files(session, examples=examples)
    new = {name: text for name, text in wanted.items() if not folder.exists(name)}
    if not dry_run:
        try:
            (root / MARK).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise WriteError(
                f"Cannot create a logbook in {root}",
                why=error.strerror or "",
                next_step="choose a folder in which you can write",
            ) from error
        for name, text in new.items():
            folder.create(name, text)
    said = "would write" if dry_run else "wrote"
    done = (
        f"{said.capitalize()} {count_noun(len(new), 'file')}."
        if new
        else "This folder is already a logbook; nothing was changed."
    )
    cd = "" if root == session.here.resolve() else f"cd {path} && "
    steps = (f"{cd}upward mine ~/src/a-repository --save", "upward draft", "upward check")
    outer = find_logbook(root.parent)
    warning = f"This folder is inside the logbook {outer}; neither sees the other's records."
    inside = [Callout(warning, Tone.WARN)] if outer else []
    page = Page(
        "Logbook",
        (
            FactList((("folder", _folder(root, session.here)),)),
            Prose(done),
            *inside,
            Prose("What next:"),
            Items(steps),
        ),
    )
    return JobResult(page, {"logbook": str(root), "written": sorted(new), "dry_run": dry_run})


def _folder(root: Path, here: Path) -> str:
    return str(root.relative_to(here.resolve())) if root.is_relative_to(here.resolve()) else str(root)


def _files(session: Session, *, examples: bool) -> dict[str, str]:
    found = {
        f"{MARK}/config.toml": _configuration(),
        f"{MARK}/.gitignore": "index.sqlite3*\nlast-decision.json\nlock\n",
        "README.md": _README,
    }
    for kind in session.catalogue.kinds.values():
        schema = json_schema(kind, session.rubrics)
        found[f"{MARK}/schemas/{kind.name}.json"] = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
        for name, text in kind.examples.items() if examples else ():
            found[f"{kind.folder}/example-{name or kind.name}.md"] = text
    return found


def _configuration() -> str:
    name, email = user_identity()
    return (
        "# Settings of this logbook. `upward check` reports unknown keys.\n"
        f"name = {_toml(name)}\n"
        f"emails = [{_toml(email) if email else ''}]\n"
        '# The level you aim at: intermediate or senior.\nlevel = "senior"\n'
        "# How fast you speak.\nwords_per_minute = 140\n"
    )


def _toml(text: str) -> str:
    # A double-quoted YAML scalar made of JSON's escapes is a basic string of TOML, too.
    quoted = yaml_scalar(text)
    return quoted if quoted.startswith('"') else f'"{quoted}"'


JOB = Job("init", run, group="Set up", interactive_only=("path", "examples", "dry_run"))
