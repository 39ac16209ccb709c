"""One logbook as the screens see it: its records, the jobs they ask, and what was answered before."""

from __future__ import annotations

import tempfile
import threading
import time
from collections import deque
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, TypeVar, cast

from upward.catalogue.catalogue import Catalogue
from upward.faces.web.answers import Answer, Answers
from upward.faces.web.corpus import LiveCorpus
from upward.faces.web.process import NoPerson
from upward.faces.web.work import Task, Tasks
from upward.model.corpus import Corpus, Overlay, PublicCorpus
from upward.model.errors import NoLogbookError, UpwardError, UsageError
from upward.model.job import Job, JobResult
from upward.model.record import Record
from upward.session.session import Session
from upward.store.logbook import proposals
from upward.store.logbook.folder import Folder
from upward.store.logbook.index import IndexedCorpus
from upward.text import record_reader
from upward.text.record_reader import encode_text

T = TypeVar("T")
# How long a screen waits for an answer before it shows what it has, in seconds.
WAIT = 0.4
# How often the files are looked at while the page is in use, and while it is idle; in seconds.
WATCH, IDLE = 1.0, 10.0
# After this long without a request the page is idle; in seconds.
QUIET = 30.0
# What is made for one version of the records and kept; what was made first makes room.
MOST_MADE = 500
# How long a look at the files pauses, now and then, for those who wait; in seconds.
BREATH = 0.004
# Between two looks this many times the processor time that one takes.
SHARE = 20


@dataclass
class PageSession(Session):
    """A session whose records are those in memory, or one of them as it is being written."""

    live: Corpus | None = None
    written: Callable[[], None] = lambda: None

    @classmethod
    def over(cls, session: Session, live: Corpus, written: Callable[[], None]) -> PageSession:
        """Take a session's settings over other records."""
        given = {each.name: getattr(session, each.name) for each in fields(Session)}
        return cls(**given | {"_index": None}, live=live, written=written)

    @property
    def corpus(self) -> Corpus:
        """The records in memory."""
        return self.live if self.live is not None else Session.corpus.__get__(self)

    def invalidate(self) -> None:
        """Something was written: read it."""
        self.written()


