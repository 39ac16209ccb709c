"""The comment on the pull request: Markdown with a hidden mark, by which it is found and updated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from upward.analysis.pull_requests.relevance import Touched
from upward.jobs.pr._parts import Parts
from upward.model.page import Block, Callout, Heading, Items, Page, Prose, Tone
from upward.text.words import count_noun

MARK = "<!-- upward:pr -->"
MOST_ROWS = 15
# GitHub takes 65,536 characters, GitLab a million.
MOST_CHARACTERS = 60_000


def comment(parts: Parts, revisions: str) -> str:
    """Give the comment; text of others is kept from being mark-up, and from mentioning people by @."""
    lines = [MARK, f"## upward: {revisions}", "", _verdict(parts), ""]
    for title, said in sections(parts):
        lines += [f"### {title}", ""]
        lines += [f"- {_inert(each)}" for each in said[:MOST_ROWS]]
        lines += [f"- and {len(said) - MOST_ROWS} more"] if len(said) > MOST_ROWS else []
        lines.append("")
    lines.append("No findings does not mean production-ready.")
    lines.append("A commit without an AI trailer may still contain AI-generated code.")
    return ("\n".join(lines))[:MOST_CHARACTERS] + "\n"


def page(parts: Parts, revisions: str, tone: Tone) -> Page:
    """Give the same as a page."""
    blocks: list[Block] = [Callout(_verdict(parts), tone)]
    for title, said in sections(parts):
        blocks += [Heading(title), Items(tuple(said[:MOST_ROWS]))]
        if len(said) > MOST_ROWS:
            blocks.append(Prose(f"{len(said) - MOST_ROWS} more are in --format json."))
    return Page(f"Pull request {revisions}", tuple(blocks))


def _verdict(parts: Parts) -> str:
    count = Counter(row["verdict"] for row in parts.policy)
    policy = (
        ", ".join(f"{count[each]} {each}" for each in ("pass", "fail", "undeclared") if count[each]) or "not checked"
    )
    review = f"{count_noun(len(parts.review), 'review finding')} on changed lines"
    if parts.incomplete:
        review += " (the review is not complete)"
    return (
        f"{count_noun(len(parts.commits), 'commit')}, {count_noun(len(parts.paths), 'file')}. AI "
        f"policy: {policy}. {review}, "
        f"{count_noun(len(parts.standards), 'violation')} of standards."
    )


def sections(parts: Parts) -> Iterator[tuple[str, Sequence[str]]]:
    """Yield the headings that have something below them, most pressing first."""
    failing = [row for row in parts.policy if row["verdict"] == "fail"]
    titled = (
        ("The AI policy itself", parts.policy_notes),
        ("Against the AI policy", [f"{row['oid'][:10]}: {'; '.join(row['because'])}" for row in failing]),
        (
            "Against a standard",
            [f"{each.place}: {held.title} ({each.because})" for held, each in parts.standards],
        ),
        ("The review is not complete", parts.incomplete),
        ("Review findings", [_finding(row) for row in sorted(parts.review, key=_rank)]),
        ("Absent", parts.absent),
        ("Decisions that name what is changed", [_touched(each, each.record.path) for each in parts.decisions]),
        ("Open concerns here", [_touched(each, each.record.id) for each in parts.concerns]),
        ("Questions for the reviewer", [f"{row['question']} ({row['path']}:{row['row']})" for row in parts.questions]),
        ("Notes on commits", list(_notes(parts))),
        ("Not checked", parts.not_checked),
    )
    yield from ((title, said) for title, said in titled if said)


def _touched(each: Touched, where: str) -> str:
    return f"{each.record.title} ({where}): {each.because}"


def _finding(row: Mapping[str, Any]) -> str:
    return f"{row['path']}:{row['row']}: {row['severity']}: {row['message']} [{row['check']}]"


def _rank(row: Mapping[str, Any]) -> int:
    """Order findings by severity, errors first."""
    return ("error", "warning", "note").index(row["severity"])


def _notes(parts: Parts) -> Iterator[str]:
    if parts.noted:
        yield f"{parts.noted} of {count_noun(len(parts.commits), 'commit')} have notes about AI use."
    for each in parts.replaced:
        place = f"{each.new[:10]} ({each.title})"
        if each.is_lost:
            command = f"git notes --ref={each.ref.removeprefix('refs/notes/')} copy {each.old[:10]} {each.new[:10]}"
            yield f"The note on {each.old[:10]} was lost when {place} replaced that commit: {command}"
        else:
            yield f"The note on {each.old[:10]} was kept: {place} replaced it and has one."


def _inert(text: str) -> str:
    """Keep text of others from being mark-up of the forge, or a mention."""
    plain = " ".join(text.split())
    for character in "\\`*_[]<>|#":
        plain = plain.replace(
            character, f"\\{character}" if character not in "<>" else {"<": "&lt;", ">": "&gt;"}[character]
        )
    return plain.replace("@", "@\u200b")[:1000]
