"""What `did` prints, in its three forms: text, Markdown and wiki, of one person and of several."""

from __future__ import annotations

from pathlib import Path

import pytest

from upward.importers.did import IMPORTER
from upward.model.importer import ImportQuery
from upward.store.import_source import PathImportSource

LINE = "~" * 79
TEXT = f"""Status report for given date range (2026-11-01 to 2026-11-30).

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
    * aaaaaaa - Mend the tax

{LINE}
 Total Report
{LINE}

* Work on shop: 3 commits
    * 63580d4 - Serve prices, part 2
    * 3dc6dd4 - Serve prices, part 1
    * aaaaaaa - Mend the tax
"""
MARKDOWN = TEXT.replace("    * ", "  * ").replace("example/shop#0014", "[example/shop#0014](https://example.com/14)")
WIKI = TEXT.replace("\n* ", "\n * ")


@pytest.mark.parametrize(("name", "text"), [("did.txt", TEXT), ("did.md", MARKDOWN), ("did.wiki", WIKI)])
def test_each_form_gives_the_same_evidence_once(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    source = PathImportSource(str(tmp_path / name))
    assert IMPORTER.recognises(source)
    found = [each.origins for each in IMPORTER.read(source, ImportQuery(("ada@example.com",)))]
    assert found == [("git:63580d4", "git:3dc6dd4"), ("github:example/shop#14",)]
    assert len(list(IMPORTER.read(source, ImportQuery()))) == 3


def test_the_command_reads_them(tmp_path: Path, upward) -> None:
    (tmp_path / "did.md").write_text(MARKDOWN)
    out = upward("mine", "did.md", "--author", "grace@example.com", "--format", "jsonl")[1]
    assert "git:aaaaaaa" in out
    assert "git:3dc6dd4" not in out
