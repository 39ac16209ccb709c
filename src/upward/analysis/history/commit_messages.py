"""What a commit's message tells: a title, the issues it names and closes, its reasons, the people in its trailers."""

from __future__ import annotations

# ruff: noqa: E501 - patterns and tables
import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

# Whole phrases: to release a lock, to format a date or to merge two lists is work.
CHORE = re.compile(
    r"^(?:chore\b|style[(:]|bump\b|typos?\b|wip\b|\[pre-commit|update (?:dep|req|pre-commit)"
    r"|merge (?:pull|branch|remote|tag|commit|master|main|upstream|\S+/)|merge$"
    r"|(?:back-?)?merge[sd]? (?:v?\d+(?:\.(?:\d+|x))+|(?:release|stable|develop|dev|staging)\b)\S* (?:branch )?(?:back )?(?:in)?to\b"
    r"|releas(?:e|ing):? v?\d|release$|prepare release|version:? (?:v?\d|bump)"
    r"|format(?:ting)?(?: (?:code|files?|with|using|imports|everything)\b|$)"
    r"|lint(?:ing)?(?: (?:code|files?|fix\w*)\b|$))",
    re.IGNORECASE,
)
REVERT = re.compile(r"(?i)^(?:revert|reapply|reland)\b")
# Types of change: of conventional commits, and the capitals that NumPy, SciPy and pandas document for theirs.
_TYPE = re.compile(
    r"^(?:(?:feat|feature|fix|perf|docs?|refactor|tests?|build|ci|chore|style)(?:\([^)]*\))?!?:\s*"
    r"|(?:(?:API|BENCH|BLD|BUG|CI|CLN|DEP|DEPR|DEV|DOC|ENH|FIX|MAINT|MNT|MRG|PERF|REF|REGR|REL|STY|TST|TYP|TYPING|WIP)\b[,/&+ ]*)+:\s*)"
)
# Gitmoji: a picture, or its name between colons, for the type of change.
_PICTURE = re.compile(r"^(?:[\u2190-\u2bff\ufe0f\u200d\U0001f000-\U0001faff]+\s*|:[a-z_]{2,40}:\s+)+")
_TAGS = re.compile(r"^(?:\[[^\]]{1,60}\]\s*|\((?:feat|fix|docs?|refactor|tests?|chore|perf|build|ci|style)\)\s+)+")
_NUMBERED = re.compile(
    r"(?i)^(?:(?:fix(?:e[sd])?|clos(?:e[sd]?|ing)|refs?|resolve[sd]?|bpo-|gh-|#)[ :]*#?\d+(?:(?:,| and) #?\d+)*)"
    r"(?:\s*(?:--|[:,-])\s*|\s+)(?=\S{2})"
)
_ENDING = re.compile(
    r"(?i)\s*\((?:#|GH-|!)\d+(?:,? (?:#|GH-)\d+)*\)$|[,;.:]?\s*\(?\b(?:closes?|fix(?:es)?|resolves?|refs?|see):? (?:issue )?(?:#|GH-)\d+\)?$"
    r"|(?:[,;.:]|(?<!\bof)(?<!\bfor)(?<!\bin)(?<!\bto)(?<!\bfrom)(?<!\bwith)(?<!\band)(?<!\bby)(?<!\bon)(?<!issue)(?<!bug))\s+(?:#|GH-)\d+$|\s*\(\s*\)$|\.$"
)
_DIGIT = re.compile(r"\d")
_IN_CODE = re.compile(r"[\d_.:/(`]")
_CUT_OFF = re.compile(r"(?i)\b(?:to|of|for|in|from|with|and|by|on|the|a|an)$")
_SQUASHED = re.compile(r"\((?:#|GH-|!)(?P<number>\d{1,7})\)\s*$")
_BACKPORT = re.compile(
    r"(?i)^(?:\[(?:PR #?\d+[^\]]*backport|backport[^\]]*|v?\d+[\d.x]*|stable[^\]]*|release[^\]]*|[\w.-]+ backport)\]\s*)+"
    r"|^(?:(?:manual )?backport|cherry-?pick) (?:of )?(?:pr )?#?\d*:?\s*|^Merge pull request #\d+ from \S*backport\S*\s*"
)
# What any backport says somewhere.
_REPEATS = ("ackport", "herry")
_PICKED = re.compile(r"\(cherry[- ]picked from (?:commit |#)\S+\)")
_CLOSES = re.compile(
    r"(?i)\b(?:clos(?:e[sd]?|ing)|fix(?:e[sd])?|resolv(?:e[sd]?|ing)|part of|towards)[ :]+(?:issue |bug |gh )?(?P<elsewhere>\w[\w.-]*/[\w.-]+)?(?:#|GH-)(?P<number>\d{1,7})\b"
)
_KEY = re.compile(r"\b[A-Z][A-Z0-9]{1,9}-\d{1,6}\b")
_FEWEST_WORDS = 2


