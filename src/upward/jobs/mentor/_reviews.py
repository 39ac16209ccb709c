"""Review rounds of a mentee's changes, read from a forge with their consent and not stored."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from upward.analysis.mentoring.review_rounds import (
    ReviewedChange,
    RoundsPeriod,
    RoundsProgress,
    github_rounds,
    gitlab_rounds,
    rounds_progress,
)
from upward.model.errors import SourceError, UsageError
from upward.model.page import Block, Heading, Prose, Table
from upward.model.ports import TrackerApi
from upward.model.record import Record
from upward.session.session import Session
from upward.store.import_source import PathImportSource
from upward.text.dates import parse_date

_PLACE = re.compile(r"(?P<service>github|gitlab):(?P<repo>[\w.-]+(?:/[\w.-]+)+)")
_LOGIN = re.compile(r"[\w.-]{1,80}")
# Of so many changes, the newest; without a token, GitHub takes a request for each.
MOST_CHANGES = 100
_QUERY = """query($text: String!, $count: Int!) {
  search(type: ISSUE, query: $text, first: $count) {
    nodes {
      ... on PullRequest {
        mergedAt
        reviews(states: [CHANGES_REQUESTED], first: 100) { nodes { state author { login } commit { oid } } }
      }
    }
  }
}"""


def review_progress(session: Session, record: Record, place: str, login: str) -> RoundsProgress:
    """Compare rounds before and after.

    Raises UsageError without agreement, place or login, SourceError where the forge does not answer.
    """
    if parse_date(record.string("agreed-reviews")) is None:
        raise UsageError(
            "They have not agreed that their reviews are read", why="`agreed-reviews` is not recorded",
            next_step=f"ask them, and write the date into {record.path}",
        )  # fmt: skip
    match, start = _PLACE.fullmatch(place), parse_date(record.string("date"))
    if match is None:
        raise UsageError(
            f"{place!r} is not a project", next_step="write --reviews github:owner/name or gitlab:group/name"
        )
    if not _LOGIN.fullmatch(login) or start is None:
        raise UsageError(
            "The author or the first day is missing", next_step=f"write --author LOGIN, and `date` in {record.path}"
        )
    since = start - timedelta(days=max(1, (session.today - start).days))
    # Without a cache: what a forge says of them is not kept on this machine.
    web = PathImportSource(place).web(match["service"])
    changes = _github if match["service"] == "github" else _gitlab
    return rounds_progress(list(changes(web, match["repo"], login, since)), start, session.today)


def _github(web: TrackerApi, repo: str, login: str, since: date) -> Iterator[ReviewedChange]:
    text = f"is:pr is:merged author:{login} repo:{repo} merged:>={since}"
    if web.is_signed_in and (found := _by_graphql(web, text, login)) is not None:
        yield from found
        return
    parameters = {"q": text, "sort": "created", "order": "desc", "per_page": str(MOST_CHANGES)}
    for row in _rows(web.get("search/issues", parameters)[0], "items"):
        day = parse_date(str((row.get("pull_request") or {}).get("merged_at") or row.get("closed_at") or "")[:10])
        if day is not None:
            pages = web.linked(f"repos/{repo}/pulls/{row.get('number')}/reviews", {"per_page": "100"})
            yield ReviewedChange(day, github_rounds([each for page in pages for each in _rows(page)], login))


def _by_graphql(web: TrackerApi, text: str, login: str) -> list[ReviewedChange] | None:
    """Give the changes with their reviews in one request; None where GitHub refuses or leaves out a part of them."""
    variables = {"text": f"{text} sort:created-desc", "count": MOST_CHANGES}
    with suppress(SourceError):
        answer = web.graphql(_QUERY, variables)
        data = answer.get("data")
        search = data.get("search") if isinstance(data, dict) else None
        if search and not answer.get("errors"):
            return [
                ReviewedChange(
                    day, github_rounds([_as_rest(each) for each in _rows(row.get("reviews"), "nodes")], login)
                )
                for row in _rows(search, "nodes")
                if (day := parse_date(str(row.get("mergedAt") or "")[:10])) is not None
            ]
    return None


def _as_rest(review: Mapping[str, Any]) -> dict[str, Any]:
    """Give a review of GraphQL in the form that REST has."""
    commit = review.get("commit")
    oid = commit.get("oid", "") if isinstance(commit, dict) else ""
    return {"state": review.get("state"), "user": review.get("author"), "commit_id": oid}


def _gitlab(web: TrackerApi, repo: str, login: str, since: date) -> Iterator[ReviewedChange]:
    below = f"projects/{quote(repo, safe='')}/merge_requests"
    parameters = {"author_username": login, "state": "merged", "updated_after": since.isoformat(), "per_page": "100"}
    rows = [row for page in web.linked(below, parameters) for row in _rows(page)]
    for row in rows[:MOST_CHANGES]:
        day = parse_date(str(row.get("merged_at") or "")[:10])
        if day is not None and day >= since:
            pages = web.linked(f"{below}/{row.get('iid')}/notes", {"per_page": "100"})
            yield ReviewedChange(day, gitlab_rounds([each for page in pages for each in _rows(page)], login))


def _rows(page: Any, key: str = "") -> list[dict[str, Any]]:
    found = page.get(key) if key and isinstance(page, dict) else page
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def rounds_blocks(found: RoundsProgress) -> list[Block]:
    """Draw both periods; `?` where there are too few changes."""

    def cells(period: RoundsPeriod) -> tuple[str, str]:
        return str(period.changes), "?" if period.median is None else f"{period.median:g}"

    rows = (("before", *cells(found.before)), ("after", *cells(found.after)))
    said = (
        f"Periods of {found.days} days each. A change has one round more each time changes were "
        "requested; with fewer than 4 changes nothing is reported. Smaller changes, other "
        "reviewers and other code influence the figure, too. None of it was stored."
    )
    return [Heading("Review rounds"), Table(("", "merged changes", "median rounds"), rows), Prose(said)]
