"""The series of measurements that belongs to a concern's record."""

from __future__ import annotations

from collections.abc import Sequence

from upward.analysis.concerns.series import Point, format_points, parse_series
from upward.model.record import Record
from upward.session.session import Session
from upward.text.record_reader import decode_text, text_digest


def series_path(record: Record) -> str:
    """Give the path of a concern's series: the record's, ending in .csv."""
    return record.path.removesuffix(".md") + ".csv"


def read_series(session: Session, record: Record) -> tuple[list[Point], list[str], str]:
    """Give a concern's points, what of the file could not be read, and its text; nothing where there is none yet."""
    path = series_path(record)
    if not session.folder.exists(path):
        return [], [], ""
    text = decode_text(session.folder.read(path))
    points, problems = parse_series(text)
    return points, problems, text


def append_points(session: Session, record: Record, text: str, points: Sequence[Point]) -> str:
    """Write points behind those that are there; raises RecordChangedError where the file changed meanwhile."""
    path = series_path(record)
    whole = text + ("\n" if text and not text.endswith("\n") else "") + format_points(points, with_head=not text)
    if text:
        session.folder.replace(path, whole, text_digest(text))
    else:
        session.folder.create(path, whole)
    return path
