"""A story's draft from evidence: facts stand quoted in the template's parts, and one question is left in each.

Nothing is made up. What evidence says is quoted with its source; what only the person can know (what it cost, who
doubted, what was learned) keeps its prompt, the most telling of each part, so that a draft asks five questions.
"""

from __future__ import annotations

# ruff: noqa: E501 - patterns
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from upward.analysis.narrative import traceability
from upward.model.record import Record, Value
from upward.text import frontmatter, record_writer
from upward.text.dates import parse_date
from upward.text.template_slots import fill_slots, open_slots, text_without_slots
from upward.text.words import count_noun

# Of what happened, so many lines, the weightiest first; of a description, so many characters.
MOST_STEPS = 5
MOST_WHY = 400
# A title longer than this is a sentence; one shorter says nothing. In characters.
MOST_TITLE, LEAST_TITLE = 80, 12
# Which template a kind of work follows; the first that fits. Kinds are the tags that mining gives.
TEMPLATES = (
    ("crisis", frozenset({"hotfix", "revert", "security", "post-mortem", "crisis", "failure"})),
    ("mentorship", frozenset({"mentoring", "reviews", "merges"})),
    ("cross-team-alignment", frozenset({"alignment", "decision", "standards"})),
)
SETBACKS = frozenset({"failure", "learning", "rework", "crisis", "hotfix"})
USUAL = "technical-direction"
# The questions that tell most, the best first: of each part of a template the first of these stays.
_TELLING = (
    "problem", "stakes", "before", "disagreement", "conflict", "root-cause", "first-action", "buy-in", "turning-point",
    "outcome", "resolution", "after", "effect", "systemic-change", "learning", "task", "role", "goal",
)  # fmt: skip
# Asks after a bug, and means nothing where there was none.
_OF_BUGS = "root-cause"
_BUG = re.compile(
    r"(?i)\b(?:bug|fix(?:e[sd]|ing)?|regression|crash\w*|leak\w*|deadlocks?|hang(?:s|ing)?|corrupt\w*|wrong(?:ly)?)\b"
)
# What kind of episode it is, which its template says: the title is what the work was.
_LABELLED = re.compile(r"^(?:Simplified|Replaced one way by another|Under pressure): “(?P<inside>.+)”$")
_QUOTED = re.compile(r"“(?P<inside>.+)”")
_CRISIS = re.compile(
    r"(?i)\boutages?\b|\bincident\b|\bpaged\b|\bwent down\b|\bdata loss\b|\bhot-?fix\b|\bmy (?:fault|mistake)\b|\bbroke (?:production|prod)\b|\bpost-?mortem\b"
)
_DATED = re.compile(r"\d{4}-\d\d-\d\d\b")
# What a review or a machine asked for, and no step of the work.
_NOISE = re.compile(
    r"(?i)^(?:\d{4}-\d\d-\d\d: )?(?:(?:address |apply |more )?(?:cr|code review|review(?:er)?|feedback)\b.{0,20}(?:comments?|feedback|suggestions?|remarks)?|.*\bnits?\b"
    r"|(?:fix )?(?:lint(?:ing|er)?|yapf|black|isort|flake8|format(?:ting)?|typos?|noqas?|ci|build)\b(?: (?:fix(?:es)?|errors?|issues?))?|(?:run |python )(?:ruff|black|isort|prettier|format\w*)\b.*|\[pre-commit.*|(?:some |more |minor |small )?(?:fix(?:es|ed)?|tweaks?|updates?|changes?|clean-?ups?|stuff|tests?)|(?:fix|update|more) (?:the )?tests?|try (?:this|again)|main|master|merge\b.*|new (?:\w+ )?(?:translations?|updates?)\b.*|changelog|.*\b(?:poke|trigger|rerun|kick) ci\b.*|wip\b.*|fix-?up\b.*|oops\b.*|merge (?:branch|pull)\b.*)(?: \([0-9a-f]{7,}\))?$"
)
# A step without its day and hash; and the number of an issue that its message begins with.
_BARE = re.compile(r"^\d{4}-\d\d-\d\d: | \([0-9a-f]{7,}\)$| \((?:#|!)\d+\)")
_ELSEWHERE = re.compile(r"(?<=\d: )[\w.-]+/[\w.-]+#\d+:? (?=\S)")
# In a quotation: an item of a list, and a line that names an issue and says no more.
_LISTED = re.compile(r"> *[*-] ")
_CLOSES = re.compile(r"(?i)> *(?:clos(?:e[sd]?|ing)|fix(?:e[sd])?|resolve[sd]?|refs?|see|this reverts commit):? \S+$")
_HEADING = re.compile(r"(?m)^## +(?P<title>.+)$")
_QUOTES = re.compile(r"(?m)^(?:Its description|The project's release note for users):\n\n(?P<quote>(?:>.*\n?)+)")


@dataclass(frozen=True, slots=True)
class StoryDraft:
    """A new story: its id, its text, and the names of the slots that are still open, the most telling first."""

    id: str
    text: str
    open: tuple[str, ...]


