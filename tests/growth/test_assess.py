"""A form is filled by a person without upward, in Markdown, Word or a browser, and read back."""

import json
import re

import pytest

from upward.analysis.growth.assessment import filled_ratings
from upward.analysis.growth.html_form import text_of_html_form

CODE, TRADE = "senior-standards-code", "senior-architecture-trade-offs"


def filled_markdown(text, ident, rating, evidence="", note=""):
    head = text.index(f"({ident})")
    body = text[head:]
    for key, value in (("Rating", rating), ("Evidence", evidence), ("Note", note)):
        body = body.replace(f"- {key}:", f"- {key}: {value}", 1)
    return text[:head] + body


@pytest.fixture
def form(upward, logbook):
    assert upward("assess", "--role", "manager", "--output", str(logbook / "form.md"))[0] == 0
    return (logbook / "form.md").read_text("utf-8").replace("**by:** ", "**by:** Grace")


def read(upward, path):
    code, out, _ = upward("assess", "--from", str(path), "--format", "json")
    return code, json.loads(out)


def test_nothing_is_filled_in_before(form):
    answers = re.findall(r"(?m)^- (?:Rating|Evidence|Note):(.*)$", form)
    assert len(answers) == 120
    assert not any(answer.strip() for answer in answers)


def test_words_in_the_evidence_line_stay_words(upward, logbook, form):
    (logbook / "evidence" / "api.md").write_text("---\ntitle: API\ndate: 2026-01-01\n---\n\nx\n")
    text = filled_markdown(form, CODE, "**Meets**", "the transport API PR, with two teams", "seen in\n  three reviews")
    text = filled_markdown(text, TRADE, "not yet", "api")
    (logbook / "form.md").write_text(text, "utf-8")
    code, data = read(upward, logbook / "form.md")
    assert code == 0
    assert data["ratings"] == [
        {"criterion": TRADE, "rating": "not-yet", "evidence": ["api"]},
        {
            "criterion": CODE,
            "rating": "meets",
            "seen": "the transport API PR, with two teams",
            "note": "seen in three reviews",
        },
    ]
    assert "broken-link" not in upward("check", "assessments")[1]


def test_a_corrected_form_replaces_the_earlier_one(upward, logbook, form):
    path = logbook / "form.md"
    path.write_text(filled_markdown(form, CODE, "meets"), "utf-8")
    first = read(upward, path)[1]
    path.write_text(filled_markdown(form, CODE, "exceeds"), "utf-8")
    second = read(upward, path)[1]
    assert (first["replaced"], second["replaced"], second["id"]) == (False, True, first["id"])
    assert len(list((logbook / "assessments").glob("2026*.md"))) == 1
    path.write_text(filled_markdown(form.replace("2026-07-01", "2026-07-02"), CODE, "meets"), "utf-8")
    assert read(upward, path)[1]["replaced"] is False


def test_a_form_filled_in_a_browser_comes_back(upward, logbook):
    assert upward("assess", "--role", "manager", "--output", str(logbook / "form.html"))[0] == 0
    text = (logbook / "form.html").read_text("utf-8")
    assert "http" not in re.sub(r"http-equiv", "", text)
    text = text.replace('name="by" value=""', 'name="by" value="Grace &amp; Co"')
    text = text.replace(f'name="rating:{CODE}" value="meets"', f'name="rating:{CODE}" value="meets" checked=""')
    text = text.replace(
        f'<textarea name="note:{CODE}" rows="2">',
        f'<textarea name="note:{CODE}" rows="2">two lines\n### of (words) &lt;b&gt;',
    )
    (logbook / "form.html").write_text(text, "utf-8")
    code, data = read(upward, logbook / "form.html")
    assert code == 0
    assert data["ratings"] == [{"criterion": CODE, "rating": "meets", "note": "two lines ### of (words) <b>"}]
    assert "Grace & Co" in (logbook / "assessments" / f"{data['id']}.md").read_text("utf-8")


def test_a_form_filled_in_word_comes_back(upward, logbook):
    docx = pytest.importorskip("docx")
    path = logbook / "form.docx"
    assert upward("assess", "--role", "peer", "--output", str(path))[0] == 0
    document = docx.Document(str(path))
    document.tables[0].rows[1].cells[1].text = "Ben"
    at = next(n for n, each in enumerate(document.paragraphs) if f"({CODE})" in each.text)
    for paragraph in document.paragraphs[at : at + 6]:
        if paragraph.text.startswith("Rating:"):
            paragraph.add_run("Exceeds")
        if paragraph.text.startswith("Note:"):
            paragraph.add_run("in every review")
    document.save(str(path))
    code, data = read(upward, path)
    assert code == 0
    assert data["ratings"] == [{"criterion": CODE, "rating": "exceeds", "note": "in every review"}]


def test_two_assessments_are_compared_by_what_they_disagree_on(upward, logbook, form):
    (logbook / "a.md").write_text(
        filled_markdown(filled_markdown(form, CODE, "meets", note="seen"), TRADE, "meets"), "utf-8"
    )
    mine = filled_markdown(
        filled_markdown(form.replace("manager", "self").replace("Grace", "Ada"), CODE, "not yet"), TRADE, "meets"
    )
    (logbook / "b.md").write_text(mine, "utf-8")
    assert read(upward, logbook / "a.md")[0] == read(upward, logbook / "b.md")[0] == 0
    rows = json.loads(upward("assess", "--compare", "--format", "json")[1])
    assert [(row["criterion"], row["mine"], row["theirs"], row["steps"], row["notes"]) for row in rows] == [
        (CODE, "not-yet", "meets", 2, ["seen"])
    ]


def test_a_form_that_was_filled_wrongly_says_where(catalogue):
    text = f"rubric: senior-path\nrole: peer\n\n### X (`no-such`)\n- Rating: meets\n### Y (`{CODE}`)\n- Rating: 7 of 10\n### Z ({TRADE})\n- Note: good\n"
    fields, faults = filled_ratings(text, catalogue.rubrics)
    assert fields["ratings"] == []
    assert [fault.split(":")[0] for fault in faults] == ["no-such is not a criterion of senior-path.", CODE, TRADE]
    assert "does not have" in filled_ratings("rubric: nothing\n", catalogue.rubrics)[1][0]


def test_a_broken_word_file_is_refused_in_a_sentence(upward, logbook):
    (logbook / "x.docx").write_text("no zip")
    code, _, complaint = upward("assess", "--from", "x.docx")
    assert code == 2
    assert "x.docx is not a Word document" in complaint


@pytest.mark.parametrize("text", ["", "<form", "<form><textarea name='note:", "<input name=a type=radio checked>"])
def test_any_html_is_read_without_a_crash(text):
    assert text_of_html_form(text).startswith("rubric: ")
