"""From a question to the right story, and from evidence to the next level."""

from __future__ import annotations

import io
import itertools
import json
import random
import re
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))

from train import digest, questions, shipped

from upward.analysis.questions.coverage import GRADED_COST, assign_stories, graded_bank, smallest_bank
from upward.analysis.questions.matching import StoryBank
from upward.catalogue.catalogue import Catalogue
from upward.model.page import Callout, CodeBlock, FactList, Heading, Items, Meter, Page, Prose, Table, Tone
from upward.render import docx, pdf
from upward.text import career_ladders, record_reader, rubric_reader

LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


# Labels


def test_the_weights_are_made_from_the_training_data_as_it_is_now() -> None:
    assert len(shipped()) == 3
    for weights in shipped().values():
        assert weights["about"]["digest"] == digest(), "run scripts/train.py --write"


def test_the_training_data_is_as_varied_as_it_says() -> None:
    rows = questions(TRAINING / "questions.txt")
    principles = {name: 0 for row in rows for name in row.labels["amazon-principles"]}
    themes = {name: 0 for row in rows for name in row.labels["story-themes"]}
    for row in rows:
        for name in row.labels["amazon-principles"]:
            principles[name] += 1
        for name in row.labels["story-themes"]:
            themes[name] += 1
    assert len(principles) == 16
    assert min(principles.values()) >= 25
    assert len(themes) == 8
    assert min(themes.values()) >= 15


def test_held_out_questions_keep_what_they_reached(catalogue: Catalogue) -> None:
    held = questions(TRAINING / "held-out.txt")
    assert not {row.text for row in held} & {row.text for row in questions(TRAINING / "questions.txt")}
    for rubric, first, three in (("amazon-principles", 0.75, 0.93), ("story-themes", 0.8, 0.95)):
        judged = [
            [label.criterion for label in catalogue.labeller.labels(rubric, row.text)][:3]
            for row in held
            if row.labels[rubric]
        ]
        meant = [row.labels[rubric] for row in held if row.labels[rubric]]
        assert sum(found[0] in wanted for found, wanted in zip(judged, meant, strict=True)) / len(judged) >= first
        assert (
            sum(bool({*found} & {*wanted}) for found, wanted in zip(judged, meant, strict=True)) / len(judged) >= three
        )


