"""Numbers with their standing and records, and the parts of a story that exports show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from upward.analysis.narrative.claims import ClaimStanding, claims_of
from upward.analysis.narrative.story_text import parse_story
from upward.model.corpus import Corpus
from upward.model.page import Block, Heading, Table
from upward.model.record import Record
from upward.text.dates import parse_date
from upward.text.markdown import spoken_text
from upward.text.story_parts import Part, story_parts
from upward.text.template_slots import open_slots, text_without_slots
from upward.text.words import words

Row = tuple[str, str, str]
# So many commits of a record are named.
MOST_COMMITS = 3
# A story of fewer words is a note or a line for a résumé: half a minute aloud.
LEAST_WORDS = 60
# The standing of numbers in a story that is not read for them.
NOT_CHECKED = "not checked"
_FORGE = re.compile(r"(?P<forge>github|gitlab):(?P<path>[\w.-]+(?:/[\w.-]+)+)#(?P<number>\d+)")


def numbers(story: Record, corpus: Corpus, me: frozenset[str] = frozenset()) -> Iterator[Row]:
    """Yield a story's numbers and scopes, the standing of each, and the records or the reason."""
    parsed = parse_story(story)
    if parsed.is_foreign:
        yield "all numbers", NOT_CHECKED, parsed.unread("the rules about claims")
    for claim in claims_of(parsed, corpus, me):
        if claim.kind != "verb":
            yield claim.text, claim.standing.value, ", ".join(claim.evidence) or claim.because


def claim_tables(stories: Sequence[Record], corpus: Corpus, me: frozenset[str] = frozenset()) -> list[Block]:
    """Give a table for each story of its numbers with their standing; nothing where none has any."""
    blocks: list[Block] = []
    for story in stories:
        rows = tuple(dict.fromkeys(numbers(story, corpus, me)))
        if rows:
            blocks += [Heading(story.title, 3), Table(("number", "standing", "records, or why not"), rows)]
    return [Heading("Source of each number"), *blocks] if blocks else []


def stated_only(story: Record, corpus: Corpus) -> list[str]:
    """Give the numbers of a story that rest on the person's word alone."""
    doubtful = {ClaimStanding.STATED.value, NOT_CHECKED}
    return [text for text, standing, _ in numbers(story, corpus) if standing in doubtful]


def part(story: Record, *names: Part) -> str:
    """Give the words of some parts of a story, without mark-up; the whole where it labels none."""
    found = story_parts(story)
    text = text_without_slots(story)
    chosen = [found[name] for name in names if name in found]
    pieces = (
        [text[span.start - story.body.start : span.stop - story.body.start] for span in chosen] if found else [text]
    )
    return plain_words(" ".join(pieces))


def plain_words(text: str) -> str:
    """Give a text as prose on one line: no code marks, emphasis, comments or link targets."""
    return " ".join(spoken_text(text).replace("`", "").replace("**", "").split())


def sources(record: Record) -> Iterator[str]:
    """Yield where a record is kept elsewhere: addresses of pull requests and issues, commits with their repository."""
    commits = [origin.removeprefix("git:")[:9] for origin in record.strings("origins") if origin.startswith("git:")]
    if commits:
        more = f" and {len(commits) - MOST_COMMITS} more" if len(commits) > MOST_COMMITS else ""
        where = f" in {record.string('repo')}" if record.string("repo") else ""
        yield f"commit{'s' * (len(commits) > 1)} {', '.join(commits[:MOST_COMMITS])}{more}{where}"
    for origin in record.strings("origins"):
        forge = _FORGE.fullmatch(origin)
        if forge:
            path = {"github": "issues", "gitlab": "-/issues"}[forge["forge"]]
            yield f"https://{forge['forge']}.com/{forge['path']}/{path}/{forge['number']}"
        elif origin.startswith(("https://", "http://")):
            yield origin


def words_of_others(record: Record, me: frozenset[str] = frozenset()) -> Iterator[tuple[str, str, str]]:
    """Yield what others said about a record: who, as what, and their words."""
    for each in record.mappings("said"):
        by, text = str(each.get("by", "")), str(each.get("text", ""))
        if by and text and by.lower() not in me:
            yield by, str(each.get("role", "")), plain_words(text)


def version(story: Record, name: str) -> str:
    """Give one of a story's shorter forms; empty where it has none."""
    versions = story.fields.get("versions", {})
    value = versions.get(name, "") if isinstance(versions, Mapping) else ""
    return value if isinstance(value, str) else ""


def metrics(story: Record) -> Iterator[str]:
    """Yield a story's metrics in words: "38 minutes to restore, before 310 (April 2026)"."""
    for metric in story.mappings("metrics"):
        value, unit, baseline, period = (str(metric.get(key, "")) for key in ("value", "unit", "baseline", "period"))
        before = f", before {baseline}" if baseline else ""
        when = f" ({period})" if period else ""
        yield f"{value} {unit}".strip() + before + when


def finished(records: Sequence[Record]) -> list[Record]:
    """Give the stories without open questions, newest first; drafts are left out."""
    return by_day(
        [record for record in records if record.kind == "story" and next(open_slots(record.prose), None) is None]
    )


def tellable(story: Record) -> bool:
    """Whether a story can be told: no open question, and more than a line for a résumé."""
    return next(open_slots(story.prose), None) is None and len(words(text_without_slots(story))) >= LEAST_WORDS


def by_day(records: Sequence[Record]) -> list[Record]:
    """Give the records newest first, those without a date last."""
    return sorted(records, key=lambda record: (str(parse_date(record.string("date")) or ""), record.id), reverse=True)
