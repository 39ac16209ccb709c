"""Evidence from GitLab: merge requests opened, merged and reviewed, issues. `gitlab:group/project` or `gitlab:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from upward.analysis.history.tracker_activity import TrackerItem, logins, tracker_candidates
from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource, TrackerApi

_NAME = re.compile(r"gitlab:(?P<project>[\w.-]+(?:/[\w.-]+)+)?")
_ASKED = (
    ("author", "merge_requests", "author_username"),
    # Who was asked to review may never have looked: only an approval is the reviewer's own act.
    ("reviewer", "merge_requests", "approved_by_usernames[]"),
    ("reporter", "issues", "author_username"),
)


def recognises(source: ImportSource) -> bool:
    """Whether the source is named `gitlab:` with a project or without."""
    return _NAME.fullmatch(source.path) is not None


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate]:
    """Yield the user's own merge requests, and by quarter what they did for others."""
    web = source.web("gitlab")
    match = _NAME.fullmatch(source.path)
    project = (match["project"] or "") if match else ""
    below = f"projects/{project.replace('/', '%2F')}/" if project else ""
    items = [item for who in logins(web, query, "username") for item in _items(web, below, who, query)]
    yield from tracker_candidates(items, query)


def _items(web: TrackerApi, below: str, who: str, query: ImportQuery) -> Iterator[TrackerItem]:
    if not re.fullmatch(r"[\w.-]+", who):
        raise SourceError(f"{who} is not a user name", next_step="name one with --author, such as --author ada")
    for part, what, key in _ASKED:
        parameters = {key: who, "scope": "all", "state": "all", "per_page": "100", "order_by": "created_at"}
        if query.since:
            parameters["updated_after"] = f"{query.since}T00:00:00Z"
        for page in web.linked(f"{below}{what}", parameters):
            for row in page if isinstance(page, list) else ():
                author = str((row.get("author") or {}).get("username", ""))
                if part != "reviewer" or author != who:
                    yield _item(row, part, author)


def _item(row: Mapping[str, Any], part: str, author: str) -> TrackerItem:
    whole = str((row.get("references") or {}).get("full") or f"!{row.get('iid')}")
    project, mark, number = re.split(r"([!#])", whole, maxsplit=1) if re.search(r"[!#]", whole) else (whole, "", "")
    created, merged = str(row.get("created_at", "")), str(row.get("merged_at") or row.get("closed_at") or "")
    return TrackerItem(
        origin=f"gitlab:{whole}",
        repo=project.rpartition("/")[2],
        ref=f"{mark}{number}",
        title=str(row.get("title", "")).strip() or whole,
        day=(merged if part in {"author", "reviewer"} and merged else created)[:10],
        part=part,
        by=author if part == "reviewer" else "",
        body=str(row.get("description") or "") if part == "author" else "",
        state=str(row.get("state", "")),
        started=created[:10],
        labels=tuple(map(str, row.get("labels") or ())),
        comments=int(row.get("user_notes_count") or 0),
        verdict="approved" if part == "reviewer" else "",
    )


IMPORTER = Importer("gitlab", "GitLab, as `gitlab:group/project`, or `gitlab:` for all of yours", recognises, read)
