"""A section for stakeholders uses an acronym or a term without explaining it.

Sections named for stakeholders, executives, customers or the business are read by people who
don't share your abbreviations. Spell it out at its first use: "service-level objective (SLO)".

## Bad

```markdown
# Outage of 12 May
## Summary for stakeholders
The ALB dropped connections because the HPA lagged behind.
```

## Good

```markdown
# Outage of 12 May
## Summary for stakeholders
Visitors could not log in for 20 minutes, because new servers started too late.
```
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.narrative.patterns.design_docs import FOR_STAKEHOLDERS
from upward.analysis.narrative.story_text import StoryText
from upward.model.finding import Remark, Severity
from upward.model.record import Record
from upward.model.rule import Rule
from upward.model.span import Span
from upward.text.pattern_search import compile_finder

_ACRONYM = re.compile(r"\b[A-Z][A-Z0-9]{1,5}s?\b")
_EXPLAINED = r"\([A-Z][A-Z0-9]{1,5}s?\)|\b[A-Z][A-Z0-9]{1,5}s?\s*(?:\(|, (?:which|that|the|our|a)\b|: )"
# What any office reader knows.
_KNOWN = frozenset(
    "AI API APP CEO CFO CIO COO CTO CV DVD EU EUR FAQ FAQS GB GBP HR ID IDS IT KB KPI KPIS MB NASA NATO OK PC PDF PIN PR Q1 Q2 Q3 Q4 QA ROI "
    "SMS TB TV UK UN URL URLS US USA USB USD VIP VPN WIFI II III IV AM PM UTC A B C D E I".split()
)
_JARGON = re.compile(
    r"\b(?:idempoten\w+|shard(?:s|ed|ing)?|mutex(?:es)?|deadlock\w*|backpressure|kubernetes|sidecars?|garbage collection|eventual(?:ly)? consisten\w+|"
    r"race conditions?|hot ?paths?|monorepo|polymorphi\w+|asynchronous\w*|serializ\w+|memoiz\w+|heap|stack ?trace|cardinality|quorum)\b",
    re.IGNORECASE,
)


def check(record: Record, story: StoryText) -> Iterator[Remark]:
    """Yield a remark for each unexplained acronym, and each term of art, in such a section."""
    if not story.contains(FOR_STAKEHOLDERS):
        return
    text, explained = story.text, _explained(story.text)
    for section in record.sections:
        if not FOR_STAKEHOLDERS.regex.search(f"# {section.title}"):
            continue
        seen: set[str] = set()
        for match in _ACRONYM.finditer(text, section.body.start, section.body.stop):
            name = match.group()
            if name.upper() not in _KNOWN and name not in seen and name.rstrip("s") not in explained:
                seen.add(name)
                yield Remark(
                    f"{name} is not explained, but readers of this part may not know it.",
                    Span(*match.span()),
                )
        for match in _JARGON.finditer(text, section.body.start, section.body.stop):
            yield Remark(f'"{match.group()}" is jargon: say what it means for the reader.', Span(*match.span()))


def _explained(text: str) -> frozenset[str]:
    """Give the acronyms that the text explains somewhere, found in one pass."""
    places = (text[start:stop] for start, stop in compile_finder(_EXPLAINED)(text, 0, len(text)))
    return frozenset(name.group().rstrip("s") for name in map(_ACRONYM.search, places) if name)


RULE = Rule("UP801", "unexplained-acronym", check, severity=Severity.HINT, requires_patterns=("for-stakeholders",))
