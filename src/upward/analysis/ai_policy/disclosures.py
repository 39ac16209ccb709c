"""What a commit's message says in prose about AI: disclosures, and denials, read line by line.

A line counts only where it is about the change itself: a field such as "AI usage: …", a heading "AI disclosure" with
text below it, a sentence whose subject is this commit or its author, or a line that is nothing but "Generated with …".
A sentence about a product ("Use Gemini for summaries") is not one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from upward.analysis.ai_policy.disclosure_patterns import (
    ABOUT_CHANGE,
    ALONE,
    ASKED,
    ASSISTS,
    BOX,
    BUG_FOUND,
    BY_HELP,
    DENIAL,
    DENIAL_VALUE,
    EXCEPTED,
    FIRST_PERSON,
    FOLLOWS,
    GOT,
    HEADING,
    HINT,
    IN_BRACKETS,
    KEY,
    LINE,
    LINKED_TO,
    NAMED,
    OF_PEOPLE,
    OF_TRADES,
    OTHER_NOUN,
    PERSON,
    TALK,
    THANKED,
    TOLD,
    TOOL_DID,
    UNKNOWN,
    USED_FOR,
    VIBE,
    WAS_USED,
    WITHOUT_SUBJECT,
    is_open,
    role_of,
)


class Disclosure(NamedTuple):
    """A place in a message that says AI had a part: the tool, the words, and what it did."""

    tool: str
    text: str
    role: str


class Reading(NamedTuple):
    """What a message says in prose: the disclosures, and whether it denies any use of AI."""

    found: tuple[Disclosure, ...]
    denies: bool


def read_disclosures(message: str) -> Reading:
    """Read the body of a message; its first line is the subject and no disclosure."""
    _, _, body = message.partition("\n")
    if not HINT.search(body):
        return Reading((), denies=False)
    lines = _visible(body)
    text = "\n".join(lines)
    found, denies = _fields(lines)
    # No sentence goes over a line's end, and a line without such a word holds none: most lines need not be read again.
    found += [*_sentences("\n".join(line for line in lines if HINT.search(line))), *_exceptions(text)]
    denied = denies or bool(DENIAL.search(text))
    unique = {(each.tool.lower(), each.role): each for each in reversed(found)}
    return Reading(tuple(reversed(unique.values())), denied and not found)


def is_denial(value: str) -> bool:
    """Whether the value of a field about AI says that none was used, without an exception."""
    return bool(DENIAL_VALUE.match(value) or DENIAL.search(value)) and not any(_exceptions(value))


def _exceptions(text: str) -> Iterator[Disclosure]:
    """Yield what a denial leaves out of itself: "No AI was used except for tests, which Copilot wrote"."""
    for match in DENIAL.finditer(text):
        except_for = EXCEPTED.match(text[match.end() - 1 : match.end() + 200])
        if except_for:
            named = NAMED.search(except_for["rest"])
            words = text[match.start() : match.end()] + except_for.group()[1:]
            yield Disclosure(_name(named["tool"]) if named else "AI", words.strip(), role_of(except_for["rest"]))


def visible_text(message: str) -> str:
    """Give the body of a message without quotes, code and comments."""
    return "\n".join(_visible(message.partition("\n")[2]))


def _visible(body: str) -> list[str]:
    """Give the lines that are the author's own: no quotes, code, comments and diffs."""
    kept: list[str] = []
    fence = False
    for line in re.sub(r"<!--.*?(?:-->|\Z)", "", body, flags=re.DOTALL).split("\n"):
        plain = line.strip()
        if plain.startswith(("```", "~~~")):
            fence = not fence
        elif not fence and not plain.startswith(">") and not line.startswith(("    ", "\t", "+", "diff ")):
            kept.append(line[:2000].rstrip("\r"))
    return kept


def _fields(lines: list[str]) -> tuple[list[Disclosure], bool]:
    """Read fields, headings with what stands below them, and ticked answers to a question about AI."""
    found: list[Disclosure] = []
    denies = False
    # Below a heading: 1 until the first text, 2 behind it; a blank line then ends it.
    below = 0
    is_question = False
    for line in lines:
        plain = line.strip()
        box = BOX.match(line)
        key = KEY.match(line)
        value = ""
        if box:
            is_question = is_question or bool(below)
            said = box["text"].strip(" *_")
            about = is_question or re.search(r"(?i)\b(?:ai|llms?|generative)\b", said)
            value = said if box["tick"] != " " and about else ""
        elif key:
            value, below, is_question = key["value"].strip(" *_"), 0, False
        elif HEADING.match(line) and plain:
            below, is_question = 1, False
            continue
        elif ASKED.search(plain):
            is_question = True
            continue
        elif not plain:
            below = below if below == 1 else 0
            continue
        elif plain.startswith("#"):
            below, is_question = 0, False
        elif below:
            value = plain
        if value:
            taken, denied = _value(value, plain)
            found += taken
            denies = denies or denied
            below = 2 if below else 0
    return found, denies


def _name(tool: str) -> str:
    return tool.strip(" .,-")


def _value(value: str, line: str) -> tuple[list[Disclosure], bool]:
    if is_denial(value):
        return [], True
    if is_open(value):
        return [], False
    tools = list(dict.fromkeys(_name(match["tool"]) for match in NAMED.finditer(value)))
    return [Disclosure(tool, line, role_of(value)) for tool in tools or ["AI"]], False


def _sentences(text: str) -> Iterator[Disclosure]:
    for read in (_lines, _without_subject, _about_change, _by_author, _by_tool, _alone):
        for each in read(text):
            if each.tool == "the cursor":
                # With an article it is the one on the screen, or of a database.
                continue
            # "AI assistance" and "coding agent assist" say in their names that they helped.
            yield each._replace(role="helped") if each.role == "wrote" and ASSISTS.search(each.tool) else each


