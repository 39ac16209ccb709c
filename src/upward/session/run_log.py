"""A run that is saved as it goes: whatever ends it, what was done until then is in its record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from upward.model.record import Record, Value
from upward.session.session import Session
from upward.text import record_reader, record_writer


@dataclass
class RunLog:
    """The record of one run, rewritten at each step; with `dry_run` it is never written."""

    session: Session
    story: Record
    mode: str
    question: str = ""
    dry_run: bool = False
    note: str = ""
    fields: dict[str, Value] = field(default_factory=dict)
    recalled: list[Mapping[str, Value]] = field(default_factory=list)
    follow_ups: list[Mapping[str, Value]] = field(default_factory=list)
    id: str = ""
    path: str = ""
    _written: str = ""

    @classmethod
    def resume(cls, session: Session, run: Record) -> RunLog:
        """Go on with a run that was saved unfinished; its note is replaced by the one given at its end."""
        story = session.record(run.string("story"), "story")
        apart = {"story", "question", "mode", "recalled", "follow-ups", "state"}
        log = cls(session, story, run.string("mode"), run.string("question"), note=run.prose.strip())
        log.fields = {key: value for key, value in run.fields.items() if key not in apart}
        log.recalled = list(run.mappings("recalled"))
        log.follow_ups = list(run.mappings("follow-ups"))
        log.id, log.path, log._written = run.id, run.path, run.text
        return log

    def save(self, *, finished: bool = False) -> None:
        """Write the run as it is; raises RecordChangedError where its file was changed in the meantime."""
        if not self.id:
            self._begin()
        text = record_writer.compose_record(self._front(finished=finished), self.note)
        if self.dry_run or text == self._written:
            return
        if self._written:
            self.session.folder.replace(self.path, text, record_reader.text_digest(self._written))
        else:
            self.session.folder.create(self.path, text)
        self._written = text
        self.session.invalidate()

    def _begin(self) -> None:
        now = self.session.clock.now()
        self.fields = {"date": now.strftime("%Y-%m-%dT%H:%M:%S%z"), **self.fields}
        self.id, self.path = self.session.free_id("rehearsal", record_writer.slug(f"{now.date()} {self.story.id}"))

    def _front(self, *, finished: bool) -> dict[str, Value]:
        front: dict[str, Value] = {
            "date": self.fields["date"],
            "story": self.story.id,
            "question": self.question,
            "mode": self.mode,
            **{key: value for key, value in self.fields.items() if key != "date"},
            "recalled": self.recalled,
            "follow-ups": self.follow_ups,
        }
        # A run that came to its end says nothing; an interrupted one does.
        return front if finished else {**front, "state": "unfinished"}

    def as_record(self) -> Record:
        """Give the run as the record that reading its file would give."""
        text = record_writer.compose_record(self._front(finished=True), self.note)
        return record_reader.parse_record(self.path, text, {}, otherwise="rehearsal")

    @property
    def place(self) -> str:
        """Where it is saved, in words."""
        return "nowhere (dry run)" if self.dry_run else self.path
