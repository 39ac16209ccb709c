"""A local server that answers to comments as GitHub and GitLab do: pages, permissions, authors, status codes."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PAGE = 100


class Forge(ThreadingHTTPServer):
    """Its comments in order, what was asked of it, and whether its token may write."""

    daemon_threads = True

    def __init__(self, comments: list[dict[str, Any]], *, writable: bool) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.comments, self.writable = comments, writable
        self.asked: list[str] = []

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """GitHub's issue comments below /repos, GitLab's notes below /projects."""

    server: Forge

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        self._asked()
        if self._is_unknown():
            return
        if urlsplit(self.path).path == "/user":
            self._send(200, {"id": 7})
            return
        query = {key: values[0] for key, values in parse_qs(urlsplit(self.path).query).items()}
        size, page = min(PAGE, int(query.get("per_page", 20))), int(query.get("page", 1))
        more = len(self.server.comments) > size * page
        # GitLab says the next page in a header, empty on the last; GitHub links it, and does not link what is not there.
        headers = {"X-Next-Page": str(page + 1) if more else ""}
        if more:
            path = urlsplit(self.path).path
            headers["Link"] = (
                f'<{self.server.base}{path}?per_page={size}&page={page + 1}>; rel="next", '
                f'<{self.server.base}{path}?per_page={size}&page=9>; rel="last"'
            )
        self._send(200, self.server.comments[size * (page - 1) : size * page], headers)

    def do_POST(self) -> None:
        if self._may_write():
            made = comment(len(self.server.comments) + 1, self._body())
            self.server.comments.append(made)
            self._send(201, made)

    def do_PATCH(self) -> None:
        self._change()

    def do_PUT(self) -> None:
        self._change()

    def _change(self) -> None:
        if self._may_write():
            ident = int(re.findall(r"\d+", self.path)[-1])
            held = next(each for each in self.server.comments if each["id"] == ident)
            held["body"] = self._body()
            self._send(200, held)

    def _asked(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")

    def _body(self) -> str:
        return json.loads(self.rfile.read(int(self.headers["Content-Length"])))["body"]

    def _is_unknown(self) -> bool:
        known = {self.headers.get("Authorization"), self.headers.get("PRIVATE-TOKEN")} & {"Bearer secret", "secret"}
        if not known:
            self._send(401, {"message": "401 Unauthorized" if "/repos" not in self.path else "Bad credentials"})
        return not known

    def _may_write(self) -> bool:
        self._asked()
        if self._is_unknown():
            return False
        if not self.server.writable:
            is_github = "/repos" in self.path
            self._send(403, {"message": "Resource not accessible by integration" if is_github else "403 Forbidden"})
        return self.server.writable

    def _send(self, code: int, body: object, headers: dict[str, str] | None = None) -> None:
        data = json.dumps(body).encode()
        self.send_response(code)
        for name, value in {**(headers or {}), "Content-Length": str(len(data))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)


def comment(ident: int, body: str, *, is_bot: bool = True) -> dict[str, Any]:
    """A comment with what both forges say of it."""
    return {
        "id": ident, "body": body, "user": {"type": "Bot" if is_bot else "User"}, "author": {"id": 7 if is_bot else 8},
    }  # fmt: skip


@contextmanager
def serving(comments: list[dict[str, Any]], *, writable: bool = True) -> Iterator[Forge]:
    """Serve while the block runs."""
    server = Forge(comments, writable=writable)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
