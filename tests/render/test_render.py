"""A page is drawn alike everywhere, and text in it is only ever text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from inline_snapshot import snapshot

from upward.model.page import BandChart, Callout, CodeBlock, FactList, Heading, Items, Meter, Page, Prose, Table, Tone
from upward.render import html, markdown, terminal

PAGE = Page(
    "Title with *stars*",
    (
        FactList((("against", "senior"), ("on", "2026-07-01"))),
        Prose("First.\n\nSecond | with a pipe."),
        Heading("A part", 3),
        Items(("one", "# two"), ordered=True),
        Table(("id", "what"), (("a", "first\nline"), ("b", ""))),
        Meter("Judgment", 0.5, "1 some"),
        BandChart(("Stay", "Move"), (("cost", ((0.25, 1), (1.0, 0)), 0.5),)),
        Callout("Mind this.", Tone.WARN),
        CodeBlock("``` as is ```"),
    ),
)


def test_the_terminal_form() -> None:
    assert terminal.render(PAGE, width=60) == snapshot("""\
Title with *stars*
against  senior
on       2026-07-01
First.
Second | with a pipe.

A part
1. one
2. # two
id  what
a   first
    line
b
Judgment                           █████░░░░░  1 some
cost                               BBBBBBBBAAAAAAAA[A]AAAAAA
                                   AAAAAAAAA
A: Stay; B: Move. The mark is now.
Mind this.
``` as is ```
""")


def test_the_markdown_form() -> None:
    assert markdown.render(PAGE) == snapshot("""\
# Title with \\*stars\\*

- **against:** senior
- **on:** 2026-07-01

First.

Second \\| with a pipe.

### A part

1. one
2. \\# two

| id | what |
| --- | --- |
| a | first line |
| b |  |

Judgment `█████░░░░░` 1 some

- `BBBBBBBBAAAAAAAA[A]AAAAAAAAAAAAAAA` cost

A: Stay; B: Move. The mark is now.

> Mind this.

````
``` as is ```
````
""")


def test_the_html_form_names_its_parts() -> None:
    drawn = html.render(PAGE)
    assert '<meter min="0" max="1" value="0.500" aria-label="Judgment">50%</meter>' in drawn
    assert '<p class="note warn">Mind this.</p>' in drawn
    assert "<ol><li>one</li><li># two</li></ol>" in drawn


@given(st.text(max_size=60))
def test_no_text_becomes_markup_or_drives_a_terminal(text: str) -> None:
    page = Page(
        text,
        (
            Prose(text),
            Items((text,)),
            Table((text,), ((text,),)),
            FactList(((text, text),)),
            Callout(text),
            CodeBlock(text),
            Meter(text, 0.1, text),
        ),
    )
    drawn = html.render(page)
    assert drawn.count("<script") == 0
    assert drawn.count("<h1>") == 1
    shown = terminal.render(page, width=80)
    assert not {character for character in shown if ord(character) < 32 and character != "\n"}
    assert markdown.render(page).startswith("# ")


def test_what_stands_in_backquotes_is_code_on_a_page_and_strangers_markup_is_not() -> None:
    told = html.render(Page("T", (Prose("Run `upward check <x>` now; ` alone"), Items(("a `b`",)))))
    assert "<p>Run <code>upward check &lt;x&gt;</code> now; ` alone</p>" in told
    assert "<li>a <code>b</code></li>" in told
    assert "<script>" not in html.render(Page("T", (Prose("`<script>`"),)))
