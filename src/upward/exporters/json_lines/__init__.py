"""Every record as a line of JSON: its id, kind, path, fields and sections."""

from __future__ import annotations

import json
from collections.abc import Sequence

from upward.model.exporter import Exporter
from upward.model.record import Record
from upward.text.frontmatter import plain_values


def write(records: Sequence[Record]) -> str:
    """Give the lines."""
    return "".join(json.dumps(_row(record), ensure_ascii=True, sort_keys=True) + "\n" for record in records)


def _row(record: Record) -> dict[str, object]:
    sections = {section.title: section.body.cut(record.text).strip() for section in record.sections}
    return {
        "id": record.id,
        "kind": record.kind,
        "path": record.path,
        "title": record.title,
        "fields": plain_values(record.fields),
        "sections": sections,
    }


EXPORTER = Exporter("json_lines", "Every record as a line of JSON", ".jsonl", (), write)
