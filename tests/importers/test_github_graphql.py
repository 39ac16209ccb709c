"""GitHub by GraphQL and by REST: the same records, in fewer calls; and what goes wrong with GraphQL alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upward.importers.github import IMPORTER, _graphql
from upward.model.importer import Candidate, ImportQuery, Skipped
from upward.store.http_client import opened

from ..github_server import GitHub, Work, github
from .test_trackers import Through

DAYS = st.integers(1, 28).map("2026-02-{:02}".format)
STATES = st.sampled_from(["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"])
PEOPLE = st.sampled_from(["ada", "bo", "renovate[bot]", ""])
REVIEWERS = st.sampled_from(["ada", "cy"])
WORKS = st.lists(
    st.builds(
        Work,
        number=st.integers(1, 99), author=PEOPLE, created=DAYS.map(lambda day: day.replace("-02-", "-01-")),
        closed=st.one_of(st.just(""), DAYS), merged=st.booleans(), is_pull=st.booleans(),
        repo=st.sampled_from(["example/shop", "example/cart"]),
        title=st.sampled_from(["Serve prices from a table", " Retry ", "日本"]),
        body=st.sampled_from([None, "", "Support waits\r\n# {{why}}"]),
        labels=st.sampled_from([(), ("security",), ("typo", "docs")]), comments=st.integers(0, 30),
        lines=st.tuples(st.integers(0, 900), st.integers(0, 900)),
        reviews=st.lists(st.tuples(REVIEWERS, STATES, DAYS.map("{}T10:00:00Z".format)), max_size=3).map(tuple),
        commenters=st.sampled_from([(), ("ada",), ("bo",)]),
    ).map(lambda each: each if each.closed else Work(**{**vars(each), "merged": False})),
    max_size=12, unique_by=lambda each: (each.repo, each.number),
)  # fmt: skip


@pytest.fixture(scope="module")
def server() -> Iterator[GitHub]:
    with github() as found:
        yield found


class Run:
    """What one run gave, the calls it took, and what it waited for, in seconds."""

    def __init__(self, server: GitHub, token: str, works: list[Work], name: str = "github:", **wish: Any) -> None:
        server.works, server.seen, server.points = works, [], wish.pop("points", 5000)
        server.trouble = wish.pop("trouble", [])
        self.slept: list[float] = []
        environment = {"UPWARD_GITHUB_URL": server.base, "GITHUB_TOKEN": token}
        made = opened("github", environment, wish.pop("cache", None), lambda _: None)
        made.sleep, made.now = self.slept.append, lambda: 1000.0
        found = list(IMPORTER.read(Through(name, made), ImportQuery(**wish)))
        self.records = [each for each in found if isinstance(each, Candidate)]
        self.told = [each.why for each in found if isinstance(each, Skipped)]
        self.calls = server.seen


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(works=WORKS, where=st.sampled_from(["github:", "github:example/shop"]))
def test_both_ways_make_the_same_records_and_graphql_needs_no_more_calls(
    server: GitHub, works: list[Work], where: str
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_graphql, "PER_PAGE", 3)
        rest, graphql = Run(server, "", works, where), Run(server, "good", works, where)
    assert graphql.records == rest.records
    assert graphql.told == rest.told == []
    assert not any(each.startswith("POST") for each in rest.calls)
    assert not any("/pulls/" in each for each in graphql.calls)
    assert len(graphql.calls) <= len(rest.calls)


def of_others(count: int, **more: Any) -> list[Work]:
    reviews = (("ada", "APPROVED", "2026-02-09T10:00:00Z"),)
    return [Work(1000 + number, "bo", reviews=reviews, **more) for number in range(count)]


def test_a_page_of_fifty_takes_one_call_where_rest_takes_one_for_each(server: GitHub) -> None:
    works = [Work(number, "ada", lines=(number, 0)) for number in range(1, 121)] + of_others(60)
    rest, graphql = Run(server, "", works), Run(server, "good", works)
    # The login, three searches without reviews or sizes; and 2 pages with 100 sizes, 1 page with 60 reviews.
    assert len(rest.calls) == 4 + 2 + 100 + 1 + 60
    assert len(graphql.calls) == 4 + 3 + 2
    # REST stops after a hundred sizes; GraphQL has them all.
    assert sum("changed." in each.body for each in rest.records) == 100
    assert sum("changed." in each.body for each in graphql.records) == 120


def test_more_than_a_thousand_are_sliced_by_date_here_too(server: GitHub) -> None:
    works = [
        Work(number, "ada", created=f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}") for number in range(1, 1201)
    ]
    run = Run(server, "good", works)
    assert (len(run.records), run.told) == (1200, [])


def test_what_github_leaves_out_is_told_beside_what_it_gives(server: GitHub) -> None:
    run = Run(server, "good", [Work(1, "ada"), Work(2, "ada", hidden=True), Work(3, "ada", hidden=True)])
    assert [each.origins for each in run.records] == [("github:example/shop#1",)]
    assert run.told == ["GitHub left out part of 2 results: Resource protected by SAML"]
    assert not any("/pulls/" in each for each in run.calls)


LIMITED = {"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded for user ID 1."}]}
SECONDARY = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again."


@pytest.mark.parametrize(
    ("trouble", "slept"),
    [
        ((200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1040"}, LIMITED), 40.0),
        ((200, {}, {"data": None, "errors": [{"message": SECONDARY}]}), 60.0),
        ((403, {}, {"message": SECONDARY}), 60.0),
        ((403, {"Retry-After": "5"}, {"message": SECONDARY}), 5.0),
        ((200, {}, {"data": None, "errors": [{"message": "Something went wrong while executing your query."}]}), 1.0),
        ((502, {}, {}), 1.0),
        ((200, {}, []), 1.0),
    ],
)
def test_limits_and_failures_are_waited_for_though_they_come_as_answers(
    server: GitHub, trouble: Any, slept: float
) -> None:
    run = Run(server, "good", [Work(1, "ada")], trouble=[trouble])
    assert run.slept == [slept]
    assert len(run.records) == 1
    assert sum(each.startswith("POST") for each in run.calls) == 3


@pytest.mark.parametrize(
    "trouble",
    [
        (404, {}, {}),
        (403, {}, {"message": "Resource not accessible by personal access token"}),
        (200, {}, {"errors": [{"message": "Field 'x' doesn't exist on type 'PullRequest'"}]}),
        (200, {}, {"data": {"search": None}, "errors": [{"type": "FORBIDDEN", "message": "not allowed"}]}),
        (200, {}, {}),
        (200, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4500"}, LIMITED),
    ],
)
def test_where_graphql_is_refused_the_run_goes_on_by_rest_and_asks_it_no_more(server: GitHub, trouble: Any) -> None:
    works = [Work(1, "ada", lines=(7, 0)), *of_others(2)]
    run = Run(server, "good", works, trouble=[trouble])
    assert run.records == Run(server, "", works).records
    assert (run.told, run.slept) == ([], [])
    assert sum(each.startswith("POST") for each in run.calls) == 1


def test_where_the_points_run_out_rest_reads_what_is_left_and_nothing_is_lost(server: GitHub) -> None:
    works = [Work(number, "ada", lines=(number, 0)) for number in range(1, 71)]
    run = Run(server, "good", works, points=1)
    assert len(run.records) == 70
    assert run.records == Run(server, "good", works).records
    run = Run(server, "good", works, points=1)
    # Fifty came with their sizes: only the others are asked for.
    assert sum("/pulls/" in each for each in run.calls) == 20


def test_a_review_that_graphql_does_not_show_says_that_its_date_is_not_known() -> None:
    row = {"number": 1, "createdAt": "2026-01-05T09:00:00Z", "reviews": None}
    answer = {"data": {"search": {"nodes": [row]}}, "errors": [{"path": ["search", "nodes", 0, "reviews"]}]}

    class Web:
        def graphql(self, *_: Any) -> Any:
            return answer

    (page,) = _graphql.graphql_pages(Web(), "is:pr", "ada", own=False)  # type: ignore[arg-type]
    assert page.rows[0]["reviews"] is None
    assert page.missing == ("GitHub left out part of 1 result: an error without a reason",)


def test_a_page_is_kept_for_the_next_run_unless_something_was_left_out_of_it(server: GitHub, tmp_path: Path) -> None:
    works = [Work(1, "ada", hidden=True), *of_others(60)]
    first, second = Run(server, "good", works, cache=tmp_path), Run(server, "good", works, cache=tmp_path)
    assert second.records == first.records
    assert [sum(each.startswith("POST") for each in run.calls) for run in (first, second)] == [3, 1]


def test_github_enterprise_is_asked_at_its_own_address() -> None:
    with github("/api/v3") as server:
        run = Run(server, "good", [Work(1, "ada")])
        assert [each for each in run.calls if each.startswith("POST")] == ["POST /api/graphql"] * 2
        assert len(run.records) == 1