@dataclass
class Logbook:
    """The logbook that is served."""

    root: Path
    environment: Mapping[str, str]
    catalogue: Catalogue
    corpus: LiveCorpus
    answers: Answers
    tasks: Tasks
    lock: threading.RLock = field(default_factory=threading.RLock)
    # Said once, on the next screen that is drawn.
    notices: deque[str] = field(default_factory=lambda: deque(maxlen=5))
    used: float = 0.0
    lost: UpwardError | None = None
    _scratch: tempfile.TemporaryDirectory[str] | None = None
    _made: tuple[int, dict[Hashable, Any]] = field(default_factory=lambda: (0, {}))
    _loaded: threading.Event = field(default_factory=threading.Event)
    _closing: threading.Event = field(default_factory=threading.Event)
    _session: tuple[int, PageSession] | None = None
    _pages: ThreadPoolExecutor = field(default_factory=lambda: ThreadPoolExecutor(1, "upward-index"))
    _index: tuple[int, IndexedCorpus] | None = None

    @classmethod
    def open(cls, here: Path, environment: Mapping[str, str], named: str = "") -> Logbook:
        """Find the logbook; raises NoLogbookError where there is none."""
        session = Session.open(Catalogue(), here, environment, NoPerson(), NoPerson(), logbook=named)
        if session.root is None:
            raise NoLogbookError(
                "There is no logbook here",
                why=f"neither {here} nor a folder above it has .upward",
                next_step="run `upward init` to make one here, or name one with --logbook",
            )
        kinds = session.record_folders.kinds
        made = cls(
            session.root,
            dict(environment),
            session.catalogue,
            LiveCorpus(session.root, kinds),
            Answers(session.root, environment),
            Tasks(session.root, environment),
        )
        made.corpus.full_text = made.search
        return made

    @property
    def scratch(self) -> Path:
        """A folder for files that a job reads and nothing else needs; it ends with the server."""
        with self.lock:
            if self._scratch is None:
                self._scratch = tempfile.TemporaryDirectory(prefix="upward-")
        return Path(self._scratch.name)

    def start(self) -> None:
        """Begin to read the records, and watch for changes from now on."""
        threading.Thread(target=self._watch, name="upward-watch", daemon=True).start()

    def loaded(self) -> bool:
        """Whether the records were read, after a moment of waiting for it."""
        return self._loaded.wait(WAIT)

    def close(self) -> None:
        """Stop everything that runs."""
        self._closing.set()
        self.answers.close()
        self.tasks.close()
        self._pages.shutdown(wait=False, cancel_futures=True)
        if self._scratch is not None:
            self._scratch.cleanup()

    def refresh(self) -> None:
        """Read what changed on the disk; a logbook that is gone is remembered as such."""
        try:
            self.corpus.refresh()
            self.lost = None
        except (UpwardError, OSError) as error:
            self.lost = (
                error
                if isinstance(error, UpwardError)
                else NoLogbookError(
                    f"{self.root} can't be read", why=str(error), next_step="check the folder, then reload the page"
                )
            )

    def reread(self, path: str) -> None:
        """Read one record that may have changed just now; all of them where it is not known."""
        try:
            if path in self.corpus.snapshot.by_path:
                self.corpus.reread(path)
                return
        except (UpwardError, OSError):
            # What is wrong is found when all of it is looked at.
            pass
        self.refresh()

    def wake(self) -> None:
        """Note a request: after an idle time, look at the files before the user sees anything."""
        idle = self.used > 0 and time.monotonic() - self.used > QUIET
        self.used = time.monotonic()
        if idle:
            self.refresh()

    def _watch(self) -> None:
        pause, looked = 0.0, -IDLE
        while not self._closing.wait(pause):
            now, used = time.monotonic(), time.thread_time()
            pause = WATCH
            if now - self.used > QUIET and now - looked < IDLE:
                continue
            looked = now
            if self._is_changed():
                self.refresh()
            self._loaded.set()
            # A logbook of ten thousand files takes its time: looking must stay a small part of the work.
            pause = max(WATCH, SHARE * (time.thread_time() - used))

    def _is_changed(self) -> bool:
        try:
            return self.lost is not None or self.corpus.changed(lambda: self._closing.wait(BREATH))
        except (UpwardError, OSError):
            return True

    def session(self, draft: Record | None = None) -> PageSession:
        """Give a session over what is in memory; with `draft`, one of the records as it is being written."""
        version = self.corpus.version
        with self.lock:
            if self._session is None or self._session[0] != version:
                opened = Session.open(
                    self.catalogue, self.root, self.environment, NoPerson(), NoPerson(), logbook=str(self.root)
                )
                self._session = version, PageSession.over(opened, self.corpus, self.refresh)
            session = self._session[1]
        return (
            session
            if draft is None
            else PageSession.over(session, Overlay(self.corpus, {draft.path: draft}), self.refresh)
        )

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """Give what was made for this version of the records; make it where it was not."""
        version = self.corpus.version
        if self._made[0] != version:
            self._made = version, {}
        held = self._made[1]
        value = held.get(key, held)
        if value is held:
            value = held[key] = make()
            if len(held) > MOST_MADE:
                # A person who searches for an hour without changing anything.
                with self.lock:
                    held.pop(next(iter(held)), None)
        return cast("T", value)

    def waiting(self) -> int:
        """Count the proposals that wait."""
        return self.once("waiting", lambda: sum(1 for _ in proposals.waiting_proposals(Folder(self.root))))

    def latest(self, kind: str) -> list[Record]:
        """Give the records of a kind, the latest first."""
        return self.once(("latest", kind), lambda: sorted(self.corpus.records(kind), key=_day, reverse=True))

    def paths(self, kind: str) -> Mapping[str, str]:
        """Give the path of each record of a kind by its id."""
        return self.once(("paths", kind), lambda: {record.id: record.path for record in self.corpus.records(kind)})

    def titles(self, kind: str) -> Mapping[str, str]:
        """Give the title of each record of a kind by its id."""
        return self.once(("titles", kind), lambda: {record.id: record.title for record in self.corpus.records(kind)})

    def job(self, verb: str) -> Job:
        """Give the job of a verb; raises UsageError where there is none."""
        job = self.catalogue.job(verb)
        if job is None:
            raise UsageError(f"There is no verb {verb}", next_step="look at the list of verbs")
        return job

    def run(self, verb: str, /, *arguments: Any, **options: Any) -> JobResult:
        """Run a job that is quick, here and now; raises UpwardError."""
        return self.job(verb).run(self.session(), *arguments, **options)

    def run_on(self, draft: Record, verb: str, /, *arguments: Any, **options: Any) -> JobResult:
        """Run a quick job on a record as it is being written; raises UpwardError."""
        return self.job(verb).run(self.session(draft), *arguments, **options)

    def run_shared(self, verb: str, /, *arguments: Any, **options: Any) -> JobResult:
        """Run a quick job whose answer others will see: private records are not there. Raises UpwardError."""
        session = PageSession.over(self.session(), PublicCorpus(self.corpus), self.refresh)
        session.include_private = False
        return self.job(verb).run(session, *arguments, **options)

    def answer(self, verb: str, /, *arguments: Any, **options: Any) -> Answer:
        """Ask a job that may take long; what was answered before is given while it is computed again."""
        return self.answers.ask(self.corpus.version, verb, arguments, options, WAIT)

    def known(self, verb: str, /, *arguments: Any, **options: Any) -> Answer:
        """Give what a job answered last, without waiting for it."""
        return self.answers.ask(self.corpus.version, verb, arguments, options, 0.0)

    def begin(self, title: str, verb: str, /, *arguments: Any, **options: Any) -> Task:
        """Begin long work whose progress can be watched and which can be stopped."""
        return self.tasks.begin(title, verb, arguments, options)

    def draft(self, path: str, text: str) -> Record:
        """Give the record that a text would be at a path."""
        return record_reader.parse_record(path, record_reader.decode_text(encode_text(text)), self.corpus.kinds)

    def search(self, words: str, limit: int) -> Sequence[Record]:
        """Search the index, in the one thread that may use it."""
        return self._pages.submit(self._search, words, limit).result()

    def _search(self, words: str, limit: int) -> Sequence[Record]:
        version = self.corpus.version
        if self._index is None:
            self._index = version, IndexedCorpus(self.session().record_folders)
        elif self._index[0] != version:
            self._index[1].refresh()
            self._index = version, self._index[1]
        return self._index[1].search(words, limit)


def _day(record: Record) -> tuple[str, str]:
    return record.string("date")[:10], record.id
