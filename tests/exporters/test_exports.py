"""What is exported, and what is held back."""

from __future__ import annotations

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


def evidence(folder: Path, name: str, day: str, criterion: str, people: str = "") -> None:
    head = f"title: {name}\ndate: {day}\ncriteria: [{criterion}]\nrepo: {name[0]}\n{people}"
    body = "I wrote the rules down with two teams and put them into the build."
    (folder / "evidence" / f"{name}.md").write_text(f"---\n{head}---\n\n{body}\n")


def test_what_is_confidential_is_held_back_until_it_is_allowed_by_name(upward, logbook: Path) -> None:
    story = "---\ntitle: A\n---\n\n## Action\n\nI asked jo@example.com about it.\n"
    (logbook / "stories" / "a.md").write_text(story)
    code, out, _ = upward("export", "packet")
    assert code == 1
    assert "--allow a" in out
    assert "jo@example.com" not in out
    assert upward("export", "packet", "--allow", "a")[0] == 0
    assert upward("export", "packet", "--reach", "mine")[0] == 0


def test_private_records_and_drafts_stay_at_home(upward, logbook: Path) -> None:
    (logbook / "stories" / "p.md").write_text("---\ntitle: Hidden\nprivate: true\n---\n\n## Action\n\nI did it.\n")
    (logbook / "stories" / "d.md").write_text("---\ntitle: Unfinished\n---\n\n{{a: b}}\n")
    (logbook / "stories" / "s.md").write_text("---\ntitle: Shown\n---\n\n## Action\n\nI did it.\n")
    out = upward("export", "packet")[1]
    assert "Shown" in out
    assert "Hidden" not in out
    assert "Unfinished" not in out


def test_a_brag_document_is_bounded_by_a_period(upward, logbook: Path) -> None:
    evidence(logbook, "spring", "2026-04-01", "senior-standards-code")
    evidence(logbook, "winter", "2026-01-10", "senior-standards-code")
    out = upward("export", "brag", "--since", "2026-04-01", "--until", "2026-06-30")[1]
    assert "spring" in out
    assert "winter" not in out


def test_a_story_that_carries_everything_is_pointed_out(upward, logbook: Path) -> None:
    asked = [
        "Tell me about an incident.",
        "Tell me about a crisis.",
        "A production outage",
        "An outage you led",
        "Failure",
    ]
    (logbook / "asked.txt").write_text("\n".join(asked) + "\n")
    assert (
        "Chosen for many questions: Eleven hours without a safe backup"
        in upward("match", "--questions", "asked.txt")[1]
    )


STORY = "---\ntitle: Faster imports\ndate: {0}\n---\n\n## Result\n\nThe **import** took [4 minutes](https://a.example), not 40.\n"
RESUME = {
    "basics": {"label": "Engineer"},
    "work": [
        {"name": "Kept Ltd", "startDate": "2024-03", "endDate": "2025-08", "highlights": ["Joined"]},
        {"name": "Now Ltd", "startDate": "2025-09-01"},
    ],
    "education": [{"institution": "A school"}],
}


def test_a_resume_of_ones_own_is_kept_and_stories_are_added_to_the_position_they_fall_into(
    upward, logbook: Path, monkeypatch
) -> None:
    monkeypatch.setenv("UPWARD_NAME", "Ada Example")
    for path in (logbook / "stories").iterdir():
        path.unlink()
    for number, day in enumerate(("2025-08-31", "2026-01", "2020-05-01")):
        (logbook / "stories" / f"s{number}.md").write_text(STORY.format(day).replace("imports", f"imports {number}"))
    (logbook / "mine.json").write_text(json.dumps(RESUME))
    allowed = [part for name in ("s0", "s1", "s2") for part in ("--allow", name)]
    assert upward("export", "resume", "--base", "mine.json", "--output", "made.json", *allowed)[0] == 0
    made = json.loads((logbook / "made.json").read_text())
    assert made["basics"] == {"name": "Ada Example", "label": "Engineer"}
    assert made["education"] == RESUME["education"]
    line = "The import took 4 minutes, not 40."
    assert [each["highlights"] for each in made["work"]] == [["Joined", line], [line]]
    assert [each["name"] for each in made["projects"]] == ["Faster imports 2"]


