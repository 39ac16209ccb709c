"""What the tests of the page share: a logbook with the worked examples, and a browser that was let in."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import page_pictures
from playwright.sync_api import expect

from upward.catalogue.catalogue import Catalogue
from upward.faces.web.app import application
from upward.faces.web.guard import Guard
from upward.faces.web.logbook import Logbook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

HOST = "127.0.0.1:8741"
ORIGIN = f"http://{HOST}"
TOKEN = "the-token-of-this-start"
# A busy machine answers late; what is expected must come, however late.
expect.set_options(timeout=30_000)


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


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with page_pictures.chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A served logbook with the worked examples: its link and its folder."""
    log = page_pictures.prepare(tmp_path_factory.mktemp("page"))
    with page_pictures.serving(log) as (link, _):
        yield link, log


def opened(browser: Browser, link: str, **options) -> tuple[BrowserContext, Page, str]:
    """Open a browser that was let in; give it with its first tab and the address of the server."""
    context = browser.new_context(viewport={"width": 1280, "height": 860}, **options)
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.goto(link)
    return context, page, link.partition("/start")[0]


def press(page: Page, *keys: str) -> None:
    """Press keys in a page that listens: its script runs before the document counts as loaded."""
    page.wait_for_load_state("load")
    for key in keys:
        page.keyboard.press(key)


def write(page: Page, path: Path, text: str, address: str) -> None:
    """Write a file as a text editor would, and wait until the server shows it under its address."""
    path.write_text(text, "utf-8")
    for _ in range(300):
        if page.request.get(address).ok:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{path.name} did not appear under {address}")


@pytest.fixture
def page(browser: Browser, examples: tuple[str, Path]) -> Iterator[Page]:
    context, page, root = opened(browser, examples[0])
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.root = root  # type: ignore[attr-defined]
    yield page
    context.close()
    assert [line for line in said if "409" not in line] == []
    assert all(url.startswith((root, "data:", "blob:")) for url in asked), asked
