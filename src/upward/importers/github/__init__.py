"""Evidence from GitHub: pull requests opened, merged, reviewed; discussions; issues. `github:owner/name`, `github:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from upward.analysis.history.tracker_activity import TrackerItem, logins, tracker_candidates
from upward.importers.github._graphql import graphql_pages
from upward.importers.github._search import PER_PAGE, Pages, rest_pages, sliced_rows
from upward.model.errors import SourceError
from upward.model.importer import Candidate, Importer, ImportQuery, Skipped
from upward.model.ports import ImportSource, TrackerApi

_NAME = re.compile(r"github:(?P<repo>[\w.-]+/[\w.-]+)?")
# What to ask for, and one's part in what comes back; {who} is the login. GitHub refuses a search that does not say
# whether it is for pull requests or for issues.
_ASKED = (
    ("author", "is:pr author:{who}"),
    ("reviewer", "is:pr reviewed-by:{who} -author:{who}"),
    ("commenter", "is:pr commenter:{who} -author:{who} -reviewed-by:{who}"),
    ("commenter", "is:issue commenter:{who} -author:{who}"),
    ("reporter", "is:issue author:{who}"),
)
# Of these REST gives the size or the reviews by a request each, of so many, the newest; GraphQL with the search.
_DETAILED = frozenset({"author", "reviewer"})
MOST_DETAILS = 100


def recognises(source: ImportSource) -> bool:
    """Whether the source is named `github:` with a repository or without."""
    return _NAME.fullmatch(source.path) is not None


def read(source: ImportSource, query: ImportQuery) -> Iterator[Candidate | Skipped]:
    """Yield the user's own pull requests, by quarter what they did for others, and what could not be read.

    Raises SourceError where no search was answered.
    """
    web = source.web("github")
    match = _NAME.fullmatch(source.path)
    reading = _Reading(web, (match["repo"] or "") if match else "", query, web.is_signed_in)
    items = [item for who in logins(web, query, "login") for item in reading.items(who)]
    if reading.failed and not items:
        raise reading.failed[0]
    yield from tracker_candidates(items, query)
    yield from reading.skipped


@dataclass(slots=True)
class _Reading:
    """The searches of one run, and what went wrong with them."""

    web: TrackerApi
    repo: str
    query: ImportQuery
    # GraphQL is for those who are signed in.
    graphql: bool
    skipped: list[Skipped] = field(default_factory=list)
    failed: list[SourceError] = field(default_factory=list)

    def items(self, who: str) -> Iterator[TrackerItem]:
        """Yield what all searches for a login give; one that fails takes nothing from the others."""
        if not re.fullmatch(r"[\w.-]+(?:\[bot\])?", who):
            raise SourceError(f"{who} is not a login name", next_step="name one with --author, such as --author ada")
        where = f" repo:{self.repo}" if self.repo else ""
        # Updated, not created: a review of today may be of a change of last year.
        when = f" updated:>={self.query.since}" if self.query.since else ""
        for part, question in _ASKED:
            text = question.format(who=who) + where + when
            whole = self._by_graphql(text, part, who) if part in _DETAILED else {}
            yield from whole.values()
            if part not in _DETAILED or not self.graphql:
                rest = self._by_rest(text, part, set(whole))
                yield from self._detailed(rest, part, who)

    def _by_graphql(self, text: str, part: str, who: str) -> dict[str, TrackerItem]:
        """Give the results with their reviews or sizes, by origin; after a refusal the rest of the run is by REST."""
        found: dict[str, TrackerItem] = {}
        if not self.graphql:
            return found
        own = part == "author"
        try:
            for row in self._rows(lambda query: graphql_pages(self.web, query, who, own=own), text):
                item = _item(row, part)
                found.setdefault(item.origin, _sized(item, row) if own else _reviewed(item, row["reviews"], who))
        except SourceError:
            self.graphql = False
        return found

    def _by_rest(self, text: str, part: str, known: set[str]) -> list[TrackerItem]:
        found: dict[str, TrackerItem] = {}
        try:
            for row in self._rows(lambda query: rest_pages(self.web, query), text):
                item = _item(row, part)
                found.setdefault(item.origin, item)
        except SourceError as error:
            self.failed.append(error)
            self._tell(text, f"{error.what}: {error.why}")
        return [item for origin, item in found.items() if origin not in known]

    def _rows(self, pages: Pages, text: str) -> Iterator[Mapping[str, Any]]:
        return sliced_rows(pages, text, lambda why: self._tell(text, why))

    def _tell(self, text: str, why: str) -> None:
        skipped = Skipped(f"GitHub search “{text}”", why)
        if skipped not in self.skipped:
            self.skipped.append(skipped)

    def _detailed(self, items: list[TrackerItem], part: str, who: str) -> Iterator[TrackerItem]:
        """Yield items with the day and verdict of the user's review, or with the lines of their own pull request."""
        open_ = part in _DETAILED
        for number, item in enumerate(items):
            if not open_ or number >= MOST_DETAILS:
                yield replace(item, caveat=_NO_REVIEW) if part == "reviewer" else item
                continue
            place = f"repos/{item.origin.removeprefix('github:').replace('#', '/pulls/')}"
            try:
                if part == "reviewer":
                    yield _reviewed(item, self.web.get(f"{place}/reviews", {"per_page": PER_PAGE})[0], who)
                else:
                    yield _sized(item, self.web.get(place)[0])
            except SourceError:
                # Not shown to this token, or the limit is reached: the search told the rest.
                open_ = False
                yield replace(item, caveat=_NO_REVIEW) if part == "reviewer" else item


