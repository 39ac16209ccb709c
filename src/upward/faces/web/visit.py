"""One request: what a screen is given, and how it answers."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import parse_qsl

from jinja2 import Environment
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from upward.faces.web.guard import MOST_FORM_FIELDS
from upward.faces.web.logbook import Logbook
from upward.faces.web.screen import Screen
from upward.model.errors import NoSuchRecordError, UsageError
from upward.model.json_value import as_json
from upward.model.record import Record
from upward.store.logbook.folder import MOST_BYTES

# A word that is searched, a title: longer ones are refused. In characters.
MOST_LINE = 2_000


@dataclass
class Visit:
    """A request to one logbook, with everything a screen answers from."""

    logbook: Logbook
    request: Request
    templates: Environment
    screens: tuple[Screen, ...]
    screen: Screen

    @property
    def version(self) -> int:
        """The version of the records that is shown."""
        return self.logbook.corpus.version

    @property
    def nonce(self) -> str:
        """What a style made by a script of ours must carry."""
        return str(self.request.state.nonce)

    @property
    def here(self) -> str:
        """The address of this request, with its query."""
        url = self.request.url
        return f"{url.path}?{url.query}" if url.query else url.path

    def param(self, name: str) -> str:
        """Give a part of the address."""
        return str(self.request.path_params.get(name, ""))

    def query(self, name: str, default: str = "") -> str:
        """Give a line of the query; raises UsageError where it is longer than anything meant."""
        return _line(name, self.request.query_params.get(name, default))

    def number(self, name: str, default: int, low: int = 0, high: int = 1_000_000) -> int:
        """Give a number of the query, the default where it is none."""
        text = self.query(name)
        return min(max(int(text), low), high) if text.isascii() and text.isdigit() else default

    @cached_property
    def form(self) -> Mapping[str, list[str]]:
        """The fields of a form that was sent, each with its values; line ends as the web sends them become LF."""
        text = self.request.state.body.decode("utf-8", "replace")
        found: dict[str, list[str]] = {}
        for name, value in parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FORM_FIELDS):
            found.setdefault(name, []).append(value.replace("\r\n", "\n"))
        return found

    @cached_property
    def json(self) -> Mapping[str, Any]:
        """The body, where it is a JSON object; raises UsageError."""
        try:
            found = json.loads(self.request.state.body)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise UsageError("The request can't be read", why="its body is not a JSON object", next_step="reload")
        return found

    def text(self, name: str, most: int = MOST_LINE) -> str:
        """Give a field of the form or the JSON as text; raises UsageError where it is missing, no text or too long."""
        if self.request.headers.get("content-type", "").startswith("application/json"):
            value = self.json.get(name)
        else:
            value = self.form.get(name, [None])[0]
        if not isinstance(value, str) or "\0" in value:
            raise UsageError(f"The field {name} is missing", why="it must be text", next_step="reload the page")
        if len(value) > most:
            raise UsageError(
                f"The field {name} is too long", why=f"{most:,} characters is the maximum", next_step="shorten it"
            )
        return value

    def body_text(self, name: str = "text") -> str:
        """Give the text of a record."""
        return self.text(name, MOST_BYTES)

    def record(self, path: str) -> Record:
        """Give the record at a path; raises NoSuchRecordError."""
        found = self.logbook.corpus.snapshot.by_path.get(path)
        if found is None:
            # It may have been written a moment ago.
            self.logbook.refresh()
            found = self.logbook.corpus.snapshot.by_path.get(path)
        if found is None:
            raise NoSuchRecordError(
                f"There is no record at {path}",
                why="it was deleted or renamed, or never existed",
                next_step="search for its title",
            )
        return found

    def page(
        self, template: str, *, title: str, intro: str = "", status: int = 200, refresh: int = 0, **values: Any
    ) -> Response:
        """Draw a screen; with `refresh`, it is asked for again after so many seconds."""
        shown = self.templates.get_template(template).render(
            visit=self, title=title, intro=intro, logbook=self.logbook, **values
        )
        headers = {"refresh": str(refresh)} if refresh else None
        return HTMLResponse(shown.encode("utf-8", "replace"), status, headers)

    def part(self, template: str, **values: Any) -> str:
        """Draw a piece of a screen."""
        return self.templates.get_template(template).render(visit=self, logbook=self.logbook, **values)

    def data(self, value: Any, status: int = 200) -> Response:
        """Answer a script with a value as JSON."""
        return JSONResponse(as_json(value), status)

    def back(self, address: str, said: str = "") -> Response:
        """Go to a screen after a change, which says what was done."""
        if said:
            self.logbook.notices.append(said)
        return RedirectResponse(address, 303)


def _line(name: str, value: str) -> str:
    if len(value) > MOST_LINE:
        raise UsageError(f"{name} is too long", why=f"{MOST_LINE:,} characters is the maximum", next_step="shorten it")
    return value.replace("\0", "")
