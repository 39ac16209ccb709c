"""What the subject of a commit says about AI: "Ask Claude to fix it", "Add retries (aider)", "[codex] Name the rows".

A subject mostly names what a change is about, and in programs that use a model that is a tool, too. So only forms that
give an order to a tool, with a verb of writing code, or that say who wrote the change, are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.analysis.ai_policy.disclosure_patterns import END, HINT, PRODUCTS
from upward.analysis.ai_policy.disclosures import Disclosure

# A scope in front, such as "fix(api): ".
_SCOPE = r"^(?:[\w ./()-]{1,24}:[ ]+)?"
_CODE_VERB = (
    r"(?:add|allow|adapt|audit|change|clean|configure|consolidate|convert|debug|delete|denormali[sz]e|document|drop|eliminate|extend|extract|fix|format|fully|handle|hash"
    r"|implement|improve|make|merge|migrate|move|optimi[sz]e|port|refactor|relocate|remove|rename|replace|rework|rewrite|review|simplify|split|stop|store|support|tidy|translate"
    r"|undo|update|upgrade|validate|write)"
)
_ORDER = re.compile(
    rf"(?i){_SCOPE}(?:(?:ask(?:ed|ing)?|prompt(?:ed)?)[ ]+(?P<asked>{PRODUCTS}){END}[ ]+(?:not )?(?:to[ ]+{_CODE_VERB}\b|whether\b)"
    rf"|(?:have|had)[ ]+(?P<had>{PRODUCTS}){END}[ ]+(?:implement|write|rewrite|refactor|fix|port)\b"
    rf"|us(?:ing|ed)[ ]+(?P<used>{PRODUCTS}){END}[ ]+(?:in order )?to[ ]+{_CODE_VERB}\b)"
)
# What was written, behind "AI-generated": "AI-generated content" is a thing of the program's.
_WORK = r"(?:code|tests?|unit tests?|docs?|docstrings?|documentation|comments|version|draft|implementation|refactor(?:ing)?|fix(?:es)?|changes|clean-?up|improvements|rewrite)"
_WRITTEN = re.compile(
    rf"(?i){_SCOPE}(?:(?:add|more|initial|first)[ ]+)*(?P<maker>{PRODUCTS}|ai|llm)[- ](?:generated|written|authored|assisted)[ ]+{_WORK}\b"
    rf"|[(\[](?:mostly |partly |fully )?(?:generated|written|authored|coded|vibe[- ]?coded|implemented|made)[ ]+(?:by|with|using|via)[ ]+(?P<by>{PRODUCTS}){END}[^)\]]{{0,30}}[)\]]"
    rf"|[ ,]with[ ]+(?:the[ ]+|some[ ]+)?(?:help|assistance|aid)[ ]+(?:of|from)[ ]+(?P<helper>{PRODUCTS}){END}[.)]*(?:[ ]+\(#\d+\))?$"
    r"|[ ]\((?P<signed>aider)\)(?:[ ]+\(#\d+\))?$|^\[(?P<prefix>codex)\][ ]+\w"
)
_VIBE = re.compile(rf"(?i){_SCOPE}vibe[- ]?coded\b|[(\[]vibe[- ]?coded[)\]]")


def read_subject(message: str) -> Iterator[Disclosure]:
    """Yield what the first line of a message says of tools that had a part in the change."""
    subject = message.partition("\n")[0].strip()[:300]
    if not HINT.search(subject):
        return
    order = _ORDER.search(subject)
    if order:
        yield Disclosure(_tool(order), subject, "wrote")
    for match in _WRITTEN.finditer(subject):
        yield Disclosure(_tool(match), subject, "helped" if match["helper"] else "wrote")
    if _VIBE.search(subject):
        yield Disclosure("AI", subject, "wrote")


def _tool(match: re.Match[str]) -> str:
    return next(value for value in match.groupdict().values() if value).strip(" .,-")
