"""Take a picture of every screen of the page: light and dark, wide and narrow; high contrast and print where asked.

Usage: page_pictures.py FOLDER [--contrast | --print | --readme] [SCREEN ...]. `docs/images --readme` takes the two of
the README. A logbook of examples is made for it, and thrown away.
"""

from __future__ import annotations

import contextlib
import functools
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from browser import found
from upward.store.logbook import proposals
from upward.store.logbook.folder import Folder
from upward.store.logbook.proposals import Write

THEMES: dict[str, dict[str, str]] = {"light": {"color_scheme": "light"}, "dark": {"color_scheme": "dark"}}
# Contrast as a person asks for it, and the colours of the system alone as Windows forces them.
CONTRASTS: dict[str, dict[str, str]] = {
    "more": {"contrast": "more"},
    "more-dark": {"contrast": "more", "color_scheme": "dark"},
    "forced": {"forced_colors": "active"},
    "forced-dark": {"forced_colors": "active", "color_scheme": "dark"},
}
WIDTHS = {"wide": (1280, 860), "narrow": (360, 740)}
STORY = "stories/example-crisis.md"
SCREENS = {
    "today": "/",
    "inbox": "/inbox",
    "stories": "/stories",
    "story": f"/story/{STORY}",
    "editor": f"/story/{STORY}/edit",
    "interview": "/story/stories/draft-for-pictures.md/interview",
    "versions": f"/story/{STORY}/versions",
    "bank": "/bank?by=themes",
    "questions": "/questions",
    "question": "/question/disagreed-manager-came",
    "loop": "/loop?id=disagreed-manager-came&id=set-technical-direction-more-than",
    "practise": "/practise",
    "ask": "/practise/mock",
    "tell": "/practise/tell/example-crisis?question=Tell+me+about+an+incident.",
    "run": "/practise/run/rehearsals/example-rehearsal.md",
    "readiness": "/readiness",
    "form": "/readiness/form",
    "practices": "/practices",
    "decision": "/record/decisions/example-decision.md",
    "radar": "/practice/radar",
    "concern": "/practice/concern",
    "scores": "/scores/decisions/example-decision.md",
    "records": "/records",
    "evidence": "/records/evidence",
    "record": "/record/evidence/example-evidence.md",
    "new": "/new/evidence",
    "search": "/search?q=checkout",
    "findings": "/findings",
    "rule": "/rule/no-obstacle",
    "settings": "/settings",
    "verbs": "/verbs",
    "verb": "/verb/mine",
    "history": "/history",
    "missing": "/nowhere",
    "menu": "/menu",
}


PROPOSED = """---
title: {title}
date: 2026-03-05
started: 2026-03-01
repo: shop
origins: ["git:{first}", "git:{second}"]
people:
  - {{name: Ada Example, email: ada@example.com, part: author}}
  - {{name: Grace Example, email: grace@example.com, part: reviewer}}
measures:
  - {{id: commits, value: "2", unit: commits}}
  - {{id: lines, value: "340", unit: lines added or deleted}}
areas: [src/prices, tests]
---

## What happened

- 2026-03-01: Add the cache ({a})
- 2026-03-05: Empty it at midnight ({b})

Reasons for its rank: 340 lines in 6 files; comes with tests; touches 2 areas.

## What only you know

{{{{why: Why did it matter, and to whom?}}}}
"""


SERIES = """at,indicator,value,unit,note
2026-06-01T09:00:00+00:00,lag,55,minutes,
2026-06-08T09:00:00+00:00,lag,41,minutes,
2026-06-15T09:00:00+00:00,lag,?,minutes,the command failed
2026-06-22T09:00:00+00:00,lag,33,minutes,
2026-06-29T09:00:00+00:00,lag,24,minutes,
"""


