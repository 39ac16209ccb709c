"""The words of Markdown as they are said: mark-up goes, what belongs to a word stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upward.text.body_blocks import body_blocks
from upward.text.spoken_text import spoken_text


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("I set `max_open_files` and my_other_key", "I set max_open_files and my_other_key"),
        ("__main__ runs 3*4*5 jobs", "__main__ runs 3*4*5 jobs"),
        ("**Bold**, _soft_ and [a link](http://x.example/a_b)", "Bold, soft and a link"),
        ("> http://x.example/show_bug.cgi?a_b=1\n>\n> Then", "http://x.example/show_bug.cgi?a_b=1\n\nThen"),
        ("- one\n- two_three_four", "one\n\ntwo_three_four"),
        ("Set<String> took ~5 s & more", "Set<String> took ~5 s & more"),
        ("a <!-- hidden --> b", "a   b"),
    ],
)
def test_mark_up_is_silent_and_words_are_whole(written: str, said: str) -> None:
    assert spoken_text(written) == said


@given(st.text(alphabet=st.sampled_from("ab_*`1 \n>-#<!&\\[](). é"), max_size=60))
def test_no_letter_or_digit_outside_of_mark_up_is_lost(text: str) -> None:
    said = spoken_text(text)
    if not set("<&[]()!`\\") & set(text):
        kept = [each for each in text if each.isalpha()]
        assert [each for each in said if each.isalpha()] == kept


def test_a_page_of_a_record_keeps_the_same_signs() -> None:
    text = "# A 2*3*4\n\n__main__ and `a_b_c`\n\n- https://x.example/_a_/b\n\n| k_e_y |\n| --- |\n| 2*3*4 |\n\n```\n3*3*3\n```\n"
    said = repr(body_blocks(text))
    for each in ("A 2*3*4", "__main__ and a_b_c", "https://x.example/_a_/b", "k_e_y", "'2*3*4'", "3*3*3"):
        assert each in said
