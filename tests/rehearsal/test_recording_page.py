"""Recording in the page, in Chromium with a microphone that plays a file: record, keep, measure; and what goes wrong."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

import page_pictures

from upward.analysis.rehearsal.loudness import frame_levels, measure_loudness
from upward.model.speech import Sound
from upward.store.audio.decoding import read_sound, write_wave

from .voice import take

TELL = "/practise/tell/example-crisis"

# A busy machine answers late; what is expected must come, however late.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="module")
def microphone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("voice") / "take.wav"
    write_wave(path, Sound(take(0.3, 2.5, 1.2, 2.5, 0.5)))
    return path


@contextmanager
def opened(log: Path, *flags: str, allowed: bool = True) -> Iterator[Page]:
    """Open the page in a Chromium with these flags."""
    with page_pictures.serving(log) as (link, _), page_pictures.chromium(*flags) as browser:
        context = browser.new_context(permissions=["microphone"] if allowed else [])
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.goto(link)
        page.goto(link.partition("/start")[0] + TELL)
        yield page
        context.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return page_pictures.prepare(tmp_path)


def fake(path: Path) -> tuple[str, ...]:
    # A missing file would be silence without an error: the tests assert how loud the recording is.
    assert path.is_file()
    return (
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={path}%noloop",
    )


def recordings(log: Path) -> list[Path]:
    return sorted((log / ".upward" / "recordings").glob("*.wav"))


def runs(log: Path) -> list[str]:
    texts = [path.read_text("utf-8") for path in (log / "rehearsals").glob("*.md")]
    return [text for text in texts if "story: example-crisis" in text]


def test_a_story_is_recorded_kept_measured_and_its_numbers_noted(log: Path, microphone: Path) -> None:
    with opened(log, *fake(microphone)) as page:
        page.locator("#record").check()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[4-9]"))
        page.get_by_role("button", name="Next part").click()
        expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[7-9]"))
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#said")).to_contain_text("Saved in rehearsals/")
        (kept,) = recordings(log)
        sound = read_sound(kept)
        assert 5.5 < sound.seconds < 9
        loudness = measure_loudness(sound.samples, frame_levels(sound.samples))
        assert loudness.speech > -40
        assert loudness.snr > 15
        assert "state: unfinished" in runs(log)[0]
        page.locator("#c1").fill("94")
        page.get_by_label("Good").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Run of ")
        page.locator("#engine").select_option("none")
        page.get_by_role("button", name="Measure the recording").click()
        expect(page.locator("#content")).to_contain_text("1 of 1 s")
        page.go_back()
        page.get_by_role("button", name="Delete the recording").click()
        expect(page.locator("#content")).to_contain_text("The recording is deleted")
    assert recordings(log) == []
    assert "rating: good" in runs(log)[0]
    assert "situation:" in runs(log)[0]


def test_without_a_server_the_take_stays_in_the_tab_and_is_sent_again(log: Path, microphone: Path) -> None:
    with opened(log, *fake(microphone)) as page:
        page.locator("#record").check()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[2-9]"))
        page.route("**/practise/take", lambda route: route.abort())
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#said")).to_contain_text("Not saved: the server does not answer")
        expect(page.get_by_role("link", name="Save the recording as a file")).to_be_visible()
        assert recordings(log) == []
        page.unroute("**/practise/take")
        page.get_by_role("button", name="Try again").click()
        expect(page.locator("#said")).to_contain_text("Saved in rehearsals/")
        assert len(recordings(log)) == 1


def test_a_microphone_that_is_refused_or_missing_is_said_and_the_clock_works_without(log: Path) -> None:
    with opened(log, "--use-fake-device-for-media-stream", allowed=False) as page:
        page.locator("#record").check()
        page.get_by_role("button", name="Start").click()
        expect(page.locator("#said")).to_contain_text("microphone")
        page.locator("#record").uncheck()
        page.get_by_role("button", name="Start").click()
        expect(page.get_by_role("timer")).to_have_text(re.compile("0:0[1-9]"))
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#said")).to_contain_text("Too short")
    assert recordings(log) == []
    assert len(runs(log)) >= 1


def test_the_clock_and_the_questions_behind_it_stay_where_files_change(log: Path) -> None:
    with opened(log) as page:
        body = page.locator("body")
        before = body.get_attribute("data-version") or ""
        page.get_by_role("button", name="Start").click()
        (log / "evidence").mkdir(exist_ok=True)
        (log / "evidence/new.md").write_text("---\ntitle: Written elsewhere\n---\n")
        expect(body).not_to_have_attribute("data-version", before)
        expect(page.get_by_role("button", name="Stop")).to_be_enabled()
        before = body.get_attribute("data-version") or ""
        page.get_by_role("button", name="Stop").click()
        expect(page.locator("#said")).to_contain_text("Saved in rehearsals/")
        # The run that was just saved is a change of the files, too.
        expect(body).not_to_have_attribute("data-version", before)
        expect(page.get_by_role("button", name="Save")).to_be_visible()


def test_an_interview_of_five_questions_counts_them_and_ends_with_one_debrief(log: Path) -> None:
    with opened(log) as page:
        page.goto(page.url.partition("/practise")[0] + "/practise")
        page.get_by_role("link", name="Interview of five questions").click()
        questions = []
        for number in range(1, 6):
            expect(page.locator("#content")).to_contain_text(f"{number} of 5")
            questions.append(page.get_by_role("heading", level=1).inner_text())
            page.locator("#content a.title").first.click()
            expect(page.locator("#content")).to_contain_text(f"{number} of 5")
            page.get_by_role("button", name="Start").click()
            page.get_by_role("button", name="Stop").click()
            expect(page.locator("#said")).to_contain_text("Saved in rehearsals/")
            page.locator("input[name=rating][value=good]").check()
            page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Mock interview")
        asked = page.locator("#content h2").all_inner_texts()
    assert len(set(questions)) == 5
    assert asked == questions
    told = [path.read_text("utf-8") for path in (log / "rehearsals").glob("*.md")]
    assert len({loop for text in told for loop in re.findall("^loop: .*", text, re.MULTILINE)}) == 1
