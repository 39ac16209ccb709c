"""Every importer and exporter has a recorded sample, and what comes of it was seen in review."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterable
from contextlib import ExitStack
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest

from upward.catalogue.catalogue import Catalogue
from upward.jobs.mine._report import row
from upward.model.corpus import MemoryCorpus
from upward.model.importer import Candidate, Importer, ImportQuery, Skipped
from upward.model.rule import Context
from upward.model.taken import call_with
from upward.render import markdown
from upward.store.import_source import PathImportSource
from upward.text import record_reader, record_writer
from upward.text.frontmatter import plain_values

from ..recorded import tracker

CATALOGUE = Catalogue()


def golden(path: Path, found: str) -> None:
    if os.environ.get("UPDATE_GOLDEN"):
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8"), "seen and meant? run with UPDATE_GOLDEN=1 and read the difference"


def _taken(entries: Iterable[Candidate | Skipped]) -> list[Candidate]:
    return [each for each in entries if isinstance(each, Candidate)]


@pytest.mark.parametrize("name", sorted(CATALOGUE.importers))
def test_an_importer_makes_of_its_sample_what_is_expected(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Path(str(import_module(f"upward.importers.{name}").__file__)).parent
    sample = next(folder.glob("sample.*"))
    if sample.suffix == ".stream":
        # A history as git's own export writes it; made into a repository by the real git.
        repository = tmp_path / "sample"
        subprocess.run(["git", "init", "-q", "-b", "main", str(repository)], check=True)
        subprocess.run(["git", "-C", str(repository), "fast-import", "--quiet"], input=sample.read_bytes(), check=True)
        sample = repository
    importer = CATALOGUE.importers[name]
    source = PathImportSource(str(sample))
    with ExitStack() as stack:
        if sample.suffix == ".recorded":
            # What a tracker said once, said again by a server on this machine.
            server = stack.enter_context(tracker(sample))
            monkeypatch.setenv(f"UPWARD_{name.upper()}_URL", server.base)
            source = PathImportSource(json.loads(sample.read_text("utf-8"))["source"])
        _as_expected(importer, source, folder)


def _as_expected(importer: Importer, source: PathImportSource, folder: Path) -> None:
    assert importer.recognises(source)
    authors = ("ada@example.com",) if importer.name == "git" else ()
    found = _taken(importer.read(source, ImportQuery(authors)))
    assert found, "a sample shows something"
    rows = [
        {
            "kind": each.kind,
            "record": record_writer.compose_record(each.fields, each.body),
            "origins": list(each.origins),
            "detail": row(each) if each.effort else {},
        }
        for each in found
    ]
    golden(folder / "expected.json", json.dumps(rows, indent=1, ensure_ascii=False, sort_keys=True) + "\n")
    known = frozenset(origin for each in found for origin in each.origins)
    assert _taken(importer.read(source, ImportQuery(authors, known_origins=known))) == [], (
        "a known origin is never imported twice"
    )


@pytest.mark.parametrize("name", sorted(CATALOGUE.importers))
def test_what_an_importer_proposes_is_a_sound_record(name: str, names) -> None:
    folder = Path(str(import_module(f"upward.importers.{name}").__file__)).parent
    for each in json.loads((folder / "expected.json").read_text("utf-8")):
        found = names(each["record"], "wrong-value", "unknown-key", "unreadable", otherwise=each["kind"])
        assert found == []


# A fallback is asked only where no other importer recognises a source.
ASKED_FIRST = sorted(name for name, importer in CATALOGUE.importers.items() if not importer.fallback)


@pytest.mark.parametrize("name", ASKED_FIRST)
def test_an_importer_recognises_only_its_own(name: str) -> None:
    others = [other for other in CATALOGUE.importers if other != name]
    for other in others:
        folder = Path(str(import_module(f"upward.importers.{other}").__file__)).parent
        sample = next(folder.glob("sample.*"))
        if sample.suffix not in {".stream", ".recorded"}:
            assert not CATALOGUE.importers[name].recognises(PathImportSource(str(sample)))


@pytest.mark.parametrize("name", sorted(CATALOGUE.exporters))
def test_an_exporter_makes_of_its_sample_what_is_expected(name: str, folders: dict[str, str]) -> None:
    folder = Path(str(import_module(f"upward.exporters.{name}").__file__)).parent
    sample = folder / "sample"
    records = [
        record_reader.parse_record(path.relative_to(sample).as_posix(), path.read_text("utf-8"), folders)
        for path in sorted(sample.rglob("*.md"))
    ]
    exporter = CATALOGUE.exporters[name]
    kept = [record for record in records if not exporter.kinds or record.kind in exporter.kinds]
    corpus = MemoryCorpus.of(records)
    if exporter.page is not None:
        context = Context(corpus, date(2026, 7, 1), CATALOGUE.kinds, CATALOGUE.rubrics)
        text = markdown.render(exporter.page(kept, context))
    else:
        assert exporter.write is not None
        text = call_with(exporter.write, records=kept, corpus=corpus, base={"basics": {"name": "Ada Example"}})
    golden(folder / f"expected{exporter.suffix}", text)


def test_a_bank_that_was_exported_is_imported_again_with_every_part(tmp_path: Path, examples) -> None:
    stories = [record for record in examples if record.kind == "story"]
    bank = tmp_path / "bank.md"
    write = CATALOGUE.exporters["story_bank"].write
    assert write is not None
    bank.write_text(write(stories), "utf-8")
    found = _taken(CATALOGUE.importers["story_bank"].read(PathImportSource(str(bank)), ImportQuery()))
    assert sorted(each.title for each in found) == sorted(story.title for story in stories)
    for each in found:
        assert all(f"## {part}" in each.body for part in ("Situation", "Task", "Action", "Result", "Learning"))
        assert plain_values(each.fields)["themes"]


def test_a_journal_is_bounded_by_days() -> None:
    folder = Path(str(import_module("upward.importers.jrnl").__file__)).parent
    query = ImportQuery(since=date(2026, 3, 6), until=date(2026, 3, 6))
    found = CATALOGUE.importers["jrnl"].read(PathImportSource(str(folder / "sample.json")), query)
    assert [each.day for each in _taken(found)] == ["2026-03-06"]
