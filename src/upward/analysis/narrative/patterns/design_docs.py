"""Headings by which a document tells for whom it is written, and that it weighs options."""

from __future__ import annotations

from upward.analysis.narrative.patterns.pattern import Pattern

_HEADING = r"(?m:^)\x20{0,3}\#{1,6}\x20[^\n]*\b"
_READERS = "stakeholders?|executives?|management|customers?|business|leadership update|non-technical|for everyone|press"

FOR_STAKEHOLDERS = Pattern("for-stakeholders", rf"{_HEADING}(?:{_READERS})\b")
OPTIONS = Pattern("options", rf"{_HEADING}(?:alternatives?|options?)\b")
DECISION = Pattern(
    "decision", rf"{_HEADING}(?:decision|chosen|choice|solution|proposal|proposed|recommendation|what we will do)\b"
)
