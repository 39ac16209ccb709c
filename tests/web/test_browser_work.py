"""Work by keys and by hand in a real browser: the inbox, the plan of an interview, versions; high contrast and print."""

from __future__ import annotations

import re
from pathlib import Path

import page_pictures
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import opened, press

LOOP = page_pictures.SCREENS["loop"]


def test_the_inbox_is_worked_off_by_keys_and_a_decision_undone(page: Page) -> None:
    page.goto(f"{page.root}/inbox")  # type: ignore[attr-defined]
    press(page, "j", "r")
    field = page.locator("details[open] input[name=title]")
    expect(field).to_be_focused()
    field.fill("Cache all prices")
    press(page, "Enter")
    expect(page.get_by_text("Renamed.")).to_be_visible()
    press(page, "j", "s")
    expect(page.locator("details[open] input[type=checkbox]").first).to_be_focused()
    press(page, "Space", "Enter")
    expect(page.get_by_text("Split into two.")).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(3)
    press(page, "z")
    expect(page.get_by_text(re.compile("^Undone"))).to_be_visible()
    expect(page.locator("[data-row]")).to_have_count(2)
    for _ in range(2):
        press(page, "j", "x")
    press(page, "m")
    expect(page.get_by_text("Merged into one.")).to_be_visible()
    press(page, "z")
    expect(page.locator("[data-row]")).to_have_count(2)


def test_the_plan_of_an_interview_is_arranged_by_keys_and_by_drag(page: Page, examples: tuple[str, Path]) -> None:
    page.goto(f"{page.root}{LOOP}")  # type: ignore[attr-defined]
    titles = page.locator(".plan .title")
    expect(titles).to_have_count(2)
    first, second = titles.all_inner_texts()
    press(page, "j", "Shift+J")
    assert titles.all_inner_texts() == [second, first]
    page.locator(".plan .handle").nth(1).drag_to(page.locator(".plan li").first, target_position={"x": 60, "y": 4})
    assert titles.all_inner_texts() == [first, second]
    page.locator(".plan button[aria-label^='Move down']").first.click()
    assert titles.all_inner_texts() == [second, first]
    page.get_by_label("Interview", exact=True).fill("Senior at Acme")
    page.get_by_role("button", name="Save the plan").click()
    expect(page.get_by_text(re.compile("^Wrote interviews/senior-at-acme.md"))).to_be_visible()
    path = examples[1] / "interviews/senior-at-acme.md"
    assert path.read_text().index(second) < path.read_text().index(first)
    path.unlink()


def test_words_of_a_version_are_counted_while_it_is_written(page: Page) -> None:
    page.goto(f"{page.root}{page_pictures.SCREENS['versions']}")  # type: ignore[attr-defined]
    page.get_by_label("Résumé line").fill("Restored two years of backups in eleven hours")
    expect(page.get_by_text("8 words of up to 30")).to_be_visible()


@pytest.mark.parametrize("options", page_pictures.CONTRASTS.values(), ids=page_pictures.CONTRASTS)
def test_high_contrast_keeps_everything_readable(
    browser: Browser, examples: tuple[str, Path], options: dict[str, str]
) -> None:
    context, page, root = opened(browser, examples[0], **options)
    wrong = {}
    for name in ("today", "inbox", "story", "bank", "concern", "scores"):
        page.goto(root + page_pictures.SCREENS[name])
        page.locator(".busy").first.wait_for(state="detached")
        found = Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}).response
        if "contrast" in options and found["violations"]:
            wrong[name] = [node["html"][:120] for node in found["violations"][0]["nodes"][:3]]
        # What is marked by its background alone would be gone where the system's colours are forced.
        current = page.locator(".side a[aria-current]").first
        seen = current.evaluate("each => getComputedStyle(each).outlineStyle + getComputedStyle(each).backgroundColor")
        assert "solid" in seen or "contrast" in options
    context.close()
    assert wrong == {}


def test_a_print_holds_the_text_and_nothing_to_press(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto(f"{page.root}{page_pictures.SCREENS['story']}")  # type: ignore[attr-defined]
    for gone in (".side", ".aside", "button", "summary"):
        assert not any(each.is_visible() for each in page.locator(gone).all()), gone
    expect(page.locator(".prose")).to_be_visible()
    page.goto(f"{page.root}{page_pictures.SCREENS['readiness']}")  # type: ignore[attr-defined]
    expect(page.locator("figure.print-only svg")).to_be_visible()
    page.goto(f"{page.root}{LOOP}")  # type: ignore[attr-defined]
    page.locator(".busy").first.wait_for(state="detached")
    expect(page.locator(".plan .title").first).to_be_visible()
    assert page.pdf(format="A4").startswith(b"%PDF")