@lru_cache(maxsize=16384)
def cleaned(subject: str) -> str:
    """Give a commit's subject as a title: without type, tag, number and full stop, with a capital.

    What is left is never a fragment: a prefix stays where fewer than two words follow it, the area a change is about
    (`http2: …`) always stays, and what a revert quotes is never told as if it had been done.
    """
    # Marks that turn the direction of writing, and control characters, are no readable text.
    plain = subject if subject.isprintable() else "".join(each if each.isprintable() else " " for each in subject)
    # A list's first item is a title, too.
    whole = " ".join(plain.split()).removeprefix("* ").removeprefix("- ")
    if REVERT.match(whole):
        return _capital(_without_numbers(whole))
    title = _without_numbers(whole)
    for prefix in _prefixes(title):
        rest = prefix.sub("", title, count=1)
        if len(rest.split()) >= _FEWEST_WORDS:
            title = rest
    return _capital(title or whole) if whole else ""


def _prefixes(title: str) -> Iterator[re.Pattern[str]]:
    """Yield the patterns that may fit: most titles have none of what each of them begins with."""
    if not title[:1].isalnum():
        yield from (_PICTURE, _TAGS)
    if ":" in title:
        yield _TYPE
    if _DIGIT.search(title):
        yield from (_NUMBERED, _TYPE)


@lru_cache(maxsize=16384)
def _without_numbers(title: str) -> str:
    # All that the pattern takes away has one of these in it.
    for _ in range(3 if "#" in title or "GH-" in title or "(!" in title or title[-1:] in {".", ")"} else 0):
        shorter = _ENDING.sub("", title)
        # "…to fix #12" without its end would be a fragment.
        if shorter == title or not shorter.strip() or _CUT_OFF.search(shorter):
            break
        title = shorter
    if title.endswith('"') or title.count('"') % 2 == 0:
        return re.sub(r"\s*\(#\d+\)(?=\")", "", title)
    return title + '"'


def _capital(title: str) -> str:
    first = title.partition(" ")[0]
    return title if _IN_CODE.search(first) else title[:1].upper() + title[1:]


def squash_number(subject: str) -> str:
    """Give the pull request that a squashed commit names at the end of its subject, as `#12`; empty for none."""
    match = _SQUASHED.search(subject)
    return f"#{match['number']}" if match else ""


def original_subject(message: str) -> str:
    """Give the subject of the change that a message is a backport of; empty where it is none."""
    if message[:1] != "[" and not any(word in message for word in _REPEATS):
        return ""
    subject = " ".join(message.partition("\n")[0].split())
    bare = _BACKPORT.sub("", subject)
    if bare == subject and not _PICKED.search(message):
        return ""
    return plain_subject(bare)


def plain_subject(subject: str) -> str:
    """Give a subject as a backport repeats it: without numbers, in lower case."""
    return _without_numbers(" ".join(subject.split())).lower()


def references(message: str) -> tuple[str, ...]:
    """Give the issues and pull requests that a message names, in order, each once."""
    found = [f"#{number}" for number in re.findall(r"(?<![\w&])(?:#|GH-)(\d{1,7})\b", message)]
    found += [key for key in _KEY.findall(message) if key.split("-")[0] not in _NO_TRACKER]
    return tuple(dict.fromkeys(found))


def subject_matter(message: str) -> frozenset[str]:
    """Give the issues that a message says it is about: named with a closing word, or by key in the subject."""
    if "#" not in message and "-" not in message:
        return frozenset()
    subject = message.partition("\n")[0]
    found = {f"{match['elsewhere'] or ''}#{match['number']}" for match in _CLOSES.finditer(message)}
    return frozenset(found | {key for key in _KEY.findall(subject) if key.split("-")[0] not in _NO_TRACKER})


# They look like a tracker's keys and are the names of standards.
_NO_TRACKER = frozenset("AES BASE BSD CC CP CVE EN GH GHSA GMT GPL HTTP IPV ISO MD PEP RFC SHA TLS UTC UTF X".split())
_TRAILER_LINE = re.compile(
    r"^[ \t]*[A-Za-z][A-Za-z-]*-(?:by|from|to|in|cc|with)?:\s|^(?:Bug|Change-Id|Cc|Link|Fixes|Closes|Refs?|Ticket|Author|Reviewer)s?:\s|^(?:fix(?:e[sd])?|clos(?:e[sd])?|resolve[sd]?|refs?|see)[: ]+(?:#|GH-)\d+\.?$",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"<!--.*?-->|^(?:\* ?)?Co-authored-by:.*$|^-{3,}$|^\s*for more information, see https://pre-commit\.ci.*$|^#+ ?(?:checklist|description).*$",
    re.DOTALL | re.MULTILINE | re.IGNORECASE,
)


def is_trailer(line: str) -> bool:
    """Whether a line of a message is a trailer such as `Reviewed-by: …`, and no sentence."""
    return bool(_TRAILER_LINE.match(line))


# A title is in the first two, and what a forge cut off it in the third.
_TITLE_LINES = 4


