"""Salts of the records that packets commit to, kept in the logbook, so that a record can be opened later."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from upward.analysis.narrative.verification import commitment
from upward.model.errors import SourceError
from upward.model.record import Record
from upward.session.session import Session

FILE = ".upward/commitments.json"


def fresh_salts(session: Session, records: Sequence[Record]) -> Mapping[str, str]:
    """Give a new salt for each record by its id, and keep them."""
    salts = {record.id: secrets.token_hex(16) for record in records}
    kept = kept_salts(session)
    kept.update(
        {
            commitment(record.digest, salts[record.id]): {"record": record.id, "salt": salts[record.id]}
            for record in records
        }
    )
    session.folder.write_artefact(FILE, json.dumps(kept, indent=1, sort_keys=True) + "\n")
    return salts


def kept_salts(session: Session) -> dict[str, Any]:
    """Give what is kept, by commitment; raises SourceError where the file is broken."""
    if not session.folder.exists(FILE):
        return {}
    try:
        value = json.loads(session.folder.read(FILE).decode("utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{FILE} can't be read", why=str(error), next_step="restore it from your version history"
        ) from error
    return value if isinstance(value, dict) else {}
