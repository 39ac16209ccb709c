"""A story's draft from evidence: facts go into the template's slots, everything else stays a question.

Nothing is made up. What evidence says is quoted with its source; what only the person can
know (why, who doubted, what was learned) keeps its prompt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from upward.model.record import Record, Value
from upward.text import frontmatter, record_writer
from upward.text.dates import parse_date
from upward.text.template_slots import fill, slots, text_without_slots
from upward.text.words import count_noun

MOST_STEPS = 8


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """A new story: its id, its text, and the names of the slots that are still open."""

    id: str
    text: str
    open: tuple[str, ...]


def draft_story(
    evidence: Sequence[Record],
    template_name: str,
    template: str,
    suggest: Callable[[str], Sequence[str]],
    title: str = "",
) -> StoryDraft:
    """Fill a template from evidence (at least one record), in the order of its dates.

    `suggest` gives the ids of principles that a text speaks for.
    """
    told = sorted(evidence, key=lambda record: (record.string("date"), record.id))
    front = frontmatter.read(template)
    found = frontmatter.limits(template)
    body = template[found[1] :] if found else template
    name = title or told[0].title
    answers = _answers(told)
    prompts = {slot.name: slot.prompt for slot in slots(body)}
    # A fact helps to answer the question; it does not answer it, so the question stays below it.
    filled = {slot: f"{fact}\n\n{{{{{slot}: {prompts[slot]}}}}}" for slot, fact in answers.items() if slot in prompts}
    fields: dict[str, Value] = {"title": name, "date": told[-1].string("date"), "template": template_name}
    fields.update({key: value for key, value in front.fields.items() if key not in fields and key != "kind"})
    text = "\n".join(record.title + " " + text_without_slots(record) for record in told)
    fields["principles"] = _with_suggested(fields.get("principles", ()), suggest(text))
    fields["evidence"] = [record.id for record in told]
    fields["metrics"] = _metrics(told)
    composed = record_writer.record(fields, fill(body, filled))
    still = tuple(dict.fromkeys(slot.name for slot in slots(composed)))
    return StoryDraft(record_writer.slug(name), composed, still)


def _with_suggested(given: Value, suggested: Sequence[str]) -> list[str]:
    listed = [given] if isinstance(given, str) else [str(item) for item in given]
    return list(dict.fromkeys([*listed, *suggested]))


def _answers(evidence: Sequence[Record]) -> dict[str, str]:
    """Give facts by the names of the slots they belong to, over all templates."""
    where = _where(evidence)
    when = _when(evidence)
    steps = "\n".join(f"- {line}" for line in _steps(evidence))
    people = _people(evidence)
    outcome = "\n".join(f"- {line}" for line in _measured(evidence))
    answers = {"timeline": when}
    for slot in ("context", "situation", "what"):
        answers[slot] = where
    for slot in ("actions", "action", "proposal"):
        answers[slot] = steps
    for slot in ("coordination", "alignment", "communication"):
        answers[slot] = people
    for slot in ("outcome", "result", "resolution"):
        answers[slot] = outcome
    return {slot: fact for slot, fact in answers.items() if fact}


def _where(evidence: Sequence[Record]) -> str:
    areas = list(dict.fromkeys(area for record in evidence for area in record.strings("areas")))[:5]
    repos = list(dict.fromkeys(record.string("repo") for record in evidence if record.string("repo")))
    places = f"in {', '.join(areas)}" if areas else ""
    of = f"of {', '.join(repos)}" if repos else ""
    return (
        f"(From the evidence) The work was {places} {of}.".replace("  ", " ").replace(" .", ".")
        if areas or repos
        else ""
    )


def _when(evidence: Sequence[Record]) -> str:
    days = sorted(
        day for record in evidence for key in ("started", "date") if (day := parse_date(record.string(key))) is not None
    )
    if not days:
        return ""
    length = (days[-1] - days[0]).days + 1
    span = f"on {days[0]}" if length == 1 else f"from {days[0]} to {days[-1]}, {length} days"
    return f"(From the evidence) It was {span}."


def _steps(evidence: Sequence[Record]) -> list[str]:
    """Give the lines of the evidence's own lists: what the commits say was done."""
    lines = [line[2:].strip() for record in evidence for line in record.prose.splitlines() if line.startswith("- ")]
    found = lines or [record.title for record in evidence]
    extra = f"… and {len(found) - MOST_STEPS} more in the evidence" if len(found) > MOST_STEPS else ""
    return [f"(From the evidence) {line}" for line in found[:MOST_STEPS]] + ([extra] if extra else [])


def _people(evidence: Sequence[Record]) -> str:
    """Give the parts that others had, counted: a story needs no names."""
    found = {
        str(person.get("name", "")): str(person.get("part", "")) or "other"
        for record in evidence
        for person in record.mappings("people")
    }
    parts = Counter(part for part in found.values() if part != "author")
    listed = ", ".join(count_noun(number, part) for part, number in sorted(parts.items()))
    return f"(From the evidence) With {listed}." if listed else ""


def _measured(evidence: Sequence[Record]) -> list[str]:
    measures = [measure for record in evidence for measure in record.mappings("measures") if measure.get("baseline")]
    return [
        f"(From the evidence) {each.get('value')} {each.get('unit', '')}, before that {each['baseline']}."
        for each in measures
    ]


def _metrics(evidence: Sequence[Record]) -> list[Value]:
    keys = ("id", "value", "unit", "baseline", "period", "method", "status")
    return [
        {key: measure[key] for key in keys if measure.get(key)}
        for record in evidence
        for measure in record.mappings("measures")
        if measure.get("id") and measure.get("baseline")
    ]