def test_without_a_resume_the_basics_are_those_of_the_settings(upward, logbook: Path, monkeypatch) -> None:
    monkeypatch.setenv("UPWARD_NAME", "Ada Example")
    assert (
        json.loads(json.loads(upward("export", "resume", "--format", "json")[1])["text"])["basics"]["name"]
        == "Ada Example"
    )
    (logbook / "other.json").write_text("[]")
    assert upward("export", "resume", "--base", "other.json")[0] == 2


def test_a_story_without_headings_is_printed_once(upward, logbook: Path) -> None:
    text = "I moved the ferry tickets to a queue, which took the load off the desk in June."
    (logbook / "stories" / "prose.md").write_text(f"---\ntitle: Ferry\nprinciples: [dive-deep]\n---\n\n{text}\n")
    for form in ("packet", "principles"):
        assert upward("export", form, "--format", "markdown")[1].count("off the desk in June") == 1


def test_what_nobody_answered_is_in_no_export_and_is_named_beside_it(upward, logbook: Path) -> None:
    open_one = "---\ntitle: {0}\ndate: 2026-06-01\n{1}---\n\n## What happened\n\nIt came.\n\n{{{{why: Why?}}}}\n"
    (logbook / "evidence" / "mined.md").write_text(open_one.format("Mined ferry", 'origins: ["git:abc"]\n'))
    (logbook / "evidence" / "told.md").write_text(open_one.format("Told ferry", 'origins: ["git:abd"]\n'))
    (logbook / "evidence" / "empty.md").write_text('---\ntitle: "{{title: What?}}"\ndate: 2026-06-01\n---\n')
    (logbook / "stories" / "ferry.md").write_text("---\ntitle: Ferry\nevidence: [told]\n---\n\nI did it.\n")
    _, packet, said = upward("export", "packet")
    assert "Told ferry" in packet
    assert "Mined ferry" not in packet
    assert "2 records with open questions left out: empty, mined" in said
    brag = upward("export", "brag")[1]
    assert "Mined ferry" in brag
    assert "What?" not in brag
    assert "empty" not in brag


def test_a_pipe_is_given_what_a_program_reads(upward, logbook: Path) -> None:
    assert (logbook / "stories").is_dir()
    assert "projects" in json.loads(upward("export", "resume")[1])
    assert all("kind" in json.loads(line) for line in upward("export", "json_lines")[1].splitlines())


def test_a_resume_holds_no_failure_and_the_sentence_with_the_result(upward, logbook: Path) -> None:
    body = "We had slow tickets. I moved the queue, although the desk objected. The wait fell from 30 to 4 minutes.\n"
    for name, themes in (("won", "customer-impact"), ("lost", "failure-recovery")):
        (logbook / "stories" / f"{name}.md").write_text(f"---\ntitle: {name}\nthemes: [{themes}]\n---\n\n{body}")
    _, out, said = upward("export", "resume", "--allow", "won")
    made = {each["name"]: each["highlights"] for each in json.loads(out)["projects"]}
    assert made["won"] == ["The wait fell from 30 to 4 minutes."]
    assert "lost" not in made
    assert "Left out: lost: it tells a failure." in said


def test_a_level_that_is_held_is_not_shown_as_lacking(upward, logbook: Path) -> None:
    assert (logbook / "stories").is_dir()
    packet = upward("export", "packet")[1]
    assert "Standing by area" in packet
    assert "Intermediate" not in packet.split("Standing by area")[1].split("Architectural")[0]


def test_a_story_that_names_people_is_pointed_out_before_it_is_given_away(upward, logbook: Path) -> None:
    text = "---\ntitle: Mentoring Runa\n---\n\nShe was afraid to ask, and I paired with Runa.\n"
    (logbook / "stories" / "runa.md").write_text(text)
    assert "runa names Runa, with what is theirs to tell (afraid)" in upward("export", "packet")[2]
    assert "runa names" not in upward("export", "packet", "--allow", "runa")[2]
