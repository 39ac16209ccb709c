"""Findings of other tools in SARIF: the whole of what the format says about a result and a run."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.analysis.code_review.sarif import ToolFindings, parse_sarif
from upward.analysis.code_review.sarif_parts import normalised

ROWS = [{"dimension": "security", "tags": ["security"]}]
RULE = {
    "id": "A1",
    "name": "Logged",
    "helpUri": "https://a.test/A1",
    "properties": {"tags": ["security", "external/cwe/cwe-532"]},
}


def place(uri: str | None = "c.py", **more: Any) -> dict[str, Any]:
    artifact = {} if uri is None else {"uri": uri}
    return {"physicalLocation": {"artifactLocation": {**artifact, **more}, "region": {"startLine": 4, "endLine": 6}}}


def read(result: dict[str, Any] | None = None, driver: dict[str, Any] | None = None, **run: Any) -> ToolFindings:
    full = {"ruleId": "A1", "message": {"text": "x"}, "locations": [place()], **(result or {})}
    tool = {"driver": {"name": "Acme", "rules": [RULE], **(driver or {})}, **run.pop("tool", {})}
    return parse_sarif(json.dumps({"version": "2.1.0", "runs": [{"tool": tool, "results": [full], **run}]}), ROWS)


def test_a_finding_keeps_the_tool_the_rule_its_page_and_its_cwe() -> None:
    ((path, finding),) = read().found
    assert (path, finding.line, finding.end) == ("c.py", 4, 6)
    assert (finding.check, finding.tool, finding.name, finding.url, finding.cwe) == (
        "Acme:A1", "Acme", "Logged", "https://a.test/A1", 532,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("result", "count"),
    [
        ({"suppressions": [{"kind": "inSource"}]}, 0),
        ({"suppressions": [{"kind": "external", "status": "accepted"}]}, 0),
        ({"suppressions": [{"kind": "external", "status": "rejected"}]}, 1),
        ({"suppressions": []}, 1),
        ({"baselineState": "absent"}, 0),
        ({"baselineState": "unchanged"}, 1),
        ({"kind": "pass"}, 0),
        ({"kind": "notApplicable"}, 0),
        ({"kind": "review"}, 1),
    ],
)
def test_only_results_that_fail_and_stand_count(result: dict[str, Any], count: int) -> None:
    assert len(read(result).found) == count


def test_suppressed_results_are_counted() -> None:
    assert read({"suppressions": [{"kind": "inSource"}]}).suppressed == 1


@pytest.mark.parametrize(
    ("result", "driver", "severity"),
    [
        ({"level": "error"}, {}, "error"),
        ({"level": "note"}, {}, "note"),
        ({}, {"rules": [{**RULE, "defaultConfiguration": {"level": "error"}}]}, "error"),
        ({}, {}, "warning"),
    ],
)
def test_the_level_is_the_results_or_the_rules(result: dict[str, Any], driver: dict[str, Any], severity: str) -> None:
    assert read(result, driver).found[0][1].severity == severity


def test_a_rule_is_found_by_index_in_an_extension_and_below_another() -> None:
    other = {"driver": {"name": "Acme", "rules": []}, "extensions": [{"name": "pack", "rules": [RULE]}]}
    by_index = {"ruleId": None, "rule": {"index": 0, "toolComponent": {"index": 0}}}
    assert read(by_index, tool=other).found[0][1].check == "Acme:A1"
    assert read({"rule": {"id": "A1"}}, tool=other).found[0][1].cwe == 532
    assert read({"ruleId": "A1/2"}).found[0][1].check == "Acme:A1"
    assert read({"ruleId": None, "ruleIndex": 0}).found[0][1].check == "Acme:A1"


def test_a_message_by_id_is_filled_with_its_arguments() -> None:
    rules = [{**RULE, "messageStrings": {"default": {"text": "{{x}} {0} goes to {1}"}}}]
    message = {"message": {"id": "default", "arguments": ["token", "the log"]}}
    assert read(message, {"rules": rules}).found[0][1].message == "{x} token goes to the log"
    shared = {"globalMessageStrings": {"g": {"text": "shared"}}}
    assert read({"message": {"id": "g"}}, shared).found[0][1].message == "shared"


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("./c.py", "c.py"),
        ("a/../c%20d.py", "c d.py"),
        ("file:///srv/app/c.py", "/srv/app/c.py"),
        ("file://host/srv/c.py", "/srv/c.py"),
        ("file:///D:/build/c.py", "D:/build/c.py"),
        ("src//c.py", "src/c.py"),
    ],
)
def test_a_uri_becomes_a_path(uri: str, path: str) -> None:
    assert normalised(uri) == path


def test_an_artifact_may_be_an_index_and_stand_on_bases() -> None:
    where = {"locations": [place(None, index=0)]}
    assert read(where, artifacts=[{"location": {"uri": "d.py"}}]).found[0][0] == "d.py"
    bases = {"SRC": {"uri": "src/", "uriBaseId": "ROOT"}, "ROOT": {"uri": "file:///srv/"}}
    assert read({"locations": [place(uriBaseId="SRC")]}, originalUriBaseIds=bases).found[0][0] == "/srv/src/c.py"
    circle = {"A": {"uri": "a/", "uriBaseId": "A"}}
    assert read({"locations": [place(uriBaseId="A")]}, originalUriBaseIds=circle).found[0][0].endswith("c.py")


def test_a_failed_run_and_results_without_a_place_are_not_checked() -> None:
    failed = [
        {
            "executionSuccessful": False,
            "exitCode": 2,
            "toolExecutionNotifications": [{"level": "error", "message": {"text": "Out of memory"}}],
        }
    ]
    assert read(invocations=failed).not_checked == ("Acme: its run failed with exit code 2: Out of memory",)
    assert read({"locations": []}).not_checked == ("Acme: 1 results name no file",)


def test_a_byte_order_mark_is_not_text() -> None:
    assert parse_sarif('\ufeff{"runs": []}', []).found == ()


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "runs",
                        "tool",
                        "driver",
                        "results",
                        "rules",
                        "id",
                        "ruleId",
                        "rule",
                        "index",
                        "message",
                        "locations",
                        "physicalLocation",
                        "artifactLocation",
                        "uri",
                        "region",
                        "startLine",
                        "suppressions",
                        "invocations",
                        "artifacts",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=20,
    )
)
def test_any_json_is_read_or_refused_with_a_reason(value: object) -> None:
    try:
        parse_sarif(json.dumps({"runs": [value, {"results": [value], "tool": value, "invocations": value}]}), ROWS)
    except ValueError as error:
        assert str(error).startswith("it ")  # noqa: PT017 - either outcome is fine, and only these