_NO_REVIEW = "This is the date of the pull request; the date of the review is not known."


def _reviewed(item: TrackerItem, rows: list[Mapping[str, Any]] | None, who: str) -> TrackerItem:
    """Give the item with the days and verdict of the user's reviews; None stands for reviews that are not shown."""
    if rows is None:
        return replace(item, caveat=_NO_REVIEW)
    mine = [row for row in rows if str((row.get("user") or {}).get("login", "")).lower() == who.lower()]
    days = sorted(str(row.get("submitted_at") or "")[:10] for row in mine if row.get("submitted_at"))
    verdicts = [str(row.get("state", "")).lower().replace("_", " ") for row in mine]
    verdict = next((each for each in ("changes requested", "approved") if each in verdicts), "")
    return replace(item, day=days[-1] if days else item.day, started=days[0] if days else item.started, verdict=verdict)


def _sized(item: TrackerItem, row: Mapping[str, Any]) -> TrackerItem:
    return replace(item, size=int(row.get("additions") or 0) + int(row.get("deletions") or 0))


def _item(row: Mapping[str, Any], part: str) -> TrackerItem:
    name = "/".join(str(row.get("repository_url", "")).rsplit("/", 2)[-2:])
    merged = (row.get("pull_request") or {}).get("merged_at")
    state = "merged" if merged else str(row.get("state", ""))
    created, closed = str(row.get("created_at", "")), str(merged or row.get("closed_at") or "")
    labels = tuple(str(each.get("name", "")) for each in row.get("labels") or () if isinstance(each, dict))
    return TrackerItem(
        origin=f"github:{name}#{row.get('number')}",
        repo=name.rpartition("/")[2],
        ref=f"#{row.get('number')}",
        title=str(row.get("title", "")).strip() or f"#{row.get('number')}",
        day=(closed if part in {"author", "reviewer"} and closed else created)[:10],
        part=part,
        by=str((row.get("user") or {}).get("login", "")) if part not in {"author", "reporter"} else "",
        body=str(row.get("body") or "") if part == "author" else "",
        state=state,
        started=created[:10],
        labels=labels,
        comments=int(row.get("comments") or 0),
    )


IMPORTER = Importer("github", "GitHub, as `github:owner/name`, or `github:` for all of yours", recognises, read)