def _lines(text: str) -> Iterator[Disclosure]:
    """Yield lines that are nothing but "Generated with …"; of a bare name that people bear only where it generated."""
    for match in LINE.finditer(text):
        rest = match["rest"]
        alone = match["tool"].lower() in OF_PEOPLE or match["tool"] in OF_TRADES
        begins = match.group().lower().lstrip(" *_🤖").startswith(("generated", "assisted", "co-generated"))
        if (
            not FOLLOWS.match(rest)
            or OTHER_NOUN.match(rest)
            or (alone and (match["means"] or "by").lower() == "by" and not (begins or LINKED_TO.match(rest)))
        ):
            continue
        before = match.group()[: match.start("tool") - match.start()]
        role = "reviewed" if match["reviewed"] else "found" if match["found"] else role_of(before)
        helped = BY_HELP.search(match["means"] or "") or before.lower().lstrip(" *_").startswith("with")
        yield Disclosure(_name(match["tool"]), match.group().strip(), "helped" if helped else role)


def _without_subject(text: str) -> Iterator[Disclosure]:
    """Yield sentences that leave out who did it, and lines that are a footer of an unknown tool or lead to a talk with one."""
    for match in WITHOUT_SUBJECT.finditer(text):
        tool, rest = match["tool"] or match["tool2"], match["rest"] or match["rest2"] or ""
        is_name = tool.lower() in OF_PEOPLE and not LINKED_TO.match(rest)
        if tool in OF_TRADES or OTHER_NOUN.match(rest) or (match["used"] and not USED_FOR.match(rest)):
            continue
        if not match["used"] and ((is_name and not match["helped"]) or not FOLLOWS.match(rest) or PERSON.match(rest)):
            continue
        role = "helped" if match["helped"] else role_of(match.group().replace(tool, "")) if match["used"] else "wrote"
        yield Disclosure(_name(tool), match.group().strip(" .;,"), role)
    for pattern, role in (
        (THANKED, "helped"),
        (TALK, "wrote"),
        (BUG_FOUND, "found"),
        (UNKNOWN, "wrote"),
        (GOT, "wrote"),
        (VIBE, "wrote"),
    ):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            tool = groups["tool"] or groups.get("tool2") or ""
            if tool not in OF_TRADES:
                tool = "AI" if pattern is VIBE else tool
                yield Disclosure(_name(tool), match.group().strip(), role)


def _about_change(text: str) -> Iterator[Disclosure]:
    for match in ABOUT_CHANGE.finditer(text):
        tool = match["tool"] or "AI"
        follows = text[match.end() : match.end() + 30]
        if tool in OF_TRADES or OTHER_NOUN.match(follows) or (tool.lower() == "claude" and PERSON.match(follows)):
            continue
        # "This" alone may be anything: the sentence has to end with the tool, and the tool to be no person.
        by_person = tool.lower() in OF_PEOPLE and re.search(r"(?i)\bby[ ]+\S+$", match.group())
        if match["subject"].lower() == "this" and (
            by_person or not FOLLOWS.match(text[match.end() : match.end() + 200].partition("\n")[0])
        ):
            continue
        role = "helped" if BY_HELP.search(match.group()) else role_of(match["verb"] or match["adjective"] or "")
        yield Disclosure(_name(tool), match.group().strip(), role)


def _by_author(text: str) -> Iterator[Disclosure]:
    for match in FIRST_PERSON.finditer(text):
        tool = match["tool"] or match["tool2"]
        end = match.end("tool") if match["tool"] else match.end()
        asked = (
            re.search(r"(?i)\b(?:had|let|asked|told)\b", text[match.start() : match.start("tool")])
            if match["tool"]
            else None
        )
        if asked or not OTHER_NOUN.match(text[end : end + 30]):
            told = TOLD.match(match["object"] or "") if asked else None
            role = _TOLD_ROLES.get(told["verb"].lower(), "") if told else ""
            yield Disclosure(_name(tool), match.group().strip(), role or role_of(match["object"] or match.group()))


# What a tool does that is told to: the rest is read from the words around it.
_TOLD_ROLES = {
    **dict.fromkeys(("write", "rewrite", "generate", "create", "implement", "draft", "port", "refactor", "translate", "code", "build", "fix", "add", "convert"), "wrote"),
    **dict.fromkeys(("review", "check", "proofread", "audit", "verify"), "reviewed"),
    **dict.fromkeys(("find", "identify", "spot", "locate", "look"), "found"),
    **dict.fromkeys(("help", "assist", "suggest", "explain", "brainstorm", "research"), "helped"),
}  # fmt: skip


def _by_tool(text: str) -> Iterator[Disclosure]:
    for match in WAS_USED.finditer(text):
        yield Disclosure(_name(match["tool"]), match.group().strip(" \n.;-*_"), role_of(match.group()))
    for match in TOOL_DID.finditer(text):
        yield Disclosure(_name(match["tool"]), match.group().strip(" \n.;-*_"), role_of(match["verb"]))


def _alone(text: str) -> Iterator[Disclosure]:
    for match in IN_BRACKETS.finditer(text):
        yield Disclosure(_name(match["tool"]), match.group(), role_of(match["how"]))
    for match in ALONE.finditer(text):
        rest = match["rest"] or ""
        value = rest.strip(" :—–-()")
        if is_denial(value) or is_open(value):
            continue
        named = NAMED.search(rest)
        tool = match["tool"] or (named["tool"] if named else "AI")
        wrote = re.match(r"gen|writ|auth|dev|dri|co", match["how"], re.IGNORECASE)
        yield Disclosure(_name(tool), match.group().strip(), "wrote" if wrote else "helped")
