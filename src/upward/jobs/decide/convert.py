"""Convert decisions to another dialect, and back to the same bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from upward.analysis.decisions.adr_conversion import convert_adr
from upward.analysis.decisions.adr_dialects import parse_adr
from upward.jobs.decide._log import decisions_at
from upward.model.job import PLACE, Artefact, Job, JobResult
from upward.model.page import CodeBlock, Page
from upward.session.session import Session
from upward.text.record_reader import encode_text


@dataclass(frozen=True, slots=True)
class Conversion:
    """A decision's text in another dialect, and the one it came in."""

    path: str
    from_: str
    to: str
    text: str


def run(
    session: Session,
    path: Annotated[str, "A decision, or a folder of them; by default the logbook's", PLACE] = "",
    *,
    to: Annotated[Literal["madr", "nygard", "log4brains"], "The dialect to convert to"] = "madr",
) -> JobResult:
    """Print decisions in another dialect; `--output 7.md` writes the converted record; the source stays as it is."""
    rows = [
        Conversion(record.path, parse_adr(record.text).dialect, to, convert_adr(record.text, to))
        for record in decisions_at(session, path)
    ]
    blocks = tuple(CodeBlock(row.text) for row in rows)
    artefacts = (Artefact(encode_text(rows[0].text), (".md", ".markdown")),) if len(rows) == 1 else ()
    return JobResult(
        Page(f"In the dialect {to}", blocks), rows[0] if len(rows) == 1 else rows, rows=rows, artefacts=artefacts
    )


JOB = Job("decide convert", run)
