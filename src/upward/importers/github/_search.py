"""Pages of GitHub's search, sliced by date where there are more results than it shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from upward.model.ports import TrackerApi

PER_PAGE = "100"
# A search shows no more than this, however many there are; so many searches by date are made for one question.
MOST_RESULTS, MOST_SLICES = 1000, 40


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Rows in the form of the REST interface, how many there are in all, and what is missing, in sentences."""

    rows: tuple[Mapping[str, Any], ...]
    total: int
    missing: tuple[str, ...] = ()


# From the text of a search to its pages, the newest first; raises SourceError.
Pages = Callable[[str], Iterator[SearchPage]]


def rest_pages(web: TrackerApi, text: str) -> Iterator[SearchPage]:
    """Yield the pages of a search by the REST interface; raises SourceError."""
    parameters = {"q": text, "per_page": PER_PAGE, "sort": "created", "order": "desc"}
    for page in web.linked("search/issues", parameters):
        if not isinstance(page, dict):
            continue
        late = "GitHub ran out of time and gave incomplete results: run this again later"
        missing = (late,) if page.get("incomplete_results") else ()
        yield SearchPage(tuple(page.get("items") or ()), int(page.get("total_count") or 0), missing)


def sliced_rows(pages: Pages, text: str, tell: Callable[[str], None]) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of a search, sliced by the day of creation where there are more than GitHub shows.

    `tell` takes what could not be had, in a sentence. Raises SourceError.
    """
    bound, seen = "", set[str]()
    for _ in range(MOST_SLICES):
        total, new, oldest = 0, 0, ""
        for page in pages(text + bound):
            total = max(total, page.total)
            for why in page.missing:
                tell(why)
            for row in page.rows:
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
    tell(f"only {len(seen):,} of {total:,} results are available; narrow it with --since or name a repository")
