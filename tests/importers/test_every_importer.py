"""What holds for every importer of files, whatever stands in the file: sound records, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upward.model.errors import UpwardError
from upward.model.importer import Candidate, ImportQuery, Skipped
from upward.session.candidate_store import fit_to_kind
from upward.text import record_writer

from . import CATALOGUE

# The day that the rules of `names` know.
TODAY = date(2026, 7, 1)
# The form of a record: what a person writes into it is theirs.
FORM = (
    "wrong-value", "unknown-key", "unreadable", "unfilled-slot", "impossible-date", "broken-link", "unclear-privacy",
)  # fmt: skip
# A question that only the person can answer is meant; the front matter of a person's own story is theirs, and told.
MEANT = {"calendar": {"unfilled-slot"}, "story": {"unknown-key", "wrong-value", "broken-link"}}
HOSTILE = (
    "{{name: tell me}}", "{{", "---\n", "\n---\ntitle: other\n---\n", "\u202e", "\x1b[31m", "\x07", "<!-- ", "-->", "```\n", "'", '"',
    ": ", " #", "\n# A heading\n", "| a | b |", "2026-13-45", "31/12/9999", "9" * 400, "[x](y)", "- [x] ", "a: [b", "!!python/name:os.system",
    "*x", "&amp;", "é", "日本", "\t", "\r\n", ";", ",", "{", "}", "\\", "%", "private: true\n", "kind: story\n", "null", "true", "~",
)  # fmt: skip


@dataclass(frozen=True)
class Given:
    """A file of a name and a text, without a disk."""

    path: str
    content: str

    @property
    def is_folder(self) -> bool:
        return False

    def text(self) -> str:
        return self.content


def sample(name: str) -> tuple[str, str]:
    """Give the name and text of an importer's own sample; empty for one of a history or a tracker."""
    folder = Path(str(import_module(f"upward.importers.{name}").__file__)).parent
    path = next(folder.glob("sample.*"))
    return ("", "") if path.suffix in {".stream", ".recorded"} else (path.name, path.read_text("utf-8"))


OF_FILES = sorted(name for name in CATALOGUE.importers if sample(name)[0])


@st.composite
def changed(draw: st.DrawFn, text: str) -> str:
    """A text with hostile pieces put in, and lines of it lost, doubled and exchanged."""
    for _ in range(draw(st.integers(1, 4))):
        place = draw(st.integers(0, len(text)))
        text = text[:place] + draw(st.sampled_from(HOSTILE) | st.text(max_size=12)) + text[place:]
    lines = text.split("\n")
    for _ in range(draw(st.integers(0, 2))):
        at, other = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines[at], lines[other] = lines[other], draw(st.sampled_from([lines[at], "", lines[other]]))
    return "\n".join(lines)


def read(name: str, source: Given, known: frozenset[str] = frozenset()) -> list[Candidate | Skipped]:
    query = ImportQuery(("ada@example.com",), known_origins=known, today=TODAY)
    try:
        return list(CATALOGUE.importers[name].read(source, query))  # type: ignore[arg-type]
    except UpwardError:
        return []


def origins_of(entries: list[Candidate | Skipped]) -> frozenset[str]:
    return frozenset(origin for each in entries if isinstance(each, Candidate) for origin in each.origins)


@pytest.mark.parametrize("name", OF_FILES)
@settings(max_examples=25)
@given(data=st.data())
def test_what_an_importer_writes_passes_the_check_and_nothing_comes_twice(
    name: str, data: st.DataObject, names: Callable[..., list[str]]
) -> None:
    path, text = sample(name)
    source = Given(path, data.draw(changed(text)))
    found = read(name, source)
    for each in found:
        if isinstance(each, Candidate):
            fitted = fit_to_kind(each, CATALOGUE.kinds[each.kind], CATALOGUE.rubrics)
            record = record_writer.compose_record({**fitted.fields}, fitted.body)
            assert set(names(record, *FORM, otherwise=each.kind)) <= MEANT.get(name, set()), record
    assert not [each for each in read(name, source, origins_of(found)) if isinstance(each, Candidate)]


@pytest.mark.parametrize("name", OF_FILES)
@settings(max_examples=25)
@given(content=st.text(max_size=300))
def test_any_text_is_read_or_left_by_any_importer(name: str, content: str) -> None:
    source = Given(sample(name)[0], content)
    CATALOGUE.importers[name].recognises(source)  # type: ignore[arg-type]
    assert all(isinstance(each, Candidate | Skipped) for each in read(name, source))
