"""Evidence from Jira, in the cloud or on a server: issues the user was assigned or reported. `jira:KEY` or `jira:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from upward.analysis.history.tracker_activity import TrackerItem, tracker_candidates
from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource, TrackerApi

_NAME = re.compile(r"jira:(?P<project>[A-Z][A-Z0-9_]+)?")
_FIELDS = "summary,status,created,resolution,resolutiondate,statuscategorychangedate,issuetype,reporter,assignee,description,labels"
# How an issue is closed that was not done.
_NOT_DONE = re.compile(
    r"(?i)won.?t|will not|duplicate|declined|cannot reproduce|can.?t reproduce|invalid|rejected|cancel|obsolete|not a bug|abandon|incomplete"
)
_PAGE = 100


def recognises(source: ImportSource) -> bool:
    """Whether the source is named `jira:` with a project's key or without."""
    return _NAME.fullmatch(source.path) is not None


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate]:
    """Yield the issues the user was assigned, and by quarter those they reported."""
    web = source.web("jira")
    match = _NAME.fullmatch(source.path)
    project = (match["project"] or "") if match else ""
    items = [item for part in ("assignee", "reporter") for item in _items(web, project, part, query)]
    yield from tracker_candidates(items, query)


def _items(web: TrackerApi, project: str, part: str, query: ImportQuery) -> Iterator[TrackerItem]:
    names = list(query.authors)
    for name in names:
        if '"' in name or "\\" in name:
            raise SourceError(f"{name} is not a user", next_step="name one with --author")
    # Without a name given, the user is the owner of the token.
    listed = ", ".join(f'"{name}"' for name in names)
    who = f"in ({listed})" if names else "= currentUser()"
    jql = f"{part} {who}"
    jql += f" AND project = {project}" if project else ""
    jql += f' AND updated >= "{query.since}"' if query.since else ""
    for row in _rows(web, f"{jql} ORDER BY created DESC"):
        made = _item(row, part)
        # Unfinished work is no evidence of having done it.
        if part == "reporter" or made.state == "done":
            yield made


def _rows(web: TrackerApi, query: str) -> Iterator[Mapping[str, Any]]:
    """Yield all rows: the cloud gives a token for the next page, a server counts where it starts."""
    # A token with scopes is sent to the gateway, where the cloud's address has the site's id in it.
    base = web.base.rstrip("/")
    if base.endswith(".atlassian.net") or base.startswith("https://api.atlassian.com/ex/jira/"):
        parameters = {"jql": query, "fields": _FIELDS, "maxResults": str(_PAGE)}
        while True:
            page, _ = web.get("rest/api/3/search/jql", parameters)
            yield from page.get("issues", ())
            following = page.get("nextPageToken")
            if not following or page.get("isLast"):
                return
            parameters["nextPageToken"] = str(following)
    start = 0
    while True:
        parameters = {"jql": query, "fields": _FIELDS, "maxResults": str(_PAGE), "startAt": str(start)}
        page, _ = web.get("rest/api/2/search", parameters)
        rows = page.get("issues", ())
        yield from rows
        start += len(rows)
        if not rows or start >= int(page.get("total", 0)):
            return


def _item(row: Mapping[str, Any], part: str) -> TrackerItem:
    fields = row.get("fields") or {}
    key = str(row.get("key", ""))
    created, done = str(fields.get("created", "")), str(fields.get("resolutiondate") or "")
    status = fields.get("status") or {}
    category = (status.get("statusCategory") or {}).get("key", "")
    resolution = str((fields.get("resolution") or {}).get("name", "")) or str(status.get("name", ""))
    finished = bool(done or category == "done") and not _NOT_DONE.search(resolution)
    changed = str(fields.get("statuscategorychangedate") or "") if finished and not done else ""
    caveat = "" if done or not finished else _NO_DATE_CHANGED if changed else _NO_DATE
    return TrackerItem(
        origin=f"jira:{key}",
        repo=key.partition("-")[0],
        ref=key,
        title=str(fields.get("summary", "")).strip() or key,
        day=((done or changed) if part == "assignee" and (done or changed) else created)[:10],
        part=part,
        body=_words(fields.get("description")) if part == "assignee" else "",
        state="done" if finished else "closed" if done or category == "done" else "open",
        started=created[:10],
        labels=tuple(map(str, fields.get("labels") or ())),
        caveat=caveat,
    )


_NO_DATE = "Jira has no resolution date for it; this is the day of its creation."
_NO_DATE_CHANGED = "Jira has no resolution date for it; this is the day on which its status changed to done."


def _words(value: Any) -> str:
    """Give a description as text: a server sends text, the cloud a tree of its own."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        inner = "".join(_words(each) for each in value.get("content", ()))
        return str(value.get("text", "")) + inner + ("\n" if value.get("type") in {"paragraph", "heading"} else "")
    return ""


IMPORTER = Importer("jira", "Jira, as `jira:KEY`, or `jira:` for all of yours", recognises, read)
