"""Rows as a Parquet table, for questions over thousands of repositories."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

from upward.model.errors import needs_extra


def parquet(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Give efforts as Parquet; raises MissingExtraError without pyarrow."""
    try:
        import pyarrow as pa
        from pyarrow import parquet as files
    except ModuleNotFoundError as error:
        raise needs_extra("A Parquet table", "pyarrow", "estate") from error  # fmt: skip
    text, texts = pa.string(), pa.list_(pa.string())
    person = pa.struct([("name", text), ("email", text), ("part", text)])
    link = pa.struct([("from", text), ("to", text), ("because", text)])
    schema = pa.schema(
        [
            ("repo", text), ("title", text), ("author", text), ("author_email", text), ("people", pa.list_(person)),
            ("commits", texts), ("refs", texts), ("started", pa.timestamp("s", "UTC")),
            ("ended", pa.timestamp("s", "UTC")),
            ("score", pa.float64()), ("because", texts), ("together", texts), ("kind", text), ("parts", texts),
            ("survives", pa.float64()), ("days_to_merge", pa.float64()), ("links", pa.list_(link)), ("areas", texts),
            ("files", pa.int64()), ("added", pa.int64()), ("deleted", pa.int64()),
        ]
    )  # fmt: skip
    columns = {name: [_value(row.get(name), name) for row in rows] for name in schema.names}
    target = io.BytesIO()
    files.write_table(pa.table(columns, schema), target, compression="zstd")
    return target.getvalue()


def _value(value: Any, name: str) -> Any:
    if name in {"started", "ended"} and value:
        from datetime import datetime

        return datetime.fromisoformat(value)
    return value
