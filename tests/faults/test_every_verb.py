"""Every verb with odd paths, texts and numbers, from a folder that is gone, and over MCP: one sentence and exit code 2."""

from __future__ import annotations

import io
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.every_verb import (
    LONG_NAME,
    PIPE,
    PLACES,
    TEXTS,
    WHOLE,
    Case,
    all_jobs,
    how_tool_fails,
    is_fault,
    lay_out,
    odd_cases,
    plain_words,
    tool_arguments,
)
from tests.faults.hostile_logbook import ODD_VALUES, litter, spoil
from upward.catalogue.catalogue import Catalogue
from upward.faces.mcp.access import LogbookAccess

# `make bench` tries every odd value; here one of a kind is enough.
TRIED = (PLACES[0], LONG_NAME, PIPE, TEXTS[1], str(WHOLE[0]), "0", "nan", "9999-12-31")
SECONDS = 60


@pytest.fixture
def folder(logbook: Path, upward: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("sys.stdin", io.StringIO())
    shutil.rmtree(logbook)
    logbook.mkdir()
    os.chdir(logbook)
    lay_out(logbook, upward)
    return logbook


@pytest.fixture(autouse=True)
def _hangs_are_failures() -> Iterator[None]:
    def ended(*_: object) -> None:
        # No Exception: the guard of the command line would take it for an error of the request.
        raise KeyboardInterrupt("a request hangs")

    before = signal.signal(signal.SIGALRM, ended)
    signal.alarm(SECONDS)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def test_no_odd_value_ends_in_anything_but_a_sentence(folder: Path, upward: Callable[..., Any]) -> None:
    faults = []
    for job in all_jobs(Catalogue()):
        for case in odd_cases(job, TRIED):
            why = is_fault(case, *upward(*case.words))
            if why:
                faults.append((why, case))
    assert not faults, faults


def test_every_request_of_the_table_is_met_or_refused_in_a_sentence(folder: Path, upward: Callable[..., Any]) -> None:
    ended = {job.name: upward(*plain_words(job))[0] for job in all_jobs(Catalogue())}
    refused = [name for name, code in ended.items() if code == 2]
    assert set(ended.values()) <= {0, 1, 2}
    # What only a logbook with more in it can do: the rest of the table gets to work.
    assert len(refused) < len(ended) / 10, refused


def test_from_a_folder_that_is_gone_each_verb_says_so(
    folder: Path, upward: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    gone = tmp_path_factory.mktemp("gone")
    os.chdir(gone)
    gone.rmdir()
    for job in all_jobs(Catalogue()):
        code, _, err = upward(*plain_words(job))
        assert (job.name, code, "Traceback" in err, err.count("\n") >= 1) == (job.name, 2, False, True)
    os.chdir(folder)


def test_a_logbook_of_records_that_no_one_meant_is_told_about_and_not_fallen_over(
    folder: Path, upward: Callable[..., Any]
) -> None:
    spoil(folder, ODD_VALUES["mapping"])
    litter(folder)
    for words in (["check"], ["list"], ["today"], ["readiness"], ["export", "brag"]):
        assert not is_fault(Case(words[0], "", tuple(words), place=False), *upward(*words))


@pytest.mark.parametrize(("value", "kind"), [(None, object), ("~no-such-user/x", str)])
def test_odd_arguments_over_mcp_are_refused_or_answered(folder: Path, value: str | None, kind: type) -> None:
    desk = LogbookAccess.open(folder, dict(os.environ), "", (), propose=True)
    for job in desk.jobs():
        asked = list(desk.asked_for(job))
        odd = {each.name: value for each in asked if kind in {object, each.kind}}
        assert not how_tool_fails(desk, job, {**tool_arguments(job, asked), **odd})
