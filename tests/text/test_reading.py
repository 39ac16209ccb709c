"""Files become records, sections and parts, with places that hold."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from upward.model.span import Lines, Span
from upward.text import markdown, record_reader, story_parts, words
from upward.text.language import language_of
from upward.text.markdown import sections
from upward.text.spoken_text import spoken_text
from upward.text.story_parts import Part


def record(text: str):
    return record_reader.parse_record("note.md", text, {}, otherwise="story")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_record_and_come_back_byte_for_byte(raw: bytes) -> None:
    text = record_reader.decode_text(raw)
    found = record(text)
    assert record_reader.encode_text(found.text) == raw
    assert found.body.stop == len(text)
    story_parts.story_parts(found)
    list(words.sentences(text, found.body))


@given(st.text(max_size=200), st.data())
def test_a_span_names_the_same_place_in_bytes(text: str, data) -> None:
    start = data.draw(st.integers(0, len(text)))
    stop = data.draw(st.integers(start, len(text)))
    first, last = Span(start, stop).bytes_of(text)
    assert text.encode("utf-8", "surrogateescape")[first:last] == text[start:stop].encode("utf-8", "surrogateescape")


def test_rows_and_columns_count_from_one_over_all_line_endings() -> None:
    lines = Lines.of("ab\r\nc\rd\ne")
    assert [tuple(lines.locate(offset)) for offset in (0, 1, 4, 6, 8)] == [(1, 1), (1, 2), (2, 1), (3, 1), (4, 1)]


def test_a_heading_inside_a_code_block_is_no_section() -> None:
    text = "# Äpfel\n\n```\n## no\n```\n\n## Yes\nbody\n"
    found = sections(text)
    assert [(item.title, item.level) for item in found] == [("Äpfel", 1), ("Yes", 2)]
    assert found[1].body.cut(text) == "body\n"
    assert found[0].body.cut(text).endswith("body\n")


def test_invalid_bytes_are_a_problem_with_a_place() -> None:
    found = record(record_reader.decode_text(b"abc \xff def"))
    assert [(problem.slug, problem.span.start) for problem in found.problems] == [("invalid-utf-8", 4)]


FORMS = {
    "headings": "## Situation\none\n## Task\ntwo\n## Action\nthree\n## Result\nfour\n## Learning\nfive\n",
    "letters": "S: one\nT: two\nA: three\nR: four\nL: five\n",
    "bold letters": "**S (Situation):** one\n\n**T (Task):** two\n\n**A (Action):** three\n\n**R (Result):** four\n\n**L (Learning):** five\n",
    "bold words": "**Situation** one\n\n**Task** two\n\n**Action** three\n\n**Result** four\n\n**Learning** five\n",
    "bullets": "- Situation: one\n- Task: two\n- Action: three\n- Result: four\n- Learning: five\n",
    "other words": "### Background\none\n### My role\ntwo\n### What I did\nthree\n### Impact\nfour\n### Lessons learned\nfive\n",
    "dashes": "Situation - one\nTask - two\nAction - three\nResult - four\nLearning - five\n",
    "capitals": "SITUATION: one\nTASK: two\nACTION: three\nRESULT: four\nLEARNING: five\n",
}


def test_parts_are_found_however_they_are_labelled() -> None:
    for name, text in FORMS.items():
        found = {part: span.cut(text).strip(" \n-") for part, span in story_parts.story_parts(record(text)).items()}
        assert list(found.items()) == list(zip(Part, ["one", "two", "three", "four", "five"], strict=True)), name


def test_a_question_and_its_answer_are_no_story() -> None:
    assert story_parts.story_parts(record("Q: What is it?\nA: A thing.\n")) == {}


def test_a_label_before_the_first_heading_names_its_part() -> None:
    note = record("Situation: It was slow.\nTask: Halve it.\n## Action\nI did.\n## Result\nHalved.\n")
    found = {part.value: span.cut(note.text).strip() for part, span in story_parts.story_parts(note).items()}
    assert found == {"situation": "It was slow.", "task": "Halve it.", "action": "I did.", "result": "Halved."}


def test_a_combined_label_names_both_parts() -> None:
    found = story_parts.story_parts(record("**Situation/Task:** both\n\n**Action:** did\n\n**Result:** won\n"))
    assert list(found) == [Part.SITUATION, Part.TASK, Part.ACTION, Part.RESULT]


def test_sentences_end_where_a_reader_would_end_them() -> None:
    text = "I met Dr. Example at 9 a.m. today. He said e.g. nothing.\n\n- first\n- second\nnoticed → fixed\n1. **Third**\n   2. It fell to 12. Then"
    assert [span.cut(text) for span in words.sentences(text, Span(0, len(text)))] == [
        "I met Dr. Example at 9 a.m. today.",
        "He said e.g. nothing.",
        "first",
        "second\nnoticed",
        "fixed",
        "**Third**",
        "It fell to 12.",
        "Then",
    ]


def test_sentences_without_capitals_end_at_their_full_stops() -> None:
    text = "the build failed twice. i read approx. 40 logs, e.g. those of may. it was a cache. done"
    assert [span.cut(text) for span in words.sentences(text, Span(0, len(text)))] == [
        "the build failed twice.",
        "i read approx. 40 logs, e.g. those of may.",
        "it was a cache.",
        "done",
    ]


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("What salary do you expect?", "English"),
        ("Why do you do it as a team?", "English"),
        ("Qual é o salário que você espera do cargo?", "Portuguese"),
        ("Wie haben Sie die Zusammenarbeit mit der Abteilung verbessert?", "German"),
    ],
)
def test_a_short_question_is_read_in_its_language(question: str, language: str) -> None:
    assert language_of(question, 5) == language


def test_what_is_not_said_aloud_does_not_count() -> None:
    assert words.spoken_words("**Bold** [link](http://x.example/long) <!-- silent -->") == 2
    assert spoken_text("a <!-- never closed") == "a"
    assert words.spoken_words("1,200 users, 40%") == 5


_PIECES = [
    "# One", "## Two three", "### Four ###", "#Five", "####### Six", "#", "    # code", "   ## seven", "text", "\n", "\n", "\n", "\n\n",
    "- # item", "> # quoted", "```", "~~~", "<div>", "<b>x</b>", "---", "===", "<!-- ", " -->", "1. # first", "- item", "      # deep",
    "\t# tab", "[a]: b 'x", "`# x", "**bold**", "\\", "é", "&amp;", "1) ", "+ ", "## A (b), c: d?",
    "> a", "> - ", "> =", "## ##", "# 40 %# x", "##\n",
]  # fmt: skip


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@example("> a\n> - ")
def test_headings_are_the_same_with_and_without_the_parser(text: str) -> None:
    plain = markdown.sections(text)
    parsed = [(title, level, Span(*span)) for level, span, title in markdown._headings(text)]
    assert [(each.title, each.level, each.head) for each in plain] == parsed