def template_for(evidence: Sequence[Record]) -> str:
    """Give the template that fits the kind of work: by the tags of evidence, else the usual one."""
    tags = {tag for record in evidence for tag in record.strings("tags")}
    by_tag = next((name for name, kinds in TEMPLATES if tags & kinds), "")
    text = "\n".join(f"{record.title}\n{record.prose}" for record in evidence)
    # Mined work has its kind; what a person wrote down says it in words.
    mined = any(origin.startswith("git:") for record in evidence for origin in record.strings("origins"))
    return by_tag or ("crisis" if not mined and _CRISIS.search(text) else USUAL)


def own_words(record: Record) -> str:
    """Give what evidence says in the words of who did it: of mined evidence, not what mining wrote beside them."""
    if not any(origin.startswith("git:") for origin in record.strings("origins")):
        return f"{record.title}\n{text_without_slots(record)}"
    steps = [_BARE.sub("", line[2:].strip()) for line in record.prose.splitlines() if line.startswith("- ")]
    quotes = [match["quote"].replace(">", " ") for match in _QUOTES.finditer(record.prose)]
    return "\n".join((record.title, *(line for line in steps if not _NOISE.search(line)), *quotes))


def draft_story(
    evidence: Sequence[Record], template_name: str, template: str, title: str = "", *, chosen: bool = False
) -> StoryDraft:
    """Fill a template from evidence (at least one record), in the order of its dates.

    What a template is tagged with is the person's own word only where they have `chosen` it.
    """
    records = sorted(evidence, key=lambda record: (record.string("date"), record.id))
    front = frontmatter.parse_front_matter(template)
    found = frontmatter.front_matter_limits(template)
    body = template[found[1] :] if found else template
    name = title or _short(records[0].title)
    fields: dict[str, Value] = {"title": name, "date": records[-1].string("date"), "template": template_name}
    if chosen:
        fields.update({key: value for key, value in front.fields.items() if key not in fields and key != "kind"})
    fields["evidence"] = [record.id for record in records]
    fields["metrics"] = _metrics(records)
    if template_name == USUAL and not any(_BUG.search(record.title) for record in records):
        body = fill_slots(body, {_OF_BUGS: ""})
    composed = record_writer.compose_record(fields, _filled(body, _answers(records)))
    still = {slot.name for slot in open_slots(composed)}
    return StoryDraft(record_writer.slug(name), composed, tuple(sorted(still, key=_rank)))


def _short(title: str) -> str:
    """Give a line of notes as a title: its first clause, where the whole is longer than a title should be."""
    labelled = _LABELLED.match(title)
    title = labelled["inside"] if labelled else title
    if len(title) <= MOST_TITLE:
        return title
    # An episode's title quotes what it is about: that is cut, and not what happened to it.
    quoted = _QUOTED.search(title)
    if quoted and len(quoted["inside"]) > (room := MOST_TITLE - len(title) + len(quoted["inside"])) > LEAST_TITLE:
        inside = quoted["inside"][: room - 2].rsplit(" ", 1)[0]
        return f"{title[: quoted.start('inside')]}{inside} …{title[quoted.end('inside') :]}"
    clause = re.split(r"(?<=\w)[.;(,](?:\s|$)| - | – |: ", title, maxsplit=1)[0].strip()
    return clause if LEAST_TITLE <= len(clause) <= MOST_TITLE else title[:MOST_TITLE].rsplit(" ", 1)[0] + " …"


def _rank(name: str) -> tuple[int, str]:
    return (_TELLING.index(name) if name in _TELLING else len(_TELLING)), name


def _filled(body: str, answers: Mapping[str, str]) -> str:
    """Put facts into each part of a template, and leave one question in it."""
    headings = list(_HEADING.finditer(body))
    starts = [heading.end() for heading in headings] or [0]
    ends = [heading.start() for heading in headings[1:]] + [len(body)]
    made = body[: starts[0]]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        part = body[start:end]
        here = list(open_slots(part))
        kept = min(here, key=lambda slot: (_rank(slot.name), slot.name)).name if here else ""
        texts = {
            slot.name: "\n\n".join(
                filter(
                    None,
                    (answers.get(slot.name, ""), f"{{{{{slot.name}: {slot.prompt}}}}}" if slot.name == kept else ""),
                )
            )
            for slot in here
        }
        made += re.sub(r"\n{3,}", "\n\n", fill_slots(part, texts)).rstrip() + "\n\n"
        if number + 1 < len(headings):
            made += headings[number + 1].group()
    return made.rstrip() + "\n"


def _answers(evidence: Sequence[Record]) -> dict[str, str]:
    """Give facts by the names of the slots they belong to, over all templates."""
    facts = {
        ("context", "situation", "what", "before"): "\n>\n".join(filter(None, (_where(evidence), _why(evidence)))),
        ("actions", "action", "proposal", "sessions"): _steps(evidence),
        ("coordination", "alignment", "communication", "person"): _people(evidence),
        ("outcome", "result", "resolution", "after"): _measured(evidence),
    }
    return {slot: fact for names, fact in facts.items() if fact for slot in names}


