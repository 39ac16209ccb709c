"""What the tests of the page share: a logbook with the worked examples, and a browser that was let in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from upward.catalogue.catalogue import Catalogue
from upward.faces.web.app import application
from upward.faces.web.guard import Guard
from upward.faces.web.logbook import Logbook

HOST = "127.0.0.1:8741"
ORIGIN = f"http://{HOST}"
TOKEN = "the-token-of-this-start"


@pytest.fixture
def log(tmp_path: Path, catalogue: Catalogue) -> Path:
    """A logbook with every worked example."""
    root = tmp_path / "log"
    (root / ".upward").mkdir(parents=True)
    for kind in catalogue.kinds.values():
        for name, text in kind.examples.items():
            path = root / kind.folder / f"example-{name or kind.name}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
    return root


class Visitor:
    """A browser on this machine that opened the printed link."""

    def __init__(self, client: TestClient, guard: Guard, logbook: Logbook) -> None:
        self.client, self.guard, self.logbook = client, guard, logbook

    def get(self, path: str, **headers: str):
        return self.client.get(path, headers=headers)

    def post(self, path: str, data: dict | None = None, **headers: str):
        given = {"csrf": self.guard.csrf, **(data or {})}
        return self.client.post(path, data=given, headers={"Origin": ORIGIN, **headers})

    def send(self, path: str, data: dict, **headers: str):
        given = {"Origin": ORIGIN, "X-CSRF": self.guard.csrf, "X-Part": "1", **headers}
        return self.client.post(path, json=data, headers=given)

    def text(self, path: str) -> str:
        answer = self.get(path)
        assert answer.status_code == 200, answer.text
        body = answer.text
        return " ".join(re.sub(r"<[^>]+>", " ", body[body.index('<main class="page"') :]).split())


@pytest.fixture
def visit(log: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Visitor]]:
    """Serve a logbook in this process; the answers of slow jobs are waited for."""
    monkeypatch.setattr("upward.faces.web.logbook.WAIT", 60.0)
    opened: list[TestClient] = []

    def start(root: Path = log) -> Visitor:
        logbook = Logbook.open(root, {"UPWARD_NOW": "2026-07-01T09:00:00+00:00", "HOME": str(root.parent)}, str(root))
        guard = Guard(application(logbook), HOST, TOKEN)
        client = TestClient(guard, base_url=ORIGIN, follow_redirects=False, raise_server_exceptions=False)
        client.__enter__()
        opened.append(client)
        assert client.get(f"/start?token={TOKEN}").status_code == 303
        return Visitor(client, guard, logbook)

    yield start
    for client in opened:
        client.__exit__(None, None, None)