def test_label_reads_json_lines_and_gives_ranked_reasons(upward, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = '{"id": "a", "text": "Tell me about a conflict with your manager."}\n{"id": 7, "text": "你好"}\n'
    monkeypatch.setattr("sys.stdin", io.StringIO(lines))
    code, out, _ = upward("label", "--rubric", "amazon-principles", "--format", "jsonl")
    first, second = map(json.loads, out.splitlines())
    assert code == 0
    assert first["id"] == "a"
    assert len(first["labels"]) == 16
    assert first["labels"][0]["criterion"] == "have-backbone"
    assert "conflict" in first["labels"][0]["because"] or "manager" in first["labels"][0]["because"]
    assert second["id"] == 7
    monkeypatch.setattr("sys.stdin", io.StringIO('{"id": 1}\n'))
    code, _, complaint = upward("label", "--format", "jsonl")
    assert code == 2
    assert "Line 1 of standard input" in complaint


def test_a_company_variant_of_the_principles_is_data(upward) -> None:
    rows = json.loads(
        upward("label", "When did you disagree with your manager?", "--rubric", "meta-values", "--format", "json")[1]
    )
    assert rows[0]["criterion"] == "be-direct"
    assert rows[0]["because"].startswith("like have-backbone")


def test_label_writes_tags_as_suggestions_where_none_are(upward, logbook: Path) -> None:
    text = "---\ntitle: The unhappy client\ndate: 2026-03-01\n---\n\n## Action\n\nA client complained. I called the customer.\n"
    (logbook / "stories" / "client.md").write_text(text)
    code, out, _ = upward("label", "--stories", "--save", "--format", "json")
    assert code == 0
    assert ("client", "principles", "customer-obsession") in {
        (row["story"], row["key"], row["tag"]) for row in json.loads(out)
    }
    written = (logbook / "stories" / "client.md").read_text()
    assert "suggested-principles: [customer-obsession" in written
    assert "\nprinciples:" not in written
    assert json.loads(upward("label", "--stories", "--format", "json")[1]) == []
    assert [line for line in text.splitlines() if line not in written.splitlines()] == []


def test_a_suggested_tag_moves_no_answer(upward, logbook: Path) -> None:
    body = "## Action\n\nI talked to both sides and wrote down what each of them needed before we met again.\n"
    (logbook / "stories" / "client.md").write_text(f"---\ntitle: Client\ndate: 2026-03-01\n---\n\n{body}")
    question = ("match", "Tell me about a time you put the customer first", "--format", "json")
    before = [(row["story"], row["strength"]) for row in json.loads(upward(*question)[1])["matches"]]
    (logbook / "stories" / "client.md").write_text(
        f"---\ntitle: Client\ndate: 2026-03-01\nsuggested-principles: [customer-obsession]\n---\n\n{body}"
    )
    assert "unknown-key" not in upward("check", "stories/client.md")[1]
    after = json.loads(upward(*question)[1])["matches"]
    assert [(row["story"], row["strength"]) for row in after] == before
    reasons = [each for row in after if row["story"] == "client" for each in row["because"]]
    assert "suggested, not confirmed: customer-obsession" in reasons


def test_a_story_of_two_words_can_be_labelled(upward, logbook: Path) -> None:
    (logbook / "stories" / "short.md").write_text("---\ntitle: Hm\n---\n\nWell.\n")
    assert upward("label", "--stories", "--format", "json")[0] == 0


# Matching


def test_no_story_is_named_for_what_asks_for_none(upward, logbook: Path) -> None:
    for question in ("What is your favourite colour?", "你遇到过的最大困难是什么", "?"):
        code, out, _ = upward("match", question, "--format", "json")
        answer = json.loads(out)
        assert code == 1, question
        assert not answer["answerable"]
        assert answer["advice"]


def test_an_empty_bank_says_so(upward, logbook: Path) -> None:
    for story in (logbook / "stories").glob("*.md"):
        story.unlink()
    code, out, _ = upward("match", "Tell me about a failure", "--format", "json")
    answer = json.loads(out)
    assert (code, answer["matches"], answer["answerable"]) == (1, [], False)
    code, out, _ = upward("cover", "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert data["bank"] == []
    assert data["optimal"]
    assert data["to_write"]


def test_tags_freshness_and_drafts_count(catalogue: Catalogue) -> None:
    def story(name: str, head: str, body: str = "## Action\n\nI talked to both, and they agreed.\n") -> object:
        text = f"---\nkind: story\ntitle: {name}\n{head}---\n\n{body}"
        return record_reader.record(f"stories/{name}.md", text, {"stories": "story"})

    from datetime import date

    records = [
        story("plain", ""),
        story("tagged", "themes: [conflict-resolution]\nprinciples: [have-backbone]\ndate: 2026-01-01\n"),
        story("old", "themes: [conflict-resolution]\nprinciples: [have-backbone]\ndate: 2016-01-01\n"),
        story("draft", "themes: [conflict-resolution]\nprinciples: [have-backbone]\n", "{{a: b}}\n"),
    ]
    bank = StoryBank.of(records, catalogue.labeller, today=date(2026, 7, 1))  # type: ignore[arg-type]
    matches = {match.story: match for match in bank.answer("Tell me about a conflict", 4).matches}
    assert matches["tagged"].strength > matches["old"].strength
    assert matches["tagged"].strength > matches["plain"].strength
    assert matches["tagged"].strength > matches["draft"].strength
    assert "10 years old" in matches["old"].because


def test_a_bank_of_one_answers_what_it_is_tagged_for(upward, logbook: Path) -> None:
    for story in (logbook / "stories").glob("*.md"):
        if story.stem != "example-crisis":
            story.unlink()
    answer = json.loads(upward("match", "Tell me about a failure", "--format", "json")[1])
    assert answer["answerable"]
    assert [match["story"] for match in answer["matches"]] == ["example-crisis"]


# Covering


def test_a_cover_is_as_good_as_trying_every_choice() -> None:
    dice = random.Random(5)
    for _ in range(40):
        stories = [f"s{number}" for number in range(dice.randrange(1, 7))]
        items = {
            f"i{number}": {story: dice.random() for story in stories if dice.random() < 0.3}
            for number in range(dice.randrange(1, 9))
        }
        size = dice.randrange(1, 5)
        found = smallest_bank(items, size)
        met = len(items) - len(found.uncovered)
        every = [choice for length in range(size + 1) for choice in itertools.combinations(stories, length)]
        counts = [
            (sum(any(story in each for story in choice) for each in items.values()), -len(choice)) for choice in every
        ]
        assert found.optimal
        assert (met, -len(found.chosen)) == max(counts)


def test_a_graded_bank_is_as_good_as_trying_every_choice() -> None:
    dice = random.Random(7)
    for _ in range(30):
        stories = [f"s{number}" for number in range(dice.randrange(1, 6))]
        items = {
            f"i{number}": {story: dice.random() for story in stories if dice.random() < 0.5}
            for number in range(dice.randrange(1, 7))
        }
        size = dice.randrange(1, 5)

        def worth(choice, items=items):
            return sum(
                max([each.get(story, 0.0) for story in choice] or [0.0]) for each in items.values()
            ) - GRADED_COST * len(choice)

        best = max(worth(choice) for length in range(size + 1) for choice in itertools.combinations(stories, length))
        assert worth(graded_bank(items, size).chosen) == pytest.approx(best)


def test_a_little_less_strength_changes_little() -> None:
    for strength in (0.49, 0.5, 0.51):
        items = {"a": {"x": strength, "y": 0.2}, "b": {"y": 0.9}}
        assert graded_bank(items, 2).chosen == ("x", "y")


def test_drafts_and_lines_for_a_resume_are_in_no_bank(upward, logbook: Path) -> None:
    (logbook / "stories" / "empty.md").write_text(
        "---\ntitle: Empty\nthemes: [customer-impact]\n---\n\n{{why: Why?}}\n"
    )
    (logbook / "stories" / "line.md").write_text(
        "---\ntitle: Line\nthemes: [customer-impact]\n---\n\n- Cut costs by 40 percent.\n"
    )
    data = json.loads(upward("cover", "--format", "json")[1])
    assert {"empty", "line"} <= set(data["unfinished"])
    assert "theme:customer-impact" in data["uncovered"]
    assert not {"empty", "line"} & {row["story"] for row in data["bank"]}


def test_the_solver_prints_nothing_into_the_answer(capfd: pytest.CaptureFixture[str]) -> None:
    graded_bank({"a": {"x": 0.9}}, 1)
    assert capfd.readouterr() == ("", "")


def test_the_levels_have_one_vocabulary(upward, logbook: Path) -> None:
    (logbook / ".upward" / "config.toml").write_text('level = "intermediate"\n')
    assert json.loads(upward("cover", "--format", "json")[1])["level"] == "mid"
    assert upward("cover", "--level", "boss")[0] == 2


def test_a_plan_is_as_good_as_trying_every_order() -> None:
    dice = random.Random(6)
    for _ in range(30):
        asked = [f"q{number}" for number in range(4)]
        told = [f"s{number}" for number in range(4)]
        strengths = {question: {story: dice.random() for story in told if dice.random() < 0.6} for question in asked}
        plan = assign_stories(strengths)
        assert len(set(plan.pairs.values())) == len(plan.pairs)
        value = sum(1 + strengths[question][story] for question, story in plan.pairs.items())
        best = max(
            sum(
                1 + strengths[question][story]
                for question, story in zip(asked, order, strict=True)
                if story in strengths[question]
            )
            for order in itertools.permutations(told)
        )
        assert value == pytest.approx(best)


def test_without_the_solver_a_bank_is_chosen_greedily_and_not_called_the_best(
    upward, logbook: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    best = json.loads(upward("cover", "--format", "json")[1])
    monkeypatch.setattr("upward.analysis.questions.coverage._has_solver", lambda: False)
    out = upward("cover")[1]
    assert "Chosen greedily" in out
    found = json.loads(upward("cover", "--format", "json")[1])
    assert not found["optimal"]
    assert found["gap"] is None
    assert len(found["uncovered"]) >= len(best["uncovered"])
    (logbook / "loop.txt").write_text("Tell me about a crisis.\nTell me about mentoring.\n")
    plan = json.loads(upward("cover", "--loop", "loop.txt", "--format", "json")[1])
    told = [row["story"] for row in plan["plan"] if row["story"]]
    assert len(told) == len(set(told))


def test_cover_shows_the_bank_the_gaps_and_what_to_write(upward, logbook: Path) -> None:
    code, out, _ = upward("cover", "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert len(data["bank"]) + len(data["unused"]) == 4
    assert {item.split(":")[0] for row in data["bank"] for item in row["covers"]} == {"theme"}
    closing = {each for row in data["to_write"] for each in row["covers"]}
    assert closing == set(data["uncovered"])
    questions_file = logbook / "loop.txt"
    questions_file.write_text("Tell me about a crisis\nTell me about mentoring someone\n")
    data = json.loads(upward("cover", "--loop", "loop.txt", "--format", "json")[1])
    told = [row["story"] for row in data["plan"]]
    assert len(set(told)) == 2
    assert "example-mentorship" in told
    assert "●" in upward("cover", "--matrix")[1]


# Rubrics of others


@pytest.mark.parametrize(
    ("name", "criteria", "unread"),
    [("competencies.yml", 2, 1), ("backend.md", 3, 2), ("ladder.md", 4, 1), ("matrix.csv", 5, 1)],
)
def test_a_ladder_of_others_becomes_a_rubric_and_says_what_it_lost(
    upward, logbook: Path, name: str, criteria: int, unread: int
) -> None:
    (logbook / name).write_text((LADDERS / name).read_text("utf-8"), "utf-8")
    code, out, _ = upward("rubric", "ours", "--take", name, "--format", "json")
    data = json.loads(out)
    assert code == 1
    assert (len(data["criteria"]), len(data["unread"])) == (criteria, unread)
    read, faults = rubric_reader.read((logbook / ".upward/rubrics/ours.yaml").read_text("utf-8"))
    assert faults == ()
    first = read.criteria[0]
    level = read.levels[0]
    (logbook / "evidence" / "a.md").write_text(
        f"---\ntitle: A\ndate: 2026-05-01\ncriteria: [{first.id}]\norigins: [git:ab12cd3]\npeople: [{{name: Bo}}]\n---\n\nx\n"
    )
    assert "wrong-value" not in upward("check", "evidence")[1]
    judged = json.loads(upward("readiness", "--rubric", "ours", "--level", level, "--format", "json")[1])
    assert [each["standing"] for each in judged["criteria"] if each["criterion"] == first.id] == ["once"]


def test_what_is_no_ladder_is_refused(upward, logbook: Path) -> None:
    (logbook / "x.yaml").write_text("a: [")
    assert "holds no criteria" in upward("rubric", "--take", "x.yaml")[2]
    (logbook / "x.csv").write_text("only a header\n")
    assert "no rows below its header" in upward("rubric", "--take", "x.csv")[2]
    (logbook / "x.bin").write_text("?")
    assert "is no ladder" in upward("rubric", "--take", "x.bin")[2]
    (logbook / "y.csv").write_text("Area,Junior\nTesting,Tests\n")
    assert "comes with upward" in upward("rubric", "senior-path", "--take", "y.csv")[2]


def test_ladders_survive_anything() -> None:
    for text in ("", "\0", "- \n- 1\n- [a]\n", "---\ntopics: 3\n---\n", "# A\n- b\n", ",,,\n,,,\n", "Area,Level\n" * 3):
        for name in ("a.yml", "a.md", "a.csv"):
            career_ladders.read(name, text)


# Readiness, assessments, plans


def evidence(folder: Path, name: str, day: str, criterion: str, people: str = "") -> None:
    head = f"title: {name}\ndate: {day}\ncriteria: [{criterion}]\nrepo: {name[0]}\n{people}"
    body = "I wrote the rules down with two teams and put them into the build."
    (folder / "evidence" / f"{name}.md").write_text(f"---\n{head}---\n\n{body}\n")


def test_a_plan_fits_the_hours_and_is_tracked_by_evidence(upward, logbook: Path) -> None:
    code, out, _ = upward("grow", "--hours", "3", "--weeks", "8", "--save", "--format", "json")
    data = json.loads(out)
    assert code == 0
    assert 0 < sum(float(step["hours"]) for step in data["steps"]) <= 24
    assert data["later"] > 0
    assert upward("check", "plans", "--select", "UP7")[0] == 1  # its question is still open
    assert "unfilled-slot" in upward("check", "plans")[1]
    first = next(step["criterion"] for step in data["steps"] if step.get("criterion"))
    evidence(logbook, "done", "2026-07-02", first, "people: [{name: Grace}]\n")
    rows = {row["criterion"]: row for row in json.loads(upward("grow", "--track", "--format", "json")[1])["steps"]}
    done = rows.pop(first)
    assert (done["standing"], done["evidence"]) == ("done", ["done"])
    assert {row["standing"] for row in rows.values()} == {"open"}


# Exports


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
        "Used for many questions: Eleven hours without a safe backup" in upward("match", "--questions", "asked.txt")[1]
    )


PAGE = Page(
    'A "title" #let',
    (
        Heading("Part *one*"), Prose("First $x$.\n\nSecond @you \x1b[31m é 你好."), Items(("a", "b"), ordered=True), Items(("only one",)),
        FactList((("name", "value"),)), Meter("Share", 0.4, "so far"), Callout("Mind `this`", Tone.WARN), CodeBlock('#eval("1")\n  <b>'),
        Table(("one", "two"), (("1", "x" * 80), ("", "\\"))),
    ),
)  # fmt: skip


def test_a_page_becomes_a_pdf_and_nothing_in_it_is_markup() -> None:
    made = pdf.render(PAGE)
    assert made.startswith(b"%PDF-")
    # Every word of the user's stands in a string: without the strings, none is left.
    bare = re.sub(r'"(?:\\.|[^"\\])*"', "", pdf.source(PAGE).split("#heading", 1)[1])
    assert not {"#let", "#eval", "$x$", "@you", "title"} & set(re.findall(r"[#$@]?\w+\$?", bare))
    assert pdf.render(Page("Empty", (Table(("a",), ()),))).startswith(b"%PDF-")


def test_a_page_becomes_a_word_document_that_can_be_read_back() -> None:
    document = Document(io.BytesIO(docx.render(PAGE)))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert 'A "title" #let' in texts
    assert "a" in texts
    assert document.tables[1].rows[1].cells[1].text == "x" * 80
    assert zipfile.ZipFile(io.BytesIO(docx.render(PAGE))).testzip() is None


def test_a_pdf_needs_a_file_to_go_to(upward, logbook: Path) -> None:
    code, _, complaint = upward("readiness", "--format", "pdf")
    assert code == 2
    assert "--output NAME.pdf" in complaint
    assert upward("export", "brag", "--output", "brag.pdf")[0] == 0
    assert (logbook / "brag.pdf").read_bytes().startswith(b"%PDF-")
