"""What `did` prints, in its three forms: text, Markdown and wiki, of one person and of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from upward.importers.did import IMPORTER
from upward.model.importer import ImportQuery
from upward.store.import_source import PathImportSource

from . import left, read, taken

LINE = "~" * 79
TEXT = f"""Status report for given date range (2026-05-01 to 2026-05-31).

{LINE}
 Ada Example <ada@example.com>
{LINE}

* Joy of the week

* Work on shop: 2 commits
    * 63580d4 - Serve prices, part 2
    * 3dc6dd4 - Serve prices, part 1

* Work on work/shop: 2 commits
    * 63580d4 - Serve prices, part 2
    * 3dc6dd4 - Serve prices, part 1

* Issues created on github: 1
    * example/shop#0014 - A cart is lost: 3 times

{LINE}
 Grace Example <grace@example.com>
{LINE}

* Work on shop: 1 commit
    * aaaaaaa - Correct the tax

{LINE}
 Total Report
{LINE}

* Work on shop: 3 commits
    * 63580d4 - Serve prices, part 2
    * 3dc6dd4 - Serve prices, part 1
    * aaaaaaa - Correct the tax
"""
MARKDOWN = TEXT.replace("    * ", "  * ").replace("example/shop#0014", "[example/shop#0014](https://example.com/14)")
WIKI = TEXT.replace("\n* ", "\n * ")


@pytest.mark.parametrize(("name", "text"), [("did.txt", TEXT), ("did.md", MARKDOWN), ("did.wiki", WIKI)])
def test_each_form_gives_the_same_evidence_once(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    source = PathImportSource(str(tmp_path / name))
    assert IMPORTER.recognises(source)
    found = taken(IMPORTER.read(source, ImportQuery(("ada@example.com",))))
    assert [each.origins for each in found] == [("git:63580d4", "git:3dc6dd4"), ("github:example/shop#14",)]
    assert len(taken(IMPORTER.read(source, ImportQuery()))) == 3


def test_the_command_reads_them(tmp_path: Path, upward) -> None:
    (tmp_path / "did.md").write_text(MARKDOWN)
    out = upward("mine", "did.md", "--author", "grace@example.com", "--format", "jsonl")[1]
    assert "git:aaaaaaa" in out
    assert "git:3dc6dd4" not in out


def test_a_brief_report_keeps_each_section_by_its_count(tmp_path: Path) -> None:
    brief = "Status report for given date range (2026-05-01 to 2026-05-31).\n\n* Commits on shop: 12 commits\n* Issues created: 0\n"
    entries = read(tmp_path, "did.txt", brief)
    assert [each.title for each in taken(entries)] == ["Commits on shop, 2026-05-01 to 2026-05-31"]
    assert [why for _, why in left(entries)] == ["nothing in this period"]


def test_what_was_asked_of_somebody_is_not_their_work(tmp_path: Path) -> None:
    text = (
        "Report (2026-05-01 to 2026-05-31).\n\n* Review requests on github: 1\n    * example/shop#7 - Retry uploads\n"
    )
    assert left(read(tmp_path, "did.txt", text)) == [("did.txt: Review requests on github", "asked for, not done")]
