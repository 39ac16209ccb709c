"""A message's skeleton out of a decision, an incident or a concern, for one kind of reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upward.model.record import Record
from upward.text.moments import duration_text, minutes_between, parse_moment
from upward.text.spoken_text import spoken_text

AUDIENCES = {
    "finance": "what it costs, what it saves, and by when money must be decided",
    "support": "what customers notice, what to tell them, and whom to ask",
    "director": "the decision that is wanted, its risk, and by when",
    "customer": "what it meant for them, what is done, and what they need to do",
}
# Above this many school years a text is hard for a reader who is in a hurry (plain-language guidance: 8 to 10).
MOST_GRADE = {"finance": 12.0, "support": 10.0, "director": 12.0, "customer": 9.0}
SOURCES = ("decision", "incident", "concern")


def message_body(record: Record, audience: str) -> str:
    """Give the message's text: facts of the record filled in, and a question where only the person knows."""
    wanted = AUDIENCES[audience]
    parts = [
        (
            "What happened" if record.kind == "incident" else "What it is about",
            list(_happened(record)),
            (_HAPPENED if record.kind == "incident" else _ABOUT)[audience],
        ),
        ("What it costs", list(_costs(record, audience)), _COSTS[audience]),
        ("The choices", list(_choices(record)) if audience in _DECIDES else [], _CHOICES[audience]),
        (
            "What we need by when",
            [],
            f"{{{{ask: What exactly do you want of the reader, and by which day? ({wanted})}}}}",
        ),
    ]
    return "\n\n".join("\n\n".join([f"## {title}", *facts, question]) for title, facts, question in parts) + "\n"


_HAPPENED = {
    "finance": "{{happened: In one sentence without a term of the trade: what was affected, and is it over?}}",
    "support": "{{happened: What did customers see, from when until when, and is it over?}}",
    "director": "{{happened: In two sentences: what was affected, and is it over?}}",
    "customer": "{{happened: What could you not do, from when until when?}}",
}
# Of a decision or a concern nothing happened yet: it is about what changes, or about what is wrong.
_ABOUT = {
    "finance": "{{happened: In one sentence without a term of the trade: what changes, or is wrong, and why now?}}",
    "support": "{{happened: What will customers notice, or what do they notice already?}}",
    "director": "{{happened: In two sentences: what changes, or is wrong, and why does it matter now?}}",
    "customer": "{{happened: What changes for you, and from when?}}",
}
# What it costs us, and what we choose between, is for those who decide: others get it only where the author says so.
_DECIDES = frozenset({"finance", "director"})
_COSTS = {
    "finance": "{{costs: What did it cost, or what does it cost a month, in money or hours?}}",
    "support": "{{costs: How many customers call, and what do they ask for?}}",
    "director": "{{costs: What does it cost to leave it, and what to change it?}}",
    "customer": "{{costs: What did it mean for you, and what do we make good?}}",
}
_CHOICES = {
    "finance": "{{choices: Which choices are there, what does each cost, and which do you propose?}}",
    "support": "{{choices: What can support offer, and what not?}}",
    "director": "{{choices: Which choices are there, and which do you propose and why?}}",
    "customer": "{{choices: What can you do now, and what is not possible?}}",
}


def _section(record: Record, *titles: str) -> str:
    """Give the first of these sections, headings below it left out, as one paragraph; empty where slots are open."""
    found = next((each for each in record.sections if each.title.lower() in titles), None)
    return _paragraph(_lead(found.body.cut(record.text))) if found else ""


def _below(record: Record, title: str) -> str:
    """Give what stands below a heading of a lower level, such as MADR's Consequences."""
    found = re.search(rf"(?ims)^#{{3,6}}[ \t]+{title}[ \t]*$(.*?)(?=^#{{1,6}} |\Z)", record.text)
    return _paragraph(found[1]) if found else ""


def _lead(body: str) -> str:
    return re.split(r"(?m)^#{1,6} ", body, maxsplit=1)[0]


def _paragraph(text: str) -> str:
    plain = " ".join(spoken_text(text).split())
    return "" if "{{" in plain else plain[:900]


def _bullets(record: Record, title: str) -> list[str]:
    found = next((each for each in record.sections if each.title.lower() == title), None)
    listed = re.findall(r"(?m)^[-*+] +(.+)$", _lead(found.body.cut(record.text))) if found else []
    return [_paragraph(each) for each in listed]


def _happened(record: Record) -> Iterator[str]:
    text = _section(record, "what happened", "summary", "what is wrong", "context and problem statement", "context")
    if text:
        yield text
    onset, mitigated = (parse_moment(record.string(key)) for key in ("onset", "mitigated"))
    minutes = minutes_between(onset, mitigated)
    if minutes is not None and onset is not None:
        yield f"It began on {onset:%-d %B %Y at %H:%M} and was over after {duration_text(minutes)}."


def _costs(record: Record, audience: str) -> Iterator[str]:
    for key in ("impact", "interest") if audience in _DECIDES else ("impact",):
        if record.string(key):
            a_month = " a month" if key == "interest" and "month" not in record.string(key) else ""
            yield f"{record.string(key).rstrip('.')}{a_month}."
    follows = _below(record, "consequences") if audience in _DECIDES else ""
    if follows:
        yield follows


def _choices(record: Record) -> Iterator[str]:
    options = [str(each.get("title", "")) for each in record.mappings("x-options")]
    actions = [str(each.get("text", "")) for each in record.mappings("actions")]
    listed = options or _bullets(record, "considered options") or actions or [_section(record, "what would settle it")]
    said = "\n".join(f"- {each}" for each in listed if each)
    if said:
        yield said
    chosen = _section(record, "decision outcome", "decision")
    if chosen:
        yield chosen
