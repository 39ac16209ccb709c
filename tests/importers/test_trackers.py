"""Trackers that throttle, fail, cut off and refuse, spoken to for real; and the same work seen from two places."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from upward.importers.calendar import IMPORTER as CALENDAR
from upward.importers.github import IMPORTER as GITHUB
from upward.importers.jira import IMPORTER as JIRA
from upward.model.errors import SourceError
from upward.model.importer import Candidate, ImportQuery, Skipped
from upward.store.http_client import TrackerClient, opened
from upward.store.import_source import PathImportSource

from ..conftest import Repo, proposed
from ..recorded import Tracker, tracker

Run = Callable[..., tuple[int, str, str]]
HERE = Path(__file__).parents[2] / "src" / "upward" / "importers"
SAMPLE = HERE / "github" / "sample.recorded"


class Patient:
    """A clock that returns at once, and a log of the waits."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.said: list[str] = []


def web(server: Tracker, cache: Path | None = None, **environment: str) -> tuple[TrackerClient, Patient]:
    patient = Patient()
    made = opened("github", {"UPWARD_GITHUB_URL": server.base, **environment}, cache, patient.said.append)
    made.sleep = patient.slept.append
    made.now = lambda: 1000.0
    return made, patient


class Through(PathImportSource):
    """A source whose tracker is given."""

    def __init__(self, path: str, made: TrackerClient) -> None:
        super().__init__(path)
        object.__setattr__(self, "_web", made)

    __slots__ = ("_web",)

    def web(self, service: str) -> TrackerClient:
        assert service in {"github", "jira"}
        return self._web  # type: ignore[attr-defined]


def mined(made: TrackerClient, **wish: Any) -> list[Candidate]:
    found = GITHUB.read(Through("github:example/shop", made), ImportQuery(**wish))
    return [each for each in found if isinstance(each, Candidate)]


TITLES = [
    "Serve prices from a table instead of code", "Retry uploads",
    "Reviewed 2 changes of others in Q1 2026 in shop", "Reported 1 issue in Q1 2026 in shop",
]  # fmt: skip


