"""Numbers with their standing and records, and the parts of a story that exports show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from upward.analysis.narrative.claims import ClaimStanding, claims_of
from upward.analysis.narrative.outcome import measured_sentences
from upward.analysis.narrative.story_text import parse_story
from upward.model.corpus import Corpus, MemoryCorpus
from upward.model.page import Block, Heading, Table
from upward.model.record import Record
from upward.text.dates import parse_date
from upward.text.spoken_text import spoken_text
from upward.text.story_parts import Part, story_parts
from upward.text.template_slots import open_slots, text_without_slots
from upward.text.words import count_noun, parse_number, sentences, stem, words

Row = tuple[str, str, str]
# So many commits of a record are named.
MOST_COMMITS = 3
# A story of fewer words is a note or a line for a résumé: half a minute aloud.
LEAST_WORDS = 60
# An amount of more words says what it measures: "minutes to restore".
AMOUNT_WORDS = 3
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
    """Give the words of some parts of a story, without mark-up; empty where it labels none of them."""
    found = story_parts(story)
    text = text_without_slots(story)
    chosen = [found[name] for name in names if name in found]
    return paragraphs(
        "\n\n".join(text[span.start - story.body.start : span.stop - story.body.start] for span in chosen)
    )


def told(story: Record) -> list[tuple[str, str]]:
    """Give the parts of a story with their names; a story that labels none is one text without a name, once."""
    if not story_parts(story):
        whole = paragraphs(text_without_slots(story))
        return [("", whole)] if whole else []
    return [(each.value.title(), text) for each in Part if (text := part(story, each))]


def result_line(story: Record) -> str:
    """Give the sentence of a story that tells its result, or its line for a résumé; empty where neither is found.

    It is the first of the Result with a number that is a claim, else the first of the Result; where no Result is
    labelled, the first with a measured result.
    """
    own = version(story, "resume")
    if own:
        return plain_words(own)
    parsed = parse_story(story)
    results = [span for whole in parsed.within(Part.RESULT) for span in sentences(parsed.text, whole)]
    results = [span for span in results if parsed.text_of(span).strip()] if results else measured_sentences(parsed)
    numbers = [each for each in claims_of(parsed, MemoryCorpus(())) if each.kind == "number"]
    with_number = [span for span in results if any(span.start <= each.span.start < span.stop for each in numbers)]
    best = next(iter(with_number or results), None)
    return plain_words(parsed.text_of(best)) if best is not None else ""


def plain_words(text: str) -> str:
    """Give a text as prose on one line: no code marks, emphasis, comments or link targets."""
    return " ".join(spoken_text(text).split())


def paragraphs(text: str) -> str:
    """Give a text as prose, a paragraph or list item a line with an empty line between them."""
    return "\n\n".join(" ".join(each.split()) for each in spoken_text(text).split("\n\n") if each.strip())


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
        value, unit, baseline, period = (str(metric.get(key) or "") for key in ("value", "unit", "baseline", "period"))
        # A baseline of 0 says only that it is new.
        before = f", before {baseline}" if baseline.strip(" 0.,%") else ""
        when = f" ({period})" if period else ""
        yield _named(metric, f"{value} {unit}".strip()) + before + when


def _named(metric: Mapping[str, Any], amount: str) -> str:
    """Give an amount with what it measures in front, where its unit does not say it: "checkout p95: 380 ms"."""
    name = re.sub(r"[-_]+", " ", str(metric.get("id") or ""))
    says_it = len(amount.split()) > AMOUNT_WORDS or not name or stem(words(name)[0]) in map(stem, words(amount))
    return amount if says_it else f"{name}: {amount}"


def measures(record: Record) -> Iterator[str]:
    """Yield what was measured in words, the size of its commits as one: "3 commits, 120 lines in 4 files"."""
    size: dict[str, str] = {}
    for measure in record.mappings("measures"):
        name, value = str(measure.get("id", "")), str(measure.get("value", ""))
        if str(measure.get("method", "")).startswith("git "):
            size[name] = value
            continue
        before = f" (was {measure['baseline']})" if measure.get("baseline") else ""
        yield f"{value} {measure.get('unit', '')}".strip() + before
    if size.get("lines", "0") != "0":
        yield _size(size)


def _size(size: Mapping[str, str]) -> str:
    counts = {name: parse_number(size.get(name, "")) for name in ("commits", "lines", "files")}
    said = [count_noun(int(each), name[:-1]) for name, each in counts.items() if each and name != "files"]
    files = f" in {count_noun(int(counts['files']), 'file')}" if counts["files"] else ""
    share = size.get("share", "")
    mine = f", {share}% of the lines yours" if share and share != "100" else ""
    return ", ".join(said) + files + mine


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
