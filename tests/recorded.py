"""A local server that speaks what was recorded of a tracker, and that can fail on the way as trackers do."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.local_server import QuietHandler, serving


class Tracker(ThreadingHTTPServer):
    """The server: its answers, the requests it saw, and the trouble it makes before it answers."""

    daemon_threads = True

    def __init__(self, answers: list[dict[str, Any]], trouble: list[Any], token: str) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers, self.trouble, self.token = answers, list(trouble), token
        self.seen: list[str] = []
        self.modified = 0

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(QuietHandler, BaseHTTPRequestHandler):
    """One request: first whatever trouble is left, then the recorded answer."""

    server: Tracker

    def do_GET(self) -> None:
        self.server.seen.append(self.path)
        trouble = self.server.trouble.pop(0) if self.server.trouble else None
        if trouble == "cut":
            self.send_response(200)
            self.send_header("Content-Length", "100000")
            self.end_headers()
            self.wfile.write(b'{"items": [')
            self.close_connection = True
        elif trouble == "nonsense":
            self.send(200, b"<html>not today</html>")
        elif trouble:
            self.send(trouble[0], trouble[2] if len(trouble) > 2 else b"{}", trouble[1])
        elif self.server.token and self.server.token not in " ".join(self.headers.values()):
            self.send(401, b"{}")
        else:
            self._answer()

    def _answer(self) -> None:
        asked = urlsplit(self.path)
        query = {key: values[0] for key, values in parse_qs(asked.query).items()}
        fitting = [
            each
            for each in self.server.answers
            if each["path"] == asked.path
            and all(query.get(key) == value for key, value in each.get("query", {}).items())
        ]
        if not fitting:
            self.send(404, b"{}")
            return
        # The most exact one: a first page asks for no page.
        found = max(
            fitting, key=lambda each: len(each.get("query", {})) + ("page" in each.get("query", {}) and "page" in query)
        )
        tag = f'"{hash(json.dumps(found)) & 0xFFFF:x}"'
        if self.headers.get("If-None-Match") == tag:
            self.server.modified += 1
            self.send(304, b"")
            return
        headers = {"ETag": tag}
        if found.get("next"):
            headers["Link"] = f'<{self.server.base}{found["next"]}>; rel="next", <{self.server.base}/last>; rel="last"'
        self.send(200, json.dumps(found["body"]).encode(), headers)


@contextmanager
def tracker(sample: Path, *trouble: Any, token: str = "") -> Iterator[Tracker]:
    """Serve a recorded sample."""
    with serving(Tracker(json.loads(sample.read_text("utf-8"))["answers"], list(trouble), token)) as server:
        yield server
