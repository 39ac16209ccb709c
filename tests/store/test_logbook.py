"""The logbook on the disk: two corpora that always agree, and writes that no attacker can turn against the user."""

from __future__ import annotations

import multiprocessing
import os
import sqlite3
import string
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from upward.model.errors import RecordChangedError, UnsafePathError, WriteError
from upward.store.logbook.files import FileCorpus, RecordFolders
from upward.store.logbook.folder import Folder
from upward.store.logbook.index import FILE, IndexedCorpus
from upward.text.record_reader import text_digest

KINDS = {"evidence": "evidence", "stories": "story"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / ".upward").mkdir()
    return tmp_path


def shelf(root: Path) -> RecordFolders:
    return RecordFolders(Folder(root), KINDS)


def same(root: Path) -> None:
    index, files = IndexedCorpus(shelf(root)), FileCorpus(shelf(root))
    assert list(index.records()) == list(files.records())
    for kind in (*KINDS.values(), "other"):
        assert list(index.records(kind)) == list(files.records(kind))
    for record in files.records():
        assert list(index.named(record.id)) == list(files.named(record.id))
    for words in ("alpha", "beta gam", "title", "zzz", "", "é", '"; DROP'):
        assert [each.path for each in index.search(words)] == [each.path for each in files.search(words)]
    index.close()


WORDS = [
    "alpha",
    "beta",
    "gamma",
    "---\ntitle: title\n---\n",
    "é",
    "\n## Head\n",
    "\udcff",
    "\r\n",
    "kind: story",
    "\x00",
    "[",
    "Beta.",
]


class SameAnswers(RuleBasedStateMachine):
    """Whatever is written, removed or renamed, and whatever happens to the index, both answer alike."""

    paths = Bundle("paths")

    def __init__(self) -> None:
        super().__init__()
        import tempfile

        self.held = tempfile.TemporaryDirectory()
        self.root = Path(self.held.name)
        (self.root / ".upward").mkdir()
        self.index = IndexedCorpus(shelf(self.root))

    @rule(
        target=paths,
        folder=st.sampled_from(["evidence", "stories", "stories/deep"]),
        name=st.text(string.ascii_lowercase, min_size=1, max_size=2),
    )
    def name(self, folder: str, name: str) -> str:
        return f"{folder}/{name}.md"

    @rule(path=paths, parts=st.lists(st.sampled_from(WORDS), max_size=5))
    def write(self, path: str, parts: list[str]) -> None:
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(" ".join(parts).encode("utf-8", "surrogateescape"))

    @rule(path=paths)
    def remove(self, path: str) -> None:
        (self.root / path).unlink(missing_ok=True)

    @rule(path=paths, other=paths)
    def rename(self, path: str, other: str) -> None:
        if (self.root / path).exists():
            (self.root / other).parent.mkdir(parents=True, exist_ok=True)
            (self.root / path).replace(self.root / other)

    @rule(damage=st.sampled_from(["delete", "truncate", "noise", "row"]))
    def harm_the_index(self, damage: str) -> None:
        self.index.close()
        target = self.root / FILE
        if damage == "delete" or not target.exists():
            target.unlink(missing_ok=True)
        elif damage == "truncate":
            target.write_bytes(target.read_bytes()[:1000])
        elif damage == "noise":
            target.write_bytes(b"no database at all " * 300)
        else:
            with sqlite3.connect(target) as database:
                database.execute("UPDATE records SET rest = '[]'")
            database.close()
        self.index = IndexedCorpus(shelf(self.root))

    @invariant()
    def both_answer_alike(self) -> None:
        self.index.close()
        same(self.root)

    def teardown(self) -> None:
        self.index.close()
        self.held.cleanup()


SameAnswers.TestCase.settings = settings(max_examples=25, stateful_step_count=12, deadline=None)
TestSameAnswers = SameAnswers.TestCase


def test_an_unchanged_logbook_is_not_read_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        Folder(root).create(f"evidence/{number}.md", f"number {number}")
        os.utime(root / f"evidence/{number}.md", (1, 1))
    # The files are older than the time in which one may change and keep its stamp.
    monkeypatch.setattr("upward.store.logbook.index.RACY", -(10**18))
    index = IndexedCorpus(shelf(root))
    assert index.refresh() == 5
    assert index.refresh() == 0
    (root / "evidence/3.md").write_text("number four")
    assert index.refresh() == 1
    index.close()


def test_a_change_within_the_same_tick_and_of_the_same_size_is_seen(root: Path) -> None:
    index = IndexedCorpus(shelf(root))
    for text in ("aaaa", "bbbb", "cccc"):
        (root / "evidence").mkdir(exist_ok=True)
        (root / "evidence" / "a.md").write_text(text)
        index.refresh()
        assert index.records()[0].text == text
    index.close()


