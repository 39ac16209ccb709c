"""The words of Markdown as they are said: mark-up goes, what belongs to a word stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
