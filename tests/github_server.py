"""A local server that shows the same pull requests and issues by GitHub's REST interface and by its GraphQL interface."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from tests.local_server import QuietHandler, serving

SHOWN = 1000


@dataclass
class Work:
    """A pull request or an issue; reviews are (login, state, moment). An author that is empty deleted the account."""

    number: int
    author: str
    created: str = "2026-01-05"
    closed: str = ""
    merged: bool = False
    is_pull: bool = True
    repo: str = "example/shop"
    title: str = "Serve prices from a table"
    body: str | None = None
    labels: tuple[str, ...] = ()
    comments: int = 0
    lines: tuple[int, int] = (0, 0)
    reviews: tuple[tuple[str, str, str], ...] = ()
    commenters: tuple[str, ...] = ()
    hidden: bool = False


class GitHub(ThreadingHTTPServer):
    """The server: its work, the requests it saw, the trouble it makes before a GraphQL answer, the points left."""

    daemon_threads = True

    def __init__(self, root: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.root, self.works, self.seen = root, list[Work](), list[str]()
        self.trouble, self.points = list[Any](), 5000

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}{self.root}"

    def found(self, text: str) -> list[Work]:
        assert "is:pr" in text or "is:issue" in text
        return sorted((each for each in self.works if _fits(each, text)), key=lambda each: each.created, reverse=True)


def _fits(work: Work, text: str) -> bool:
    asked = dict(re.findall(r"(?<!\S)(-?[a-z-]+):(\S+)", text))
    reviewers = {who for who, state, _ in work.reviews if state != "PENDING"}
    return (
        work.is_pull == ("is:pr" in text)
        and asked.get("repo", work.repo) == work.repo
        and asked.get("author", work.author) == work.author
        and asked.get("-author") != work.author
        and ("reviewed-by" not in asked or asked["reviewed-by"] in reviewers)
        and asked.get("-reviewed-by") not in reviewers
        and ("commenter" not in asked or asked["commenter"] in work.commenters)
        and work.created <= asked.get("created", "<=9999").removeprefix("<=")
    )


@dataclass
class _Node:
    """A pull request as GraphQL shows it: what the query names, and no more."""

    work: Work
    query: str
    variables: dict[str, Any]

    def shown(self) -> dict[str, Any]:
        work, who = self.work, self.variables.get("who")
        wanted = re.search(r"states: \[(\w+)\]", self.query)
        login = work.author.removesuffix("[bot]")
        kind = "Bot" if work.author.endswith("[bot]") else "User"
        reviews = [
            {
                "state": state, "submittedAt": None if state == "PENDING" else moment,
                "author": {"login": by}, "commit": {"oid": moment},
            }
            for by, state, moment in work.reviews if who in {None, by} and (not wanted or state == wanted[1])
        ]  # fmt: skip
        every = {
            "number": work.number, "title": work.title, "createdAt": f"{work.created}T09:00:00Z",
            "state": "MERGED" if work.merged else "CLOSED" if work.closed else "OPEN",
            "closedAt": f"{work.closed}T09:00:00Z" if work.closed else None,
            "mergedAt": f"{work.closed}T09:00:00Z" if work.merged else None,
            "repository": {"nameWithOwner": work.repo},
            "author": {"__typename": kind, "login": login} if login else None,
            "labels": {"nodes": [{"name": each} for each in work.labels]}, "comments": {"totalCount": work.comments},
            "body": work.body or "", "additions": work.lines[0], "deletions": work.lines[1], "reviews": {"nodes": reviews},
        }  # fmt: skip
        return {key: self._named(value) for key, value in every.items() if self._is_asked(key)}

    def _named(self, value: Any) -> Any:
        if isinstance(value, list):
            return [self._named(each) for each in value]
        if not isinstance(value, dict):
            return value
        return {key: self._named(each) for key, each in value.items() if re.search(rf"\b{key}\b", self.query)}

    def _is_asked(self, name: str) -> bool:
        line = next((each for each in self.query.splitlines() if re.search(rf"\b{name}\b", each)), "")
        own = self.variables.get("own", False)
        return bool(line) and not ("@include" in line and not own) and not ("@skip" in line and own)


@dataclass
class _Pages:
    """Rows as REST shows them."""

    base: str

    def row(self, work: Work) -> dict[str, Any]:
        moment = f"{work.closed}T09:00:00Z" if work.closed else None
        row = {
            "number": work.number, "title": work.title, "state": "closed" if work.closed else "open", "body": work.body,
            "created_at": f"{work.created}T09:00:00Z", "closed_at": moment, "comments": work.comments,
            "repository_url": f"{self.base}/repos/{work.repo}", "user": {"login": work.author or "ghost"},
            "labels": [{"name": each} for each in work.labels],
        }  # fmt: skip
        return row | ({"pull_request": {"merged_at": moment if work.merged else None}} if work.is_pull else {})

    def detail(self, works: list[Work], path: str) -> Any:
        name, number, reviews = re.fullmatch(r"/repos/(.+)/pulls/(\d+)(/reviews)?", path).groups()  # type: ignore[union-attr]
        work = next(each for each in works if each.repo == name and each.number == int(number) and each.is_pull)
        if not reviews:
            return {**self.row(work), "additions": work.lines[0], "deletions": work.lines[1]}
        return [
            {"user": {"login": who}, "state": state, "commit_id": moment}
            | ({"submitted_at": moment} if state != "PENDING" else {})
            for who, state, moment in work.reviews
        ]


class _Handler(QuietHandler, BaseHTTPRequestHandler):
    server: GitHub

    def do_GET(self) -> None:
        self.server.seen.append(f"GET {self.path}")
        asked = urlsplit(self.path.removeprefix(self.server.root))
        pages = _Pages(self.server.base)
        if asked.path == "/user":
            self._send({"login": "ada"})
        elif asked.path != "/search/issues":
            self._send(pages.detail(self.server.works, asked.path))
        else:
            query = {key: values[0] for key, values in parse_qs(asked.query).items()}
            found = self.server.found(query["q"])
            page, size = int(query.get("page", "1")), int(query["per_page"])
            rows = [pages.row(each) for each in found[:SHOWN][(page - 1) * size : page * size]]
            more = page * size < min(len(found), SHOWN)
            following = f"{self.server.base}/search/issues?{urlencode({**query, 'page': page + 1})}"
            self._send(
                {"total_count": len(found), "items": rows}, {"Link": f'<{following}>; rel="next"'} if more else {}
            )

    def do_POST(self) -> None:
        self.server.seen.append(f"POST {self.path}")
        sent = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        assert self.headers["Authorization"] == "Bearer good"
        assert self.path == f"{self.server.root.removesuffix('/v3')}/graphql"
        trouble = self.server.trouble.pop(0) if self.server.trouble else None
        if trouble:
            self._send(trouble[2], trouble[1], trouble[0])
        else:
            self._send(self._answer(sent["query"], sent["variables"]))

    def _answer(self, query: str, variables: dict[str, Any]) -> dict[str, Any]:
        assert "sort:created-desc" in variables["text"]
        found = self.server.found(variables["text"])
        start, size = int(variables.get("after") or 0), variables["count"]
        part = found[:SHOWN][start : start + size]
        self.server.points -= 1
        search = {
            "issueCount": len(found),
            "pageInfo": {"hasNextPage": start + size < min(len(found), SHOWN), "endCursor": str(start + len(part))},
            "nodes": [None if each.hidden else _Node(each, query, variables).shown() for each in part],
        }
        errors = [
            {"type": "FORBIDDEN", "path": ["search", "nodes", place], "message": "Resource protected by SAML"}
            for place, each in enumerate(part) if each.hidden
        ]  # fmt: skip
        data = {"rateLimit": {"cost": 1, "remaining": self.server.points}, "search": search}
        return {"data": data} | ({"errors": errors} if errors else {})

    def _send(self, body: Any, headers: dict[str, str] | None = None, code: int = 200) -> None:
        self.send(code, json.dumps(body).encode(), headers)


@contextmanager
def github(root: str = "") -> Iterator[GitHub]:
    """Serve below a path, as GitHub Enterprise does below /api/v3."""
    with serving(GitHub(root)) as server:
        yield server
