"""The record contains a password, a key or a token.

Every reader of the story gets the secret. Remove it, and change it wherever it is used, because git keeps it in the
history. The fix redacts it here.

The bad example of this rule would be a secret, so it has no example.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.narrative.patterns.confidential import SECRET
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Applicability, Edit, Fix, Remark, Severity
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.pattern_search import compile_finder, compile_test


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each secret, front matter and code included."""
    # The one pass looks at prose only; front matter, comments and code are as good a place to forget a password.
    rest = [Span(0, record.body.start), *story.masked_spans]
    if SECRET.name in story.matched_patterns:
        where = [Span(0, len(record.text))]
    else:
        # Looked at as one text, since most hold none.
        beside = "\n\n".join(span.cut(record.text) for span in rest)
        where = rest if compile_test(SECRET.pattern)(beside) else []
    for place in sorted({place for span in where for place in compile_finder(SECRET.pattern)(record.text, *span)}):
        fix = Fix("Redact it", (Edit(Span(*place), "[redacted]"),), Applicability.UNSAFE)
        yield Remark("This looks like a secret: remove it here, and change it wherever it is used.", Span(*place), fix)


RULE = Rule("UP602", "secret", check, severity=Severity.ERROR)
