"""A search by GitHub's GraphQL interface: reviews and sizes come with the page, where REST takes a request for each.

Rows have the form of the REST interface, so that both ways make the same records. Costs and errors are as in
https://docs.github.com/en/graphql/overview/rate-limits-and-query-limits-for-the-graphql-api.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from upward.importers.github._search import SearchPage
from upward.model.errors import SourceError
from upward.model.ports import TrackerApi

# Half of what GitHub allows: it stops a query after ten seconds, and counting the lines of a change takes long.
PER_PAGE = 50
QUERY = """query($text: String!, $after: String, $who: String!, $own: Boolean!, $count: Int!) {
  rateLimit { cost remaining }
  search(type: ISSUE, query: $text, first: $count, after: $after) {
    issueCount
    pageInfo { hasNextPage endCursor }
    nodes {
      ... on PullRequest {
        number title state createdAt closedAt mergedAt
        repository { nameWithOwner }
        author { __typename login }
        labels(first: 100) { nodes { name } }
        comments { totalCount }
        body @include(if: $own)
        additions @include(if: $own)
        deletions @include(if: $own)
        reviews(author: $who, first: 100) @skip(if: $own) { nodes { state submittedAt } }
      }
    }
  }
}"""


def graphql_pages(web: TrackerApi, text: str, who: str, *, own: bool) -> Iterator[SearchPage]:
    """Yield the pages of a search for pull requests, with the sizes where they are the user's own, else with the user's reviews.

    Raises SourceError where a page is refused, or would cost more points than are left.
    """
    variables = {"text": f"{text} sort:created-desc", "after": None, "who": who, "own": own, "count": PER_PAGE}
    while True:
        answer = web.graphql(QUERY, variables)
        data, errors = _mapping(answer.get("data")), _list(answer.get("errors"))
        found = data.get("search")
        if not isinstance(found, dict):
            why = next(iter(_error_texts(errors)), "it answered without a result")
            raise SourceError(
                f"GitHub refused the search “{text}”", why=why, next_step="check the permissions of the token"
            )
        rows = tuple(_row(node, who) for node in _list(found.get("nodes")) if node.get("number"))
        yield SearchPage(rows, int(found.get("issueCount") or 0), tuple(_error_texts(errors)))
        place, rate = _mapping(found.get("pageInfo")), _mapping(data.get("rateLimit"))
        following = place.get("endCursor")
        if not place.get("hasNextPage") or not following or following == variables["after"]:
            return
        if int(rate.get("remaining") or 0) < int(rate.get("cost") or 0):
            raise SourceError("GitHub's query limit is used up", why="the next page costs more points than are left")
        variables = {**variables, "after": following}


def _error_texts(errors: list[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is missing beside the data, the same reason once."""
    counted = Counter(str(error.get("message") or error.get("type") or "an error without a reason") for error in errors)
    for why, count in counted.items():
        yield f"GitHub left out part of {count} result{'s' if count > 1 else ''}: {why}"


def _row(node: Mapping[str, Any], who: str) -> dict[str, Any]:
    """Give a pull request in the form that REST has; reviews are None where GitHub left them out."""
    labels, reviews = _mapping(node.get("labels")), node.get("reviews")
    row = {
        "number": node["number"],
        "title": node.get("title"),
        "state": "open" if node.get("state") == "OPEN" else "closed",
        "created_at": node.get("createdAt"),
        "closed_at": node.get("closedAt"),
        "pull_request": {"merged_at": node.get("mergedAt")},
        "repository_url": f"repos/{_mapping(node.get('repository')).get('nameWithOwner')}",
        "user": {"login": _login(_mapping(node.get("author")))},
        "labels": _list(labels.get("nodes")),
        "comments": _mapping(node.get("comments")).get("totalCount"),
        "body": node.get("body"),
        "reviews": None,
    }
    if isinstance(reviews, dict):
        given = _list(reviews.get("nodes"))
        row["reviews"] = [
            {"user": {"login": who}, "state": each.get("state"), "submitted_at": each.get("submittedAt")}
            for each in given
        ]
    return row | {key: node.get(key) for key in ("additions", "deletions")}


def _login(author: Mapping[str, Any]) -> str:
    """Give a login as REST writes it: one of a bot ends with its mark; who deleted the account is `ghost`."""
    login = str(author.get("login") or "ghost")
    return f"{login}[bot]" if author.get("__typename") == "Bot" and not login.endswith("[bot]") else login


def _mapping(found: Any) -> Mapping[str, Any]:
    return found if isinstance(found, dict) else {}


def _list(found: Any) -> list[Mapping[str, Any]]:
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []
