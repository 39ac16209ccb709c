"""Requests made from the page's own description: no fault of the server, and nothing written that was not asked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from upward.faces.web.answers import Answer
from upward.faces.web.app import found
from upward.faces.web.openapi import description
from upward.faces.web.work import Task

from .conftest import ORIGIN, Visitor

SCHEMA = schemathesis.openapi.from_dict(description(tuple(found())))
ALREADY = Task("1", "Nothing", "list", (), {}, 0.0, state="stopped")


@pytest.fixture
def visitor(visit, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    # What jobs answer is tested elsewhere; here each would start a process.
    monkeypatch.setattr("upward.faces.web.work.Tasks.begin", lambda *_, **__: ALREADY)
    monkeypatch.setattr("upward.faces.web.answers.Answers.ask", lambda *_, **__: Answer())
    return visit()


def _tree(root: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith("index.sqlite3")
    }


def _send(visitor: Visitor, case: Any) -> Any:
    given = case.as_transport_kwargs(base_url=ORIGIN)
    headers = {**dict(given.get("headers") or {}), "Origin": ORIGIN, "X-CSRF": visitor.guard.csrf}
    body = {key: given[key] for key in ("json", "data") if given.get(key) is not None}
    if isinstance(body.get("data"), (str, bytes)):
        body["content"] = body.pop("data")
    return visitor.client.request(given["method"], given["url"], params=given.get("params"), headers=headers, **body)


@SCHEMA.include(method="GET").parametrize()
@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
def test_reading_never_faults_and_writes_nothing(case: Any, visitor: Visitor, log: Path) -> None:
    before = _tree(log.parent)
    answer = _send(visitor, case)
    assert answer.status_code < 500, answer.text[:2000]
    assert _tree(log.parent) == before


@SCHEMA.include(method="POST").parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_writing_never_faults_and_stays_in_the_logbook(case: Any, visitor: Visitor, log: Path) -> None:
    outside = {name for name in _tree(log.parent) if not name.startswith("log/")}
    before = _tree(log)
    answer = _send(visitor, case)
    assert answer.status_code < 500, answer.text[:2000]
    assert {name for name in _tree(log.parent) if not name.startswith("log/")} == outside
    after = _tree(log)
    # No record that was there is lost or changed by a request that does not carry its digest.
    assert {name: after.get(name) for name in before if name.endswith(".md")} == {
        name: text for name, text in before.items() if name.endswith(".md")
    }
