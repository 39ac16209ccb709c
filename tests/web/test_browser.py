"""The page in a real browser: from an empty logbook to readiness, by keys alone, without scripts, and accessibly."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import page_pictures
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from .conftest import opened, press, write

STORY = "stories/example-crisis.md"
# What a theme and a width can change is asked again of the other one.
RULES: dict[str, object] = {
    "light": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    "dark": {"type": "rule", "values": ["color-contrast", "target-size", "scrollable-region-focusable"]},
}


def _type(page: Page, text: str) -> None:
    page.locator(".cm-content").click()
    press(page, "Control+End")
    page.keyboard.type(text)


def test_the_whole_way_from_an_empty_logbook_to_readiness(browser: Browser, tmp_path: Path, repo) -> None:
    for number in range(4):
        files = {f"checkout/pipeline{number}.py": "\n".join(f"step{n} = {n}" for n in range(40 + number))}
        repo.commit(f"Give the checkout a pipeline of its own, part {number}", files)
    subprocess.run([sys.executable, "-m", "upward", "init", "log"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    (tmp_path / "log/.upward/config.toml").write_text('emails = ["ada@example.com"]\nlevel = "senior"\n')
    with page_pictures.serving(tmp_path / "log") as (link, _):
        context, page, _ = opened(browser, link)
        expect(page.get_by_role("heading", level=1)).to_have_text("Start here")
        page.get_by_label("Folder of a repository").fill(str(repo.path))
        page.get_by_role("button", name="Find work").click()
        page.get_by_role("link", name="Open the inbox").click()
        page.locator("[data-row]").first.wait_for()
        press(page, "j", "a")
        expect(page.get_by_text(re.compile("^Wrote evidence/"))).to_be_visible()
        press(page, "g", "t")
        page.get_by_role("button", name="Draft a story").click()
        first = page.locator("form.stack textarea").first
        first.fill("Releases of the checkout took three days, and every fifth was rolled back.")
        press(page, "Control+Enter")
        expect(page.get_by_text(re.compile("1 answered"))).to_be_visible()
        press(page, "Escape", "e")
        expect(page.locator(".cm-content")).to_contain_text("every fifth was rolled back")
        page.locator("body").click(position={"x": 5, "y": 400})
        press(page, "g", "r")
        expect(page.get_by_role("heading", name="By area")).to_be_visible()
        context.close()


def test_findings_come_while_one_types_and_the_text_saves_itself(page: Page, examples: tuple[str, Path]) -> None:
    path = examples[1] / "stories/typed.md"
    address = f"{page.root}/story/stories/typed.md/edit"  # type: ignore[attr-defined]
    write(page, path, "---\ntitle: Typed\ndate: 2026-02-12\n---\n\nWe did it.\n", address)
    page.goto(address)
    expect(page.locator("#part-findings")).to_contain_text("missing-result")
    page.locator("#part-findings [data-at]").first.click()
    expect(page.locator(".cm-content")).to_be_focused()
    _type(page, "\n\n## Result\n\nWe lost 94 minutes of orders instead of a day.\n")
    expect(page.locator("#part-findings")).not_to_contain_text("missing-result")
    expect(page.locator("#saved")).to_have_text(re.compile(r"saved \d\d:\d\d"))
    assert path.read_text().endswith("instead of a day.\n")
    path.unlink()


def test_two_tabs_and_an_editor_on_one_file_lose_nothing(page: Page, examples: tuple[str, Path]) -> None:
    path = examples[1] / "stories/shared.md"
    address = f"{page.root}/story/stories/shared.md/edit"  # type: ignore[attr-defined]
    write(page, path, (examples[1] / STORY).read_text(), address)
    page.goto(address)
    page.locator(".cm-content").wait_for()
    other = page.context.new_page()
    other.goto(page.url)
    _type(other, "\nFrom the other tab.\n")
    expect(other.locator("#saved")).to_have_text(re.compile("saved"))
    # Nothing was written here yet, so the other tab's text appears by itself.
    page.bring_to_front()
    expect(page.locator(".cm-content")).to_contain_text("From the other tab.")
    other.close()
    with path.open("a") as file:
        file.write("\nFrom a text editor.\n")
    _type(page, "Mine.")
    page.locator("#conflict").wait_for()
    assert "Mine." not in path.read_text()
    page.get_by_role("button", name="Compare the two texts").click()
    expect(page.get_by_role("group")).to_contain_text("From a text editor.")
    page.get_by_label("Both, the file's first").check()
    page.get_by_role("button", name="Write what is chosen").click()
    expect(page.get_by_text(re.compile("^Saved"))).to_be_visible()
    assert "From a text editor." in path.read_text()
    assert "Mine." in path.read_text()
    path.unlink()


def test_a_draft_survives_a_server_that_is_killed(browser: Browser, tmp_path: Path) -> None:
    log = page_pictures.prepare(tmp_path)
    with page_pictures.serving(log) as (link, process):
        context, page, root = opened(browser, link)
        port = root.rpartition(":")[2]
        page.goto(f"{root}/story/{STORY}/edit")
        page.locator(".cm-content").wait_for()
        process.kill()
        process.wait()
        _type(page, "Written while no server listened.")
        expect(page.locator("#saved")).to_contain_text("not saved")
        assert "no server listened" not in (log / STORY).read_text()
    with page_pictures.serving(log, "--port", port) as (link, _):
        page.goto(link)
        page.goto(f"{root}/story/{STORY}/edit")
        page.get_by_role("button", name="Restore it").click()
        expect(page.locator("#saved")).to_have_text(re.compile(r"saved \d\d"))
        context.close()
    assert "no server listened" in (log / STORY).read_text()


def test_everything_is_reached_by_keys(page: Page) -> None:
    press(page, "?")
    expect(page.get_by_role("dialog")).to_contain_text("Next and previous row")
    press(page, "Escape", "Control+k")
    page.keyboard.type("eleven hours")
    expect(page.locator("#palette-list a.here")).to_contain_text("Eleven hours")
    press(page, "Enter")
    page.wait_for_url(re.compile("example-crisis"))
    press(page, "e")
    page.wait_for_url(re.compile("/edit$"))
    for key, address in (("s", "/stories"), ("q", "/questions"), ("b", "/bank"), ("i", "/inbox"), ("t", "/")):
        page.locator("body").click(position={"x": 5, "y": 500})
        press(page, "g", key)
        page.wait_for_url(page.root + address)  # type: ignore[attr-defined]
    page.goto(f"{page.root}/stories")  # type: ignore[attr-defined]
    press(page, "j", "j", "Enter")
    page.wait_for_url(re.compile("/story/"))


def test_what_is_typed_in_a_form_stays_where_a_file_changes(page: Page, examples: tuple[str, Path]) -> None:
    root, log = examples[0].partition("/start")[0], examples[1]
    page.goto(f"{root}/new/evidence")
    page.get_by_label("Title").fill("Half a title")
    page.get_by_label("Date").focus()
    before = page.locator("body").get_attribute("data-version") or ""
    (log / "evidence/elsewhere.md").write_text("---\ntitle: Written elsewhere\n---\n")
    expect(page.locator("body")).not_to_have_attribute("data-version", before)
    expect(page.get_by_label("Title")).to_have_value("Half a title")
    (log / "evidence/elsewhere.md").unlink()


def test_a_file_written_elsewhere_appears_by_itself(page: Page, examples: tuple[str, Path]) -> None:
    page.goto(f"{page.root}/stories")  # type: ignore[attr-defined]
    path = examples[1] / "stories/elsewhere.md"
    path.write_text("---\ntitle: Written in a text editor\ndate: 2026-06-01\n---\n")
    expect(page.get_by_text("Written in a text editor")).to_be_visible(timeout=8_000)
    path.unlink()
    expect(page.get_by_text("Written in a text editor")).not_to_be_visible(timeout=8_000)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_and_nothing_is_wider_than_a_small_display(
    browser: Browser, examples: tuple[str, Path], theme: str
) -> None:
    context, page, root = opened(browser, examples[0], color_scheme=theme)
    page.set_viewport_size({"width": 1280, "height": 860} if theme == "light" else {"width": 360, "height": 740})
    wrong: dict[str, object] = {}
    for name, path in page_pictures.SCREENS.items():
        page.goto(root + path)
        page.locator(".busy").first.wait_for(state="detached")
        found = Axe().run(page, options={"runOnly": RULES[theme]}).response
        serious = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in found["violations"]]
        width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        if serious or width > 0:
            wrong[name] = (serious, width)
    context.close()
    assert wrong == {}


def test_it_can_be_read_and_written_without_scripts(browser: Browser, examples: tuple[str, Path]) -> None:
    context, page, root = opened(browser, examples[0], java_script_enabled=False)
    for address in page_pictures.SCREENS.values():
        page.goto(root + address)
        expect(page.locator("h1")).to_be_visible()
    path = examples[1] / "evidence/plain.md"
    write(page, path, "---\ntitle: Plain\ndate: 2026-05-05\n---\n\nOne.\n", f"{root}/record/evidence/plain.md/edit")
    page.goto(f"{root}/record/evidence/plain.md/edit")
    page.get_by_role("textbox").fill("---\ntitle: Plain\ndate: 2026-05-05\n---\n\nTwo.\n")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved evidence/plain.md")).to_be_visible()
    assert path.read_text().endswith("Two.\n")
    path.unlink()
    context.close()


def test_the_first_visit_is_light(page: Page) -> None:
    loaded = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".reduce((sum, each) => sum + each.transferSize, 0)"
    )
    assert 0 < loaded <= 300_000
    page.goto(f"{page.root}/story/{STORY}/edit")  # type: ignore[attr-defined]
    page.locator(".cm-content").wait_for()
    editor = page.evaluate("performance.getEntriesByType('resource').reduce((sum, each) => sum + each.transferSize, 0)")
    assert loaded + editor <= 300_000


def test_a_port_that_is_taken_is_said_in_one_sentence(examples: tuple[str, Path]) -> None:
    port = examples[0].partition("/start")[0].rpartition(":")[2]
    command = [sys.executable, "-m", "upward", "serve", "--port", port, "--logbook", str(examples[1])]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.startswith(f"upward: Port {port} can't be used")
    assert done.stderr.count("\n") == 1


def test_a_program_without_the_cookie_learns_nothing(examples: tuple[str, Path]) -> None:
    root = examples[0].partition("/start")[0]
    with pytest.raises(OSError, match="401"):
        urlopen(f"{root}/stories")
