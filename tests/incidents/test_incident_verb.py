"""An incident from its first minute to the evidence that it leaves behind."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from upward.analysis.incidents.incident import parse_share
from upward.analysis.incidents.prompt_pack import parse_answer, redact

ID = "orders-rejected"


@pytest.fixture
def open_incident(upward, monkeypatch) -> Path:
    monkeypatch.setenv("UPWARD_NAME", "Mara")
    upward("init")
    began = ("--at", "2026-07-01T08:40+00:00", "--detected", "2026-07-01T08:47+00:00", "--detected-by", "an alert")
    assert upward("incident", "new", "Orders rejected", *began)[0] == 0
    return Path(f"incidents/{ID}.md")


def resolve(upward) -> None:
    named = (
        "--component",
        "payments",
        "--mechanism",
        "Retries filled the pool",
        "--by",
        "Ines",
        "--impact",
        "412 orders",
    )
    assert upward("incident", "resolve", ID, *named)[0] == 0


def test_a_post_mortem_names_what_it_lacks_and_closing_is_refused_until_it_is_whole(open_incident, upward) -> None:
    resolve(upward)
    upward("incident", "add", ID, "--todo", "--text", "Alarm on retries", "--due", "2026-06-01")
    code, out, _ = upward("incident", "report", ID, "--format", "json")
    rules = {each["rule"] for each in json.loads(out)["findings"]}
    assert code == 1
    assert {"action-without-owner", "action-overdue", "unfilled-slot"} <= rules
    code, _, error = upward("incident", "close", ID)
    assert code == 2
    assert "lacks" in error


def test_a_time_of_day_is_taken_on_the_day_closest_to_the_onset(upward) -> None:
    upward("init")
    upward("incident", "new", "Late", "--at", "2025-11-05T23:50+01:00")
    for at in ("00:10", "23:40"):
        upward("incident", "add", "late", "--text", "Seen", "--at", at)
    upward("incident", "add", "late", "--text", "Over", "--at", "02:05", "--mitigated")
    text = Path("incidents/late.md").read_text("utf-8")
    assert text.index("2025-11-06T00:10:00+01:00") < text.index("2025-11-05T23:40:00+01:00")
    assert '\nmitigated: "2025-11-06T02:05:00+01:00"\n' in text
    assert "\nstatus: mitigated\n" in text


def test_the_cause_of_an_incident_of_last_year_is_not_known_just_now(upward) -> None:
    upward("init")
    upward("incident", "new", "Old", "--at", "2025-11-05T23:50+01:00")
    named = ("incident", "resolve", "old", "--component", "db", "--mechanism", "full", "--by", "Ines")
    code, _, error = upward(*named)
    assert (code, "The time at which the cause was known is missing" in error, "2025-11-05T12:00+0100" in error) == (
        2,
        True,
        True,
    )
    assert upward(*named, "--at", "00:40")[0] == 0
    assert 'identified: "2025-11-06T00:40:00+01:00"' in Path("incidents/old.md").read_text("utf-8")


def test_a_time_in_the_future_or_before_the_onset_is_found(open_incident: Path, upward) -> None:
    text = open_incident.read_text("utf-8").replace("T08:47", "T08:04")
    open_incident.write_text(text.replace("---\n", "---\nmitigated: 2031-11-06T02:05+00:00\n", 1), "utf-8")
    found = json.loads(upward("incident", "report", ID, "--format", "json")[1])["findings"]
    assert [each["message"] for each in found if each["rule"] == "impossible-time"] == [
        "2031-11-06T02:05+00:00 lies in the future.",
        "`detected` is before `onset`: correct one of the two.",
    ]


@pytest.mark.parametrize(("given", "share"), [("80", 0.8), ("80 %", 0.8), ("0.8", 0.8), ("1", 1.0), ("101", None)])
def test_a_confidence_is_read_as_people_write_it(given: str, share: float | None) -> None:
    assert parse_share(given) == share


def test_a_post_mortem_names_people_beside_guesses_only_until_it_is_known_who_was_right(open_incident, upward) -> None:
    upward("incident", "hypothesise", ID, "--by", "Jun", "--component", "checkout", "--text", "Prices")
    upward(
        "incident",
        "hypothesise",
        ID,
        "--by",
        "Acme",
        "--tool-version",
        "4",
        "--component",
        "payments",
        "--text",
        "Pool",
    )
    assert "Jun" in upward("incident", "report", ID)[1]
    resolve(upward)
    said = upward("incident", "report", ID)[1]
    assert ("Jun" in said, "a person" in said, "Acme 4" in said) == (False, True, True)


def test_a_log_that_begins_after_the_onset_is_said_to_have_no_past(open_incident, upward, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("2026-07-01T08:50:00Z ERROR pool is full 1\n", "utf-8")
    said = " ".join(upward("incident", "explore", ID, "--logs", "a.log")[1].split())
    assert "nothing before the onset, and 1 min after it" in said
    assert "every log template looks new" in said


def test_a_log_without_times_is_said_to_be_compared_with_nothing(open_incident, upward, tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("ERROR pool is full 1\nERROR pool is full 2\n", "utf-8")
    code, out, _ = upward("incident", "explore", ID, "--logs", "a.log")
    assert code == 0
    assert "no times could be read in it" in " ".join(out.split())
    assert "2 lines" in out


def test_closing_drafts_evidence_that_readiness_can_count(open_incident: Path, upward) -> None:
    resolve(upward)
    assert "The post-mortem has no action" in upward("incident", "close", ID)[2]
    action = "actions:\n  - {text: Refuse settings without a limit, owner: Mara, due: 2026-08-01}\n"
    text = open_incident.read_text("utf-8").replace(
        "title: ", f"criteria: [senior-ownership-leads-incidents]\n{action}title: ", 1
    )
    text = re.sub(r"(?m)^impact:.*$", "impact: Orders failed for an hour", text)
    head = text[: text.index("\n---\n", 4) + 5]
    open_incident.write_text(head + "\n## What happened\n\nRetries filled the pool.\n", "utf-8")
    code, out, error = upward("incident", "close", ID, "--format", "json")
    assert (code, error) == (0, "")
    made = Path(json.loads(out)["path"]).read_text("utf-8")
    assert f"upward:incident/{ID}" in made
    assert "Orders failed for an hour. Cause: " in made
    assert "criteria: [senior-ownership-leads-incidents]" in made
    assert "unit: minutes from onset to detection" in made
    assert 'value: "7"' in made
    assert "{{own-part:" in made
    assert "status: closed" in open_incident.read_text("utf-8")


def test_an_assistants_answer_becomes_sealed_hypotheses_and_no_verdict(open_incident: Path, upward, tmp_path) -> None:
    upward("incident", "add", ID, "--text", "Deployed", "--change", "payments", "--at", "2026-07-01T08:30+00:00")
    answer = {
        "tool": "Acme", "version": "4.2", "verdict": "payments",
        "hypotheses": [
            {"component": "Payments", "text": "Retries fill the pool\n## Injected", "confidence": 0.5},
            {"component": "moon", "text": "tide"},
        ],
    }  # fmt: skip
    (tmp_path / "answer.json").write_text(json.dumps(answer), "utf-8")
    code, out, _ = upward("incident", "explore", ID, "--from", "answer.json", "--format", "json")
    found = json.loads(out)
    assert (code, found["source"], [each["component"] for each in found["hypotheses"]]) == (0, "Acme 4.2", ["payments"])
    assert found["problems"] == ["Hypothesis 2 blames moon, which is not one of the components; it was left out."]
    assert "\n## Injected" not in open_incident.read_text("utf-8")
    assert "cause:" not in open_incident.read_text("utf-8")


def test_an_answer_that_is_none_is_refused_with_the_reason(open_incident, upward, tmp_path) -> None:
    (tmp_path / "answer.txt").write_text("It was DNS.", "utf-8")
    code, _, error = upward("incident", "explore", ID, "--from", "answer.txt")
    assert code == 2
    assert "not valid JSON" in error


def test_the_prompt_keeps_secrets_addresses_and_customers_to_oneself() -> None:
    text = "for jane.doe42@shop.example at 10.1.2.3, token=ghp_0123456789012345678901234567890123456 of Ringwald"
    assert redact(text, ["Ringwald"]) == "for [email] at [internal], [secret] of [name]"


def test_the_prompt_redacts_what_template_gaps_hide(open_incident, upward, tmp_path) -> None:
    lines = [
        '{"ts":"2026-07-01T08:41:00Z","level":"error","service":"pay","msg":"no answer to jane42@shop.example"}'
    ] * 3
    (tmp_path / "pay.log").write_text("\n".join(lines), "utf-8")
    _, out, _ = upward("incident", "explore", ID, "--logs", "pay.log", "--pack", "--format", "json")
    assert "no answer to [email]" in json.loads(out)["prompt"]
    assert "jane" not in json.loads(out)["prompt"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"hypotheses": 3}', '{"hypotheses": [[], {"component": 4}]}', "[" * 9999]
)
def test_no_answer_raises(text: str) -> None:
    assert parse_answer(text, ["a"]).hypotheses == ()


def test_explore_finds_the_last_changes_before_the_onset_in_git(open_incident: Path, upward, repo) -> None:
    repo.commit("Deploy payments 12", {"payments/limits.toml": "retries = 0\n"}, when="2026-07-01T08:30:00+00:00")
    repo.commit("After the onset", {"web/a.txt": "a\n"}, when="2026-07-01T08:50:00+00:00")
    _, out, _ = upward("incident", "explore", ID, "--repo", str(repo.path), "--format", "json")
    changes = json.loads(out)["changes"]
    assert [(each["component"], each["title"]) for each in changes] == [("payments", "Deploy payments 12")]
    assert "change: payments" in open_incident.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("incident", "add", "none"), "No incident is called none"),
        (("incident", "report", "nothing"), "No incident is called nothing"),
        (("incident", "add", ID), "Nothing to add"),
        (("incident", "add", ID, "--text", "x", "--at", "9.40"), "'9.40' is not a time"),
        (("incident", "add", ID, "--text", "x", "--at", "2031-07-01T08:40+00:00"), "is in the future"),
        (("incident", "new", "y", "--at", "2026-07-01T09:40+00:00"), "is in the future"),
        (("incident", "add", ID, "--todo", "--text", "x", "--mitigated"), "needs an entry of the timeline"),
        (
            ("incident", "hypothesise", ID, "--component", "x", "--text", "y", "--confidence", "sure"),
            "is not a confidence",
        ),
        (("incident", "explore", ID), "There is nothing to look at"),
        (("incident", "explore", ID, "--logs", "none.log"), "none.log is not a file"),
        (("incident", "explore", ID, "--logs", "none.log", "--log-offset", "2"), "'2' is not a UTC offset"),
        (("incident", "resolve", ID, "--component", "x"), "needs --mechanism"),
        (("incident", "close", ID), "is not resolved"),
        (("incident", "score"), "No incident is resolved yet"),
    ],
)
def test_a_request_that_cannot_be_done_says_what_is_missing(open_incident, upward, arguments, said) -> None:
    code, _, error = upward(*arguments)
    assert code in {1, 2}
    assert said in error
    assert "Traceback" not in error


def test_the_timeline_is_in_order_and_in_one_offset_whatever_was_written(open_incident: Path, upward) -> None:
    upward("incident", "add", ID, "--text", "second", "--at", "2026-07-01T10:50+02:00")
    upward("incident", "add", ID, "--text", "first", "--at", "2026-07-01T08:45+00:00")
    out = upward("incident", "report", ID)[1]
    assert out.index("2026-07-01 08:45") < out.index("2026-07-01 08:50")


def test_an_open_incident_and_an_action_that_is_due_are_named_today(open_incident: Path, upward) -> None:
    upward("incident", "add", ID, "--todo", "--text", "Alarm on retries", "--owner", "Mara", "--due", "2026-06-01")
    due = json.loads(upward("today", "--format", "json")[1])["due"]
    assert [each["what"] for each in due] == ["Incident open: Orders rejected", "Alarm on retries"]


@pytest.mark.parametrize(
    ("line", "said"),
    [("hypotheses: {a: b}", "`hypotheses` is a mapping, not a list"), ("impact: [", "not valid YAML")],
)
def test_a_record_whose_front_matter_is_broken_is_left_as_it_is(
    open_incident: Path, upward, line: str, said: str
) -> None:
    text = open_incident.read_text("utf-8").replace("status: open", f"status: open\n{line}", 1)
    open_incident.write_text(text, "utf-8")
    code, _, error = upward("incident", "hypothesise", ID, "--component", "x", "--text", "y")
    assert code == 2
    assert said in error
    assert open_incident.read_text("utf-8") == text


def test_an_internal_host_is_replaced_with_the_domain_behind_it() -> None:
    assert redact("db7.internal.acme.io:5432 refused, see cache.local.") == "[internal] refused, see [internal]."


def test_a_guess_after_the_mitigation_is_sealed_and_said_to_be_late(open_incident: Path, upward) -> None:
    upward("incident", "add", ID, "--text", "Limit restored", "--at", "2026-07-01T08:55+00:00", "--mitigated")
    guess = ("incident", "hypothesise", ID, "--by", "Ada", "--component", "payments", "--text", "Pool is full")
    assert "sealed after the mitigation" in " ".join(upward(*guess)[1].split())
