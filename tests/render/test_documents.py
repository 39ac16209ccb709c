"""Pages as PDF and Word documents."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

from docx import Document

sys.path.insert(0, str(Path(__file__).parents[2] / "scripts"))


from upward.model.page import Callout, CodeBlock, FactList, Heading, Items, Meter, Page, Prose, Table, Tone
from upward.render import docx, pdf

LADDERS = Path(__file__).parents[1] / "data" / "ladders"
TRAINING = Path(__file__).parents[2] / "training"


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