def test_a_read_only_logbook_answers_from_the_files(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Folder(root).create("evidence/a.md", "alpha")
    monkeypatch.setattr("upward.store.logbook.index.is_writable", lambda _: False)
    index = IndexedCorpus(shelf(root))
    assert [record.id for record in index.search("alpha")] == ["a"]
    assert not (root / FILE).exists()


def test_links_and_pipes_in_a_logbook_are_passed_over(root: Path, tmp_path: Path) -> None:
    (root / "evidence").mkdir()
    outside = tmp_path / "secret.md"
    outside.write_text("secret")
    (root / "evidence" / "link.md").symlink_to(outside)
    (root / "evidence" / "loop").symlink_to(root)
    os.mkfifo(root / "evidence" / "pipe.md")
    same(root)
    assert list(FileCorpus(shelf(root)).records()) == []


def test_a_file_of_many_megabytes_is_a_record_with_a_problem(root: Path) -> None:
    (root / "evidence").mkdir()
    (root / "evidence" / "big.md").write_bytes(b"x" * 50_000_000)
    record = FileCorpus(shelf(root)).records()[0]
    assert [problem.slug for problem in record.problems] == ["too-large"]
    with pytest.raises(RecordChangedError):
        Folder(root).replace("evidence/big.md", "short", record.digest)


def test_a_write_over_what_changed_is_refused_and_loses_nothing(root: Path) -> None:
    folder = Folder(root)
    folder.create("evidence/a.md", "one")
    (root / "evidence/a.md").write_text("two")
    with pytest.raises(RecordChangedError):
        folder.replace("evidence/a.md", "three", text_digest("one"))
    assert (root / "evidence/a.md").read_text() == "two"
    with pytest.raises(RecordChangedError):
        folder.create("evidence/a.md", "three")
    (root / "evidence/a.md").unlink()
    with pytest.raises(RecordChangedError):
        folder.replace("evidence/a.md", "three", text_digest("two"))


@pytest.mark.parametrize("path", ["../x.md", "/etc/x.md", "evidence/../../x.md", "", "a//b.md", "evidence/\0.md", "."])
def test_a_path_out_of_the_logbook_is_refused(root: Path, path: str) -> None:
    with pytest.raises(UnsafePathError):
        Folder(root).create(path, "x")


def test_a_link_never_leads_a_write_out_of_the_logbook(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (root / "evidence").symlink_to(outside)
    with pytest.raises(UnsafePathError):
        Folder(root).create("evidence/a.md", "x")
    (root / "stories").mkdir()
    (outside / "b.md").write_text("theirs")
    (root / "stories" / "b.md").symlink_to(outside / "b.md")
    with pytest.raises(UnsafePathError):
        Folder(root).replace("stories/b.md", "x", text_digest("theirs"))
    assert [path.name for path in outside.iterdir()] == ["b.md"]
    assert (outside / "b.md").read_text() == "theirs"


@pytest.mark.parametrize(
    ("call", "number", "word"),
    [("fsync", 28, "No space left"), ("open", 30, "Read-only"), ("rename", 13, "Permission denied")],
)
def test_a_disk_that_refuses_leaves_the_old_file_and_says_why(
    root: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, word: str
) -> None:
    folder = Folder(root)
    folder.create("evidence/a.md", "old")
    real = getattr(os, call)

    def refuse(*arguments, **named):
        if call == "open" and not arguments[1] & os.O_CREAT:
            return real(*arguments, **named)
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, refuse)
    with pytest.raises(WriteError) as caught:
        folder.replace("evidence/a.md", "new", text_digest("old"))
    monkeypatch.undo()
    assert word in caught.value.why
    assert caught.value.next_step
    assert (root / "evidence/a.md").read_text() == "old"
    assert sorted(path.name for path in (root / "evidence").iterdir()) == ["a.md"]


def test_the_mode_of_a_file_is_kept(root: Path) -> None:
    folder = Folder(root)
    folder.create("evidence/a.md", "old")
    (root / "evidence/a.md").chmod(0o600)
    folder.replace("evidence/a.md", "new", text_digest("old"))
    assert (root / "evidence/a.md").stat().st_mode & 0o777 == 0o600


def count_up(root: str, times: int) -> None:
    folder = Folder(Path(root))
    done = 0
    while done < times:
        text = folder.read("evidence/count.md").decode()
        try:
            folder.replace("evidence/count.md", str(int(text) + 1), text_digest(text))
        except RecordChangedError:
            continue
        done += 1


def test_two_processes_that_write_one_file_lose_no_update(root: Path) -> None:
    Folder(root).create("evidence/count.md", "0")
    spawn = multiprocessing.get_context("spawn")
    workers = [spawn.Process(target=count_up, args=(str(root), 60)) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
        assert worker.exitcode == 0
    assert (root / "evidence/count.md").read_text() == "120"


@given(st.text(max_size=50))
@settings(max_examples=50)
def test_what_is_written_is_what_is_read(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name))
        folder.create("evidence/a.md", text)
        assert folder.read("evidence/a.md") == text.encode("utf-8", "surrogateescape")


def test_an_index_held_by_another_process_is_said_once_and_the_files_answer(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Folder(root).create("stories/a.md", "---\ntitle: A\n---\n")
    with closing(IndexedCorpus(shelf(root))) as made:
        assert made.records()
    monkeypatch.setattr("upward.store.logbook.index.PATIENCE", 0.05)
    with closing(sqlite3.connect(root / FILE, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with closing(IndexedCorpus(shelf(root))) as index:
            assert [record.title for record in index.records()] == ["A"]
            assert [record.title for record in index.search("A")] == ["A"]
            assert len(index.named("a")) == 1
    assert capsys.readouterr().err == "The index is locked by another process; the files are read instead.\n"
    with closing(IndexedCorpus(shelf(root))) as index:
        assert index.search("A")