def _where(evidence: Sequence[Record]) -> str:
    areas = list(dict.fromkeys(area for record in evidence for area in record.strings("areas")))[:4]
    repos = list(dict.fromkeys(record.string("repo") for record in evidence if record.string("repo")))
    places = ", ".join(areas)
    of = f"{' of ' if areas else ''}{', '.join(repos)}" if repos else ""
    when = _when(evidence)
    return f"> {f'{places}{of}, ' if places or of else ''}{when}" if when else f"> {places}{of}" if places or of else ""


def _when(evidence: Sequence[Record]) -> str:
    days = sorted(
        day for record in evidence for key in ("started", "date") if (day := parse_date(record.string(key))) is not None
    )
    if not days:
        return ""
    length = (days[-1] - days[0]).days + 1
    return f"{days[0]}" if length == 1 else f"{days[0]} to {days[-1]}, {length} days"


def _why(evidence: Sequence[Record]) -> str:
    """Give what the pull request and the release note say: the reasons, in their own words."""
    found = [match["quote"].strip() for record in evidence for match in _QUOTES.finditer(record.prose)]
    # The messages of a squash say what was done: that stands among the steps.
    steps = {line[2:].strip() for record in evidence for line in record.prose.splitlines() if line.startswith("- ")}
    is_squash = any("\nIt is made of:\n" in record.prose for record in evidence)
    reasons = [
        line
        for quote in dict.fromkeys(found)
        # Below an item stands what is said of it alone.
        for line in (*takewhile(lambda each: not (is_squash and _LISTED.match(each)), quote.splitlines()), ">")
        if not (line[4:].strip() and any(line[4:].strip() in step for step in steps)) and not _CLOSES.match(line)
    ]
    text = re.sub(r"(?m)^>[ \t]*\n(?:>[ \t]*(?:\n|$))+", ">\n", "\n".join(reasons)).strip("\n> ")
    text = f"> {text}" if text else ""
    if len(text) <= MOST_WHY:
        return text
    return text[:MOST_WHY].rsplit(" ", 1)[0] + " …"


def _steps(evidence: Sequence[Record]) -> str:
    """Give the weightiest lines of the evidence's own lists, which begin with those, in the order of their days."""
    lines = [line[2:].strip() for record in evidence for line in record.prose.splitlines() if line.startswith("- ")]
    steps = [line for line in lines if not _NOISE.search(line)] or lines
    # The same words of another commit are the same step.
    once = {_BARE.sub("", line).lower(): line for line in reversed(steps)}
    found = [_ELSEWHERE.sub("", line, count=1) for line in steps if once[_BARE.sub("", line).lower()] is line]
    found = found or [record.title for record in evidence]
    more = ["> … and more in the evidence"] if len(lines) > MOST_STEPS else []
    # Of one day, in the order in which the commits were made.
    place = {
        origin.removeprefix("git:")[:7]: number
        for record in evidence
        for number, origin in enumerate(record.strings("origins"))
    }
    shown = sorted(found[:MOST_STEPS], key=lambda line: (_day(line), place.get(line[-10:-3], len(place))))
    return "\n".join([*(f"> - {line}" for line in shown), *more])


def _day(line: str) -> str:
    # What has no day sums the others up.
    return line[:10] if _DATED.match(line) else "9999"


def _people(evidence: Sequence[Record]) -> str:
    """Give who else had a part in it, by name."""
    found = {
        str(person.get("name", "")): str(person.get("part", "")) or "other"
        for record in evidence
        for person in record.mappings("people")
        if person.get("name")
    }
    listed = ", ".join(f"{name} ({part})" for name, part in list(found.items())[:8])
    more = f" and {len(found) - 8} more" if len(found) > 8 else ""  # noqa: PLR2004 - as many as are named
    return f"> With {listed}{more}" if listed else ""


def _measured(evidence: Sequence[Record]) -> str:
    """Give the measures with a baseline, each with what it counts; without any, how large the work was."""
    measures = [measure for record in evidence for measure in record.mappings("measures")]
    changed = [
        f"> - {each.get('value')} {each.get('unit', '')}, before that {each['baseline']}".rstrip()
        + (f" ({each['method']})" if each.get("method") else "")
        for each in measures
        if each.get("baseline")
    ]
    sizes = list(dict.fromkeys(each for record in evidence for each in traceability.measures(record)))
    size = f"> Size of the work (say what it changed instead): {'; '.join(sizes[:4])}" if sizes else ""
    return "\n".join(changed) or size


def _metrics(evidence: Sequence[Record]) -> list[Value]:
    keys = ("id", "value", "unit", "baseline", "period", "method", "status")
    return [
        {key: measure[key] for key in keys if measure.get(key)}
        for record in evidence
        for measure in record.mappings("measures")
        if measure.get("id") and measure.get("baseline")
    ]


def questions_open(draft: StoryDraft) -> str:
    """Say how many questions a draft leaves open."""
    return f"Draft, {count_noun(len(draft.open), 'question')} open"
