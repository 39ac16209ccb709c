"""A record's text as blocks of a page: what is a list in the file is a list on the page."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from upward.model.page import CodeBlock, Heading, Items, Page, Prose, Table
from upward.render import html
from upward.text.body_blocks import body_blocks

TEXT = """# Take orders through a queue

<!-- how it began -->

## Options

- A queue
  before the database
  - with one worker
- Two shards

1. First
2. Then

| what | how much |
|---|---|
| cost | 900 |

```
make run
```

> They **refused** it.

***

The end.
"""


def test_headings_lists_tables_and_code_stay_what_they_are() -> None:
    assert body_blocks(TEXT, title="Take orders through a queue") == [
        Heading("Options", 2),
        Items(("A queue before the database", "with one worker", "Two shards")),
        Items(("First", "Then"), ordered=True),
        Table(("what", "how much"), (("cost", "900"),)),
        CodeBlock("make run"),
        Prose("They refused it."),
        Prose("The end."),
    ]


def test_a_text_with_comments_alone_is_empty() -> None:
    assert body_blocks("\n<!-- to be written -->\n", "(not written yet)") == [Prose("(not written yet)")]


@given(st.text("#-*|`>1. \nab<!é\ud800", max_size=80))
def test_any_text_can_be_shown(text: str) -> None:
    page = Page("T", tuple(body_blocks(text, "(empty)")))
    assert page.blocks
    assert html.fragment(page)