def title_lines(message: str) -> list[str]:
    """Give the first lines of a message with something in them, without trailers; a subject cut in two is whole."""
    kept = message.partition("\n--HG--")[0].removeprefix("--HG--")
    own_lines = (line.strip() for line in kept.split("\n") if line.strip() and not is_trailer(line))
    lines = list(itertools.islice(own_lines, _TITLE_LINES))
    for place in (0, 1):
        cut = lines[place : place + 2]
        if len(cut) > 1 and cut[0].endswith(("…", "...")) and cut[1].startswith(("…", "...")):
            lines[place : place + 2] = [cut[0].rstrip("….") + cut[1].lstrip("….")]
            break
    return lines


_ITEM = re.compile(r"\s*[*-] ")
# What `git merge --squash` writes: the log of what was squashed, each message indented below its hash.
_SQUASH_LOG = re.compile(r"(?m)^(?:Squashed commit of the following:|commit [0-9a-f]{40})$")


def own_words(message: str) -> str:
    """Give a message without the log of what was squashed into it: what stands there is said of other commits."""
    return (
        _SQUASH_LOG.split(message, maxsplit=1)[0] if "quashed commit" in message or "\ncommit " in message else message
    )


_SQUASHED_ITEM = re.compile(r"\* \S")
# So many commits at least were squashed by a forge, which lists them so, an empty line before each.
_FEWEST_ITEMS = 2


def _is_squash(body: str) -> bool:
    return f"\n{body}".count("\n\n* ") >= _FEWEST_ITEMS


def description(message: str, most: int = 1200) -> str:
    """Give what a message says below its title: the reasons, without trailers, lists of squashed commits and comments."""
    body = _NOISE.sub("", message.partition("\n")[2])
    kept = [line.rstrip() for line in body.split("\n") if not is_trailer(line)]
    # Below an item of a squash stands what is said of it alone.
    whole = list(itertools.takewhile(lambda line: not _SQUASHED_ITEM.match(line), kept)) if _is_squash(body) else kept
    prose = [line for line in whole if not _ITEM.match(line)]
    chosen = prose if sum(len(line.split()) for line in prose) >= 8 else kept  # noqa: PLR2004 - fewer words say no why
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(chosen)).strip()
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"


def whole_sentences(text: str, most: int = 240) -> str:
    """Give the sentences that fit into so many characters; of one that is longer, its words."""
    if len(text) <= most:
        return text
    end = max(text.rfind(mark, 0, most) for mark in (". ", "! ", "? "))
    return text[: end + 1] if end > most / 4 else text[:most].rsplit(" ", 1)[0] + " …"


def in_context(message: str, line: str) -> str:
    """Give a line of a message from where its sentence begins to the end of its paragraph; the subject stands alone."""
    subject, _, body = message.partition("\n")
    paragraph = next((each for each in body.split("\n\n") if line in each), "")
    if line == subject or not paragraph:
        return " ".join(line.split())
    before, _, after = paragraph.partition(line)
    start = max(before.rfind(mark) for mark in (". ", ".\n", ":\n"))
    rest = itertools.takewhile(lambda each: not is_trailer(each) and not _ITEM.match(each), after.split("\n"))
    return " ".join(f"{before[start + 1 :]}{line} {' '.join(rest)}".split())


def people_of(message: str) -> Iterator[tuple[str, str, str]]:
    """Give part, name and email from trailer lines, wherever they stand in a message.

    Lines that name people without an address, such as `Reviewer: ada, bo`, give an empty email.
    """
    for match in _TRAILER.finditer(message):
        yield _PARTS[match["key"].lower()], match["name"].strip(), match["email"].strip()
    for match in _SPOKEN.finditer(message):
        part = (
            "co-author" if match["part"].lower()[0] in "acp" else "tester" if match["part"][0] in "tT" else "reviewer"
        )
        for name in _BETWEEN.split(match["names"]):
            plain = name.strip().strip(".").removeprefix("@")
            if _NAME.fullmatch(plain) and plain.lower() not in _NO_ONE:
                yield part, plain, ""


# A key that names a part, and names behind it; none is an address, which a trailer has.
_SPOKEN = re.compile(
    r"^[ \t]*(?P<part>(?:co-?)?authors?|pair(?:ed)? with|reviewers?|reviewed[ -]by|approvers?|approved[ -]by|testers?|tested[ -]by):[ \t]*(?P<names>[^<>@\n]{2,120}|@[^<>\n]{2,120})$",
    re.IGNORECASE | re.MULTILINE,
)
_BETWEEN = re.compile(r",|;|&|\band\b")
_NAME = re.compile(r"[^\W\d][\w.'’-]*(?: [^\W\d][\w.'’-]*){0,3}")
_NO_ONE = frozenset({"none", "nobody", "n/a", "me", "myself", "self", "tbd", "everyone", "all"})  # language: quoted
_PARTS = {
    "co-authored-by": "co-author",
    "co-developed-by": "co-author",
    "reviewed-by": "reviewer",
    "tested-by": "tester",
    "signed-off-by": "signer",
    "acked-by": "reviewer",
    "approved-by": "reviewer",
}
_TRAILER = re.compile(
    rf"^[ \t]*(?P<key>{'|'.join(_PARTS)}):[ \t]*(?P<name>[^<\n]{{0,200}})<(?P<email>[^>\n]{{0,200}})>",
    re.IGNORECASE | re.MULTILINE,
)