@pytest.mark.parametrize(
    ("trouble", "slept"),
    [
        ((429, {"Retry-After": "7"}), [7.0]),
        ((403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1060"}), [60.0]),
        ((403, {"Retry-After": "3"}), [3.0]),
        ((403, {}, b'{"message": "You have exceeded a secondary rate limit."}'), [60.0]),
        ((429, {"Retry-After": "nan"}), [1.0]),
        ((429, {"Retry-After": "-5"}), [0.0]),
        ((429, {"Retry-After": "Thu, 01 Jan 1970 00:17:00 GMT"}), [20.0]),
        ((429, {"RateLimit-Remaining": "0", "RateLimit-Reset": "30"}), [30.0]),
        ((408, {}), [1.0]),
        ((500, {}), [1.0]),
        ((503, {}), [1.0]),
        ("cut", [1.0]),
        ("nonsense", [1.0]),
    ],
)
def test_trouble_on_the_way_is_waited_out_and_said(trouble: Any, slept: list[float]) -> None:
    with tracker(SAMPLE, trouble) as server:
        made, patient = web(server)
        assert [each.title for each in mined(made)] == TITLES
        assert patient.slept == slept
        assert "waiting for" in patient.said[0]


def test_every_page_is_read_and_none_twice() -> None:
    with tracker(SAMPLE) as server:
        made, _ = web(server)
        mined(made)
        assert len(server.seen) == len(set(server.seen)) == 9
        assert any("page=2" in path for path in server.seen)


def test_one_search_that_fails_takes_nothing_from_the_others(tmp_path: Path) -> None:
    with tracker(SAMPLE) as server:
        made, _ = web(server, tmp_path)
        server.trouble = [None, *[(502, {})] * 6]
        found = list(GITHUB.read(Through("github:example/shop", made), ImportQuery()))
        assert [each.title for each in found if isinstance(each, Candidate)] == TITLES[2:]
        assert [each.why for each in found if isinstance(each, Skipped)] == [
            "GitHub could not be read: it answered 502, 6 times"
        ]
        server.trouble = []
        assert [each.title for each in mined(made)] == TITLES


class Search:
    """GitHub's search as it is: a thousand results at most, and refused without is:pr or is:issue."""

    base = "https://api.example"
    is_signed_in = False

    def __init__(self, days: list[str], **answer: Any) -> None:
        self.days, self.answer, self.asked = days, answer, list[str]()

    def get(self, *_: Any) -> Any:
        return {"login": "ada"}, {}

    def linked(self, _: str, query: Any) -> Any:
        self.asked.append(query["q"])
        assert "is:pr" in query["q"] or "is:issue" in query["q"]
        last = query["q"].partition("created:<=")[2] or "9999"
        rows = [
            {"number": number, "title": f"Change {number}", "created_at": f"{day}T00:00:00Z", "repository_url": "x/repos/example/shop"}
            for number, day in enumerate(self.days) if day <= last
        ] if query["q"].startswith("is:pr author") else []  # fmt: skip
        yield {"total_count": len(rows), "items": rows[:1000], **self.answer}


def test_more_than_a_thousand_results_are_sliced_by_date() -> None:
    days = [f"{2026 - number // 360}-{12 - number // 30 % 12:02}-{28 - number % 28:02}" for number in range(2500)]
    made = Search(sorted(days, reverse=True))
    found = list(GITHUB.read(Through("github:", made), ImportQuery()))  # type: ignore[arg-type]
    assert len(found) == 2500
    assert sum("created:<=" in asked for asked in made.asked) >= 2


def test_results_that_cannot_be_had_and_incomplete_ones_are_told() -> None:
    made = Search(["2026-03-01"] * 1500, incomplete_results=True)
    found = list(GITHUB.read(Through("github:", made), ImportQuery()))  # type: ignore[arg-type]
    why = [each.why for each in found if isinstance(each, Skipped)]
    assert any(each.startswith("GitHub ran out of time") for each in why)
    assert any(each.startswith("only 1,000 of 1,500 results") for each in why)


def test_a_refused_connection_is_tried_twice_and_no_more() -> None:
    with tracker(SAMPLE) as server:
        made, patient = web(server)
    server.server_close()
    with pytest.raises(SourceError, match="can't be reached"):
        made.get("user")
    # What else is asked of it is told at once.
    with pytest.raises(SourceError, match="can't be reached"):
        made.get("search/issues")
    assert len(patient.slept) == 1


def test_a_redirect_below_the_address_is_followed_once() -> None:
    with tracker(SAMPLE) as server:
        made, _ = web(server)
        server.trouble = [(301, {"Location": f"{server.base}/user"})]
        assert made.get("users/me")[0] == {"login": "ada"}


def test_a_wait_of_an_hour_is_told_instead_of_sat_out() -> None:
    with tracker(SAMPLE, (429, {"Retry-After": "3600"})) as server:
        made, patient = web(server)
        with pytest.raises(SourceError, match="asks for a pause of 60 minutes"):
            mined(made)
        assert patient.slept == []


@pytest.mark.parametrize(("given", "why"), [("", "it requires a token"), ("old", "has expired")])
def test_a_token_that_is_missing_or_expired_is_told_from_one_that_works(given: str, why: str) -> None:
    with tracker(SAMPLE, token="good") as server:
        with pytest.raises(SourceError) as refused:
            mined(web(server, GITHUB_TOKEN=given)[0])
        assert why in refused.value.why
        assert "GITHUB_TOKEN" in refused.value.next_step
        assert [each.title for each in mined(web(server, GITHUB_TOKEN="good")[0])] == TITLES


def test_the_token_goes_nowhere_else(tmp_path: Path) -> None:
    answers = [{"path": "/user", "body": {"login": "ada"}, "next": "/x"}]
    sample = tmp_path / "sample.recorded"
    sample.write_text(json.dumps({"answers": answers}))
    with tracker(sample) as server, tracker(sample) as elsewhere:
        made, _ = web(server, GITHUB_TOKEN="secret")
        with pytest.raises(SourceError, match="refers to a page at"):
            made.get(f"{elsewhere.base}/user")
        server.trouble = [(302, {"Location": f"{elsewhere.base}/user"})]
        with pytest.raises(SourceError):
            made.get("user")
        assert elsewhere.seen == []
    with pytest.raises(SourceError, match="has no address"):
        opened("github", {"UPWARD_GITHUB_URL": "http://tracker.example"}, None, print)
    with pytest.raises(SourceError, match="has no address"):
        opened("jira", {}, None, print)


@pytest.mark.parametrize("name", ["ada repo:x", 'ada" OR "1', "../x"])
def test_a_name_that_is_none_never_becomes_part_of_a_question(name: str) -> None:
    with tracker(SAMPLE) as server:
        made, _ = web(server)
        if name == "../x":
            with pytest.raises(SourceError, match="is not a login"):
                mined(made, authors=(name,))
        else:
            # No login has a space, so it is not a user's here: the tracker is asked whose the token is.
            mined(made, authors=(name,))
        assert not [path for path in server.seen if "OR" in path or ".." in path]
        with pytest.raises(SourceError, match="is not a user"):
            list(JIRA.read(Through("jira:SHOP", made), ImportQuery(('a" OR x = "b',))))


def test_jiras_cloud_is_paged_by_its_tokens(tmp_path: Path) -> None:
    row = {
        "fields": {
            "summary": "S",
            "status": {"statusCategory": {"key": "done"}},
            "created": "2026-01-05T09:00:00.000+0000",
        }
    }
    tree = {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": "As support"}]}]}
    first = {"issues": [{"key": "A-1", **row, "fields": {**row["fields"], "description": tree}}], "nextPageToken": "t2"}

    class Cloud:
        base = "https://x.atlassian.net"

        def get(self, path: str, query: dict[str, str]) -> tuple[Any, dict[str, str]]:
            assert path == "rest/api/3/search/jql"
            if "reporter" in query["jql"]:
                return {"issues": []}, {}
            return (
                (first, {})
                if "nextPageToken" not in query
                else ({"issues": [{"key": "A-2", **row}], "isLast": True}, {})
            )

    found = proposed(JIRA.read(Through("jira:A", Cloud()), ImportQuery()))  # type: ignore[arg-type]
    assert sorted(each.origins for each in found) == [("jira:A-1",), ("jira:A-2",)]
    assert any("> As support" in each.body for each in found)


def test_the_same_work_in_git_and_in_a_tracker_is_one_piece_of_evidence(
    tmp_path: Path, upward: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "shop")
    repo.commit("Serve prices from a table instead of code (#4)", {"prices.py": "1\n" * 40})
    assert upward("init", "log")[0] == 0
    log = ("--logbook", str(tmp_path / "log"))
    with tracker(SAMPLE) as server:
        monkeypatch.setenv("UPWARD_GITHUB_URL", server.base)
        ask = ("mine", str(repo.path), "github:example/shop", "--author", "ada@example.com", "--author", "ada")
        rows = json.loads(upward(*ask, *log, "--save", "--format", "json")[1])["written"]
        assert len(rows) == 4
        texts = [path.read_text("utf-8") for path in (tmp_path / "log" / "evidence").glob("*.md")]
        both = [text for text in texts if "github:example/shop#4" in text]
        assert len(both) == 1
        assert "git:" in both[0]
        assert "> Support waits for a release" in both[0]
        assert json.loads(upward(*ask, *log, "--save", "--format", "json")[1])["written"] == []


@pytest.mark.parametrize("first", ["git", "tracker"])
def test_work_that_is_saved_already_gets_its_second_origin(
    tmp_path: Path, upward: Run, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    repo = Repo(tmp_path / "shop")
    oid = repo.commit("Serve prices from a table instead of code (#4)", {"prices.py": "1\n" * 40})
    assert upward("init", "log")[0] == 0
    with tracker(SAMPLE) as server:
        monkeypatch.setenv("UPWARD_GITHUB_URL", server.base)
        asks = [
            ("mine", str(repo.path), "--author", "ada@example.com"),
            ("mine", "github:example/shop", "--author", "ada"),
        ]
        for ask in asks if first == "git" else asks[::-1]:
            assert upward(*ask, "--save", "--logbook", str(tmp_path / "log"))[0] == 0
    texts = [path.read_text("utf-8") for path in (tmp_path / "log" / "evidence").glob("*.md")]
    both = [text for text in texts if "github:example/shop#4" in text]
    assert len(both) == 1
    assert f"git:{oid}" in both[0]
    assert len(texts) == 4


def test_what_is_still_to_come_is_no_evidence() -> None:
    source = PathImportSource(str(HERE / "calendar" / "sample.ics"))
    entries = CALENDAR.read(source, ImportQuery(today=date(2026, 1, 20)))
    assert [each.title for each in entries if isinstance(each, Candidate)] == [
        "2 one-to-ones with Bo Example in Q1 2026"
    ]


def test_without_icalendar_it_is_said_what_to_install(upward: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "icalendar", None)
    code, _, err = upward("mine", str(HERE / "calendar" / "sample.ics"))
    assert (code, ".[calendar]" in err) == (2, True)


def test_an_address_nobody_knows_is_told_at_once() -> None:
    patient = Patient()
    made = opened("jira", {"UPWARD_JIRA_URL": "https://tracker.invalid"}, None, patient.said.append)
    made.sleep = patient.slept.append
    with pytest.raises(SourceError, match="can't be reached"):
        made.get("rest/api/2/search")
    assert patient.slept == []


def test_one_record_takes_the_origins_of_two_trackers_in_one_run(
    tmp_path: Path, upward: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = Repo(tmp_path / "shop")
    repo.commit("Serve prices from a table instead of code (#4)\n\nFor SHOP-12.", {"prices.py": "1\n" * 40})
    assert upward("init", "log")[0] == 0
    log = ("--save", "--logbook", str(tmp_path / "log"))
    assert upward("mine", str(repo.path), "--author", "ada@example.com", *log)[0] == 0
    with tracker(SAMPLE) as github, tracker(HERE / "jira" / "sample.recorded") as jira:
        monkeypatch.setenv("UPWARD_GITHUB_URL", github.base)
        monkeypatch.setenv("UPWARD_JIRA_URL", jira.base)
        assert upward("mine", "github:example/shop", "jira:SHOP", *log)[0] == 0
    texts = [path.read_text("utf-8") for path in (tmp_path / "log" / "evidence").glob("*.md")]
    both = [text for text in texts if "git:" in text]
    assert len(both) == 1
    assert "github:example/shop#4" in both[0]
    assert "jira:SHOP-12" in both[0]