def prepare(folder: Path) -> Path:
    """Make a logbook with the worked examples, a draft with open questions, and proposals."""
    upward = [sys.executable, "-m", "upward"]
    run = functools.partial(subprocess.run, stdout=subprocess.DEVNULL, check=True)
    run([*upward, "init", "log", "--examples"], cwd=folder)
    log = folder / "log"
    add = [*upward, "add", "story", "Draft for pictures", "--template", "mentorship"]
    run(add, cwd=log)
    day = date.today() + timedelta(days=9)  # noqa: DTZ011 - the user's own day
    interview = ["interview", "Senior engineer at Example Shop", "--set", f"date={day}", "--set", "state=planned"]
    run([*upward, "add", *interview, "--text", "The advert asks for ownership."], cwd=log)
    (log / "concerns/example-concern.csv").write_text(SERIES)
    for command in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=Ada Example", "-c", "user.email=ada@example.com", "commit", "-qm", "Begin the logbook"],
    ):
        run(["git", *command], cwd=log)
    for title, commits in (("Cache the price list", "ab"), ("Warm the cache before the sale begins", "cd")):
        text = PROPOSED.format(
            title=title, first=commits[0] * 40, second=commits[1] * 40, a=commits[0] * 9, b=commits[1] * 9
        )
        proposals.keep_proposal(Folder(log), "upward", "mine", "2026-07-01", [Write(f"evidence/{commits}.md", text)])
    return log


@contextlib.contextmanager
def serving(log: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Serve a logbook on a free port; give the link that lets a browser in."""
    command = [sys.executable, "-m", "upward", "serve", "--port", "0", "--logbook", str(log), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        link = re.search(r"http://\S+", line)
        if link is None:
            raise SystemExit(f"the page did not start: {line}")
        try:
            yield link.group(), process
        finally:
            process.terminate()


@contextlib.contextmanager
def chromium(*flags: str) -> Iterator[Browser]:
    """Open the browser that the tests use, with further flags of Chromium."""
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    path = found()
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=[*sandbox, *quiet, *flags])
        yield opened
        opened.close()


def pictures(browser: Browser, link: str, target: Path, wanted: list[str], themes: dict[str, dict[str, str]]) -> int:
    """Take each wanted screen in each theme and width; give how many pictures were taken."""
    root = link.partition("/start")[0]
    for theme, options in themes.items():
        for name, (width, height) in WIDTHS.items():
            context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
            page = context.new_page()
            page.goto(link)
            for screen in wanted:
                page.goto(root + SCREENS[screen])
                page.locator(".busy").first.wait_for(state="detached", timeout=30_000)
                page.wait_for_timeout(150)
                page.screenshot(path=target / f"{screen}-{theme}-{name}.png", full_page=name == "wide")
            context.close()
    return len(wanted) * len(themes) * len(WIDTHS)


def readme(browser: Browser, link: str, target: Path) -> None:
    """Take the two pictures that the README shows."""
    context = browser.new_context(viewport={"width": 1160, "height": 760}, color_scheme="light")
    page = context.new_page()
    page.goto(link)
    for screen in ("today", "story"):
        page.goto(link.partition("/start")[0] + SCREENS[screen])
        page.locator(".busy").first.wait_for(state="detached", timeout=30_000)
        page.screenshot(path=target / f"page-{screen}.png")
    context.close()


def prints(browser: Browser, link: str, target: Path, wanted: list[str]) -> None:
    """Print each wanted screen to a PDF, as a person would."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(link)
    for screen in wanted:
        page.goto(link.partition("/start")[0] + SCREENS[screen])
        page.locator(".busy").first.wait_for(state="detached", timeout=30_000)
        page.pdf(path=target / f"{screen}.pdf", format="A4")
    context.close()


def main(arguments: list[str]) -> int:
    """Take the pictures."""
    named = [each for each in arguments if not each.startswith("--")]
    if not named:
        print(__doc__)
        return 2
    target, wanted = Path(named[0]), named[1:] or list(SCREENS)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, chromium() as browser, serving(prepare(Path(folder))) as (link, _):
        themes = CONTRASTS if "--contrast" in arguments else THEMES
        if "--readme" in arguments:
            readme(browser, link, target)
        elif "--print" in arguments:
            prints(browser, link, target, wanted)
        else:
            print(f"{pictures(browser, link, target, wanted, themes)} pictures in {target}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
