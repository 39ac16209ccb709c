"""A password, a key or a token stands in the record.

Whoever gets the story gets the secret. Take it out, and change it where it is used: a record
in git keeps it in its history. The fix redacts it here.

The bad example of this rule would be a secret, so it has no example.
"""

from __future__ import annotations

from collections.abc import Iterator

from upward.analysis.exposure import SECRET
from upward.analysis.scan import matcher
from upward.model.extension import Context, Rule
from upward.model.finding import Applicability, Edit, Fix, Remark, Severity
from upward.model.record import Record
from upward.model.span import Span


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield a remark for each secret, front matter and code included."""
    if not matcher((SECRET.pattern,))(record.text):
        return
    for match in SECRET.exact.finditer(record.text):
        fix = Fix("Redact it", (Edit(Span(*match.span()), "[redacted]"),), Applicability.UNSAFE)
        yield Remark("This looks like a secret: take it out, and change it where it is used.", Span(*match.span()), fix)


RULE = Rule("UP602", "secret", check, severity=Severity.ERROR)
