"""The pages in a real browser: readable, quiet, and without a request to anywhere."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from browser import found


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = found()
    assert path, "no Chromium: run `make test`, which installs one"
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=[*sandbox, *quiet])
        yield opened
        opened.close()


@pytest.fixture
def pages(upward, logbook: Path) -> dict[str, Path]:
    (logbook / "evidence" / "hostile.md").write_text(
        '---\ntitle: "<img src=x onerror=document.title=1> retries for uploads"\ndate: 2026-05-01\ncriteria: [senior-standards-testing]\n---\n'
    )
    assert upward("readiness", "--output", "readiness.html")[0] == 0
    assert upward("export", "html", "--to", "stories.html")[0] == 0
    return {name: logbook / name for name in ("readiness.html", "stories.html")}


@pytest.mark.parametrize("name", ["readiness.html", "stories.html"])
@pytest.mark.parametrize("width", [375, 1280])
def test_a_page_asks_nobody_for_anything_and_fits_its_window(
    browser: Browser, pages: dict[str, Path], name: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(pages[name].as_uri())
    assert asked == [pages[name].as_uri()]
    assert said == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.title() in {"Readiness", "Stories"}
    page.close()


def test_the_readiness_page_shows_areas_meters_and_next_steps(browser: Browser, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["readiness.html"].as_uri())
    headings = page.locator("h2").all_inner_texts()
    assert headings[:2] == ["Suggested, not counted", "What to do next"]
    assert {"Architectural judgment", "Setting quality standards"} <= set(headings)
    assert page.locator("meter").count() == 5
    assert page.locator("ol li").count() == 5
    assert "retries for uploads" in page.locator("main").inner_text()
    page.close()


def test_the_page_is_dark_where_the_reader_wants_it_dark(browser: Browser, pages: dict[str, Path]) -> None:
    seen = {}
    for scheme in ("light", "dark"):
        page = browser.new_page(color_scheme=scheme)
        page.goto(pages["readiness.html"].as_uri())
        seen[scheme] = page.evaluate("getComputedStyle(document.body).backgroundColor")
        page.close()
    assert seen == {"light": "rgb(255, 255, 255)", "dark": "rgb(13, 17, 23)"}
