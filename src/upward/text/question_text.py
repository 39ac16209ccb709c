"""Which lines of a list are interview questions, and which are headings, contents or advice."""

from __future__ import annotations

import re

_OPENING = re.compile(
    r"(?i)^(?:please )?(?:tell me|tell us|describe|give (?:me |us )?(?:an |some )?examples?|walk (?:me|us) through|talk (?:me|us)? ?(?:about|through)"
    r"|share|explain|discuss|think of|recall|name (?:a|an|one|some)|imagine|suppose|pick|show me|provide|have you|can you|could you|would you|do you|did you"
    r"|are you|were you|is there|was there|has there|how|what|why|when|where|who|which|in what|in which|on what|if you|for what)\b"
)
_LEAD = re.compile(r"^[ \t]*(?:[-*+•][ \t]+|\(?\d{1,3}[.):][ \t]+|[Qq](?:uestion)?[ \t]?\d{0,3}[.:)][ \t]*)*")
# More characters than this are a story or advice.
MOST_CHARACTERS = 400
# "Why?" alone asks nothing.
LEAST_WORDS = 3


def question_in(text: str) -> str:
    """Give the question that a line is, without its number and mark-up; empty where it is none.

    A question ends in a question mark, or opens as interviewers open: "Tell me about …", "Describe …".
    """
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    is_link = bool(re.fullmatch(r"\s*(?:[-*+]|\d+[.)])?\s*\[[^\]]*\]\(#[^)]*\)\s*", text))
    plain = " ".join(_LEAD.sub("", plain).replace("**", "").replace("__", "").split()).strip(' *_"“”')
    if is_link or not plain or len(plain) > MOST_CHARACTERS or len(plain.split()) < LEAST_WORDS:
        return ""
    asks = plain.endswith("?") or (
        _OPENING.match(plain) is not None and len(plain.split()) > LEAST_WORDS and not plain.endswith(":")
    )
    return plain if asks else ""
