"""Evidence from GitHub: pull requests opened, merged, reviewed; discussions; issues. `github:owner/name`, `github:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from upward.analysis.history.tracker_activity import TrackerItem, logins, tracker_candidates
from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery
from upward.model.ports import ImportSource, TrackerApi

_NAME = re.compile(r"github:(?P<repo>[\w.-]+/[\w.-]+)?")
# What to ask for, and one's part in what comes back; {who} is the login.
_ASKED = (
    ("author", "is:pr author:{who}"),
    ("reviewer", "is:pr reviewed-by:{who} -author:{who}"),
    ("commenter", "commenter:{who} -author:{who} -reviewed-by:{who}"),
    ("reporter", "is:issue author:{who}"),
)
_PER_PAGE = "100"


def recognises(source: ImportSource) -> bool:
    """Whether the source is named `github:` with a repository or without."""
    return _NAME.fullmatch(source.path) is not None


def read(source: ImportSource, wish: ImportQuery) -> Iterator[Candidate]:
    """Yield one's own pull requests, and by quarter what one did for others."""
    web = source.web("github")
    match = _NAME.fullmatch(source.path)
    repo = (match["repo"] or "") if match else ""
    items = [item for who in logins(web, wish, "login") for item in _items(web, repo, who, wish)]
    yield from tracker_candidates(items, wish)


def _items(web: TrackerApi, repo: str, who: str, wish: ImportQuery) -> Iterator[TrackerItem]:
    if not re.fullmatch(r"[\w.-]+(?:\[bot\])?", who):
        raise SourceError(f"{who} is no login", next_step="name one with --author, such as --author ada")
    where = f" repo:{repo}" if repo else ""
    # Updated, not created: a review of today may be of a change of last year.
    when = f" updated:>={wish.since}" if wish.since else ""
    for part, query in _ASKED:
        asked = {"q": query.format(who=who) + where + when, "per_page": _PER_PAGE, "sort": "created", "order": "desc"}
        for page in web.linked("search/issues", asked):
            for row in page.get("items", ()) if isinstance(page, dict) else ():
                yield _item(row, part)


def _item(row: Mapping[str, Any], part: str) -> TrackerItem:
    name = "/".join(str(row.get("repository_url", "")).rsplit("/", 2)[-2:])
    merged = (row.get("pull_request") or {}).get("merged_at")
    state = "merged" if merged else str(row.get("state", ""))
    created, closed = str(row.get("created_at", "")), str(merged or row.get("closed_at") or "")
    return TrackerItem(
        origin=f"github:{name}#{row.get('number')}",
        repo=name.rpartition("/")[2],
        ref=f"#{row.get('number')}",
        title=str(row.get("title", "")).strip() or f"#{row.get('number')}",
        day=(closed if part == "author" and closed else created)[:10],
        part=part,
        by=str((row.get("user") or {}).get("login", "")) if part not in {"author", "reporter"} else "",
        body=str(row.get("body") or "") if part == "author" else "",
        state=state,
        started=created[:10],
    )


IMPORTER = Importer("github", "GitHub, as `github:owner/name`, or `github:` for all of yours", recognises, read)
