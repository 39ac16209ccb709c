"""Settings: what holds, what each does, and the file they stand in."""

from __future__ import annotations

from dataclasses import fields

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.model.errors import ConfigurationError, RecordChangedError
from upward.store.config import FILE, Settings
from upward.text.record_reader import decode_text, text_digest

# What each setting does.
MEANING = {
    "name": "Your name, as it appears in exports",
    "emails": "Your addresses in git histories: whose work is yours",
    "level": "The level you aim at",
    "rubric": "The rubric that readiness is measured against",
    "words_per_minute": "How fast you speak, for the spoken length of stories",
    "logbook": "The logbook for commands outside of one (in your own file only)",
    "repositories": "Repositories and trackers that `upward mine` reads where none is named",
    "select": "Only these rules run",
    "extend_select": "These rules run, too",
    "ignore": "These rules do not run",
    "exclude": "Files and folders that are not checked, as names or globs",
    "per_file_ignores": "Rules that do not run in some files, as GLOB:NAME",
    "confidential": "Names that must not appear in shared output: customers, projects, people",
    "fiscal_year_starts": "The month in which your fiscal year begins, for dates such as FY26",
    "lights": "When the green, yellow and red light come on while a story is told",
    "decision_statuses": "Status words that your team's decisions use besides the usual ones",
}
MOST = 200_000


def settings(visit: Visit) -> Response:
    """Show every setting with its value and meaning, and the file."""
    return _page(visit, _text(visit))


def _text(visit: Visit) -> str:
    folder = visit.logbook.session().folder
    return decode_text(folder.read(FILE)) if folder.exists(FILE) else ""


def _page(visit: Visit, text: str, wrong: str = "", status: int = 200) -> Response:
    held = visit.logbook.session().settings
    rows = [
        (field.name, MEANING[field.name], _shown(getattr(held, field.name)))
        for field in fields(Settings)
        if field.name != "unknown"
    ]
    return visit.page(
        "settings.html", title="Settings", intro=f"They are set in `{FILE}` in the logbook; environment variables and your user settings override them.",
        rows=rows, text=text, digest=text_digest(_text(visit)), file=FILE, wrong=wrong, unknown=held.unknown, status=status,
    )  # fmt: skip


def _shown(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, tuple) else str(value)


def save(visit: Visit) -> Response:
    """Write the file, if it is TOML that every command can use."""
    import tomllib

    text, old = visit.text("text", MOST), _text(visit)
    if visit.text("digest") != text_digest(old):
        raise RecordChangedError(
            f"{FILE} changed since it was shown", next_step="copy your text, reload, and enter it again"
        )
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return _page(visit, text, f"This is not valid TOML: {error}.", 400)
    folder = visit.logbook.session().folder
    if folder.exists(FILE):
        folder.replace(FILE, text, text_digest(old))
    else:
        folder.create(FILE, text)
    visit.logbook.refresh()
    try:
        visit.logbook.session()
    except ConfigurationError as error:
        # What no command could read must not stay.
        folder.replace(FILE, old, text_digest(text))
        visit.logbook.refresh()
        return _page(visit, text, f"{error.what}: {error.why}.", 400)
    return visit.back("/settings", f"Saved `{FILE}`.")


SCREEN = Screen(
    "settings",
    "Settings",
    (Route("GET", "/settings", settings), Route("POST", "/settings", save, form={"text": "The file's text", "digest": "Digest of the text that was shown"})),
    order=100,
    key=",",
)  # fmt: skip
