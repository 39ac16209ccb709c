"""A record whose privacy is unclear is private."""

import pytest

from upward.model.record import Problem
from upward.model.span import Span
from upward.text import record_reader

BODY = "\n## What happened\n\nA talk about pay.\n"


def read(text, problems=()):
    return record_reader.parse_record("evidence/x.md", text, {"evidence": "evidence"}, problems=problems)


@pytest.mark.parametrize(
    "text",
    [
        "---\nprivate: true\n---\n",
        "---\nPrivate: true\n---\n",
        "---\nPRIVATE: TRUE\n---\n",
        "---\nprivate: y\n---\n",
        "---\nprivate: [true]\n---\n",
        "---\nprivate: {yes: please}\n---\n",
        "---\nprivate:\n---\n",
        "---\nprivate: maybe\n---\n",
        '---\nprivate: "true "\n---\n',
        "---\nprivate: nope\n---\n",
        "---\nis-private: true\n---\n",
        "---\nprivat: true\n---\n",
        "---\nprviate: true\n---\n",
        "---\nmeta:\n  private: true\n---\n",
        "---\ntitle: x\ntags: [pay, private]\n---\n",
        "\n---\nprivate: true\n---\n",
        "\n\n  \n---\ntitle: x\nprivate: yes\n---\n",
        "<!-- a note -->\n---\nprivate: true\n---\n",
        "+++\nprivate = true\n+++\n",
        "---\ntitle: [broken\nprivate: true\n---\n",
        "---\ntitle: x\nprivate: true\n",
        "---\nprivate: false\nprivate: true\n---\n",
        "---\ntitle: x\n# " + "c" * 20_000 + "\nprivate: true\n---\n",
        "---\ntitle: x\n# " + "c" * 300_000 + "\nprivate: true\n---\n",
    ],
)
def test_any_sign_of_privacy_counts(text):
    assert read(text + BODY).private


@pytest.mark.parametrize(
    "text",
    [
        "",
        "---\ntitle: x\n---\n",
        "---\nprivate: false\n---\n",
        "---\nprivate: No\n---\n",
        "---\nPrivate: off\n---\n",
        "---\ntitle: The private cloud\nprimary: true\ntags: [privacy]\n---\n",
        "---\ntitle: x\n---\n\nThe setting was\n\nprivate: true\n\nin their YAML.\n",
    ],
)
def test_a_record_without_a_sign_is_not_private(text):
    assert not read(text + BODY).private


def test_a_file_of_which_only_the_beginning_was_read_is_private():
    assert read("---\ntitle: x\n---\n", (Problem("too-large", "too large", Span(0, 0)),)).private


def test_an_unclear_flag_says_what_is_unclear():
    assert read("---\nprivate: y\n---\n").privacy.doubt == "`private: y` is neither true nor false"
    assert read("---\nprivate: true\n---\n").privacy.doubt == ""
