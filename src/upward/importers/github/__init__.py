"""Evidence from GitHub: pull requests opened, merged, reviewed; discussions; issues. `github:owner/name`, `github:`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from upward.analysis.history.tracker_activity import TrackerItem, logins, tracker_candidates
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
_PER_PAGE = "100"
# A search shows no more than this, however many there are; so many searches by date are made for one question.
MOST_RESULTS, MOST_SLICES = 1000, 40
# Reviews and sizes take a request each: of so many, the newest, they are asked for.
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
    reading = _Reading(web, (match["repo"] or "") if match else "", query)
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
    skipped: list[Skipped] = field(default_factory=list)
    failed: list[SourceError] = field(default_factory=list)

    def items(self, who: str) -> Iterator[TrackerItem]:
        """Yield what all searches for a login give; one that fails takes nothing from the others."""
        if not re.fullmatch(r"[\w.-]+(?:\[bot\])?", who):
            raise SourceError(f"{who} is not a login", next_step="name one with --author, such as --author ada")
        where = f" repo:{self.repo}" if self.repo else ""
        # Updated, not created: a review of today may be of a change of last year.
        when = f" updated:>={self.query.since}" if self.query.since else ""
        for part, asked in _ASKED:
            text = asked.format(who=who) + where + when
            found: dict[str, TrackerItem] = {}
            try:
                for row in self._rows(text):
                    item = _item(row, part)
                    found.setdefault(item.origin, item)
            except SourceError as error:
                self.failed.append(error)
                self.skipped.append(Skipped(f"GitHub search “{text}”", f"{error.what}: {error.why}"))
            yield from self._detailed(list(found.values()), part, who)

    def _rows(self, text: str) -> Iterator[Mapping[str, Any]]:
        """Yield the rows of a search, sliced by the day of creation where there are more than GitHub shows."""
        bound, seen = "", set[str]()
        for _ in range(MOST_SLICES):
            total, new, oldest = 0, 0, ""
            asked = {"q": text + bound, "per_page": _PER_PAGE, "sort": "created", "order": "desc"}
            for page in self.web.linked("search/issues", asked):
                rows = page.get("items", ()) if isinstance(page, dict) else ()
                total = max(total, int(page.get("total_count") or 0)) if isinstance(page, dict) else total
                if isinstance(page, dict) and page.get("incomplete_results"):
                    self._tell(text, "GitHub ran out of time and gave incomplete results: run this again later")
                for row in rows:
                    oldest = str(row.get("created_at", ""))[:10]
                    key = f"{row.get('repository_url')}#{row.get('number')}"
                    new += key not in seen
                    if key not in seen:
                        seen.add(key)
                        yield row
            if total <= MOST_RESULTS or not oldest:
                return
            if not new:
                break
            bound = f" created:<={oldest}"
        self._tell(
            text, f"only {len(seen):,} of {total:,} results are available; narrow it with --since or name a repository"
        )

    def _tell(self, text: str, why: str) -> None:
        told = Skipped(f"GitHub search “{text}”", why)
        if told not in self.skipped:
            self.skipped.append(told)

    def _detailed(self, items: list[TrackerItem], part: str, who: str) -> Iterator[TrackerItem]:
        """Yield items with the day and verdict of the user's review, or with the lines of their own pull request."""
        open_ = part in {"author", "reviewer"}
        for number, item in enumerate(items):
            if not open_ or number >= MOST_DETAILS:
                yield replace(item, caveat=_NO_REVIEW) if part == "reviewer" else item
                continue
            place = f"repos/{item.origin.removeprefix('github:').replace('#', '/pulls/')}"
            try:
                yield self._reviewed(item, place, who) if part == "reviewer" else self._sized(item, place)
            except SourceError:
                # Not shown to this token, or the limit is reached: the search told the rest.
                open_ = False
                yield replace(item, caveat=_NO_REVIEW) if part == "reviewer" else item

    def _reviewed(self, item: TrackerItem, place: str, who: str) -> TrackerItem:
        rows, _ = self.web.get(f"{place}/reviews", {"per_page": _PER_PAGE})
        mine = [row for row in rows if str((row.get("user") or {}).get("login", "")).lower() == who.lower()]
        days = sorted(str(row.get("submitted_at") or "")[:10] for row in mine if row.get("submitted_at"))
        verdicts = [str(row.get("state", "")).lower().replace("_", " ") for row in mine]
        verdict = next((each for each in ("changes requested", "approved") if each in verdicts), "")
        return replace(
            item, day=days[-1] if days else item.day, started=days[0] if days else item.started, verdict=verdict
        )

    def _sized(self, item: TrackerItem, place: str) -> TrackerItem:
        row, _ = self.web.get(place)
        return replace(item, size=int(row.get("additions") or 0) + int(row.get("deletions") or 0))


_NO_REVIEW = "This is the date of the pull request: the date of the review is not known."


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
