"""Templates: Jinja2 with everything escaped, and the few words and drawings that all screens share."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from upward.faces.web import charts, prose
from upward.faces.web.series_chart import series
from upward.faces.web.static_files import stamp
from upward.model.kind import Kind
from upward.model.page import Page, visible
from upward.model.record import Record
from upward.render import html
from upward.text.template_slots import open_slots
from upward.text.words import count_noun

_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def environment() -> Environment:
    """Give the templates."""
    made = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        finalize=_shown,
    )
    made.filters.update(
        day=day,
        ago=ago,
        blocks=blocks,
        prose=prose.rendered,
        href=href,
        quoted=quoted,
        count_noun=_counted,
        words=words,
        inline_code=inline_code,
        sentence=sentence,
        git_day=git_day,
        verbatim=verbatim,
        commit=commit,
        new_record=new_record,
        open_questions=open_questions,
    )
    made.globals.update(static=stamp, charts=charts, series_chart=series)
    return made


def _shown(value: Any) -> Any:
    """Show a text without the control characters and undecodable bytes that files may hold."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _counted(number: int, noun: str, plural: str = "") -> str:
    return count_noun(number, noun, plural)


def day(value: Any) -> str:
    """Give the day of a date as ISO 8601; empty where it is none."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    found = _DAY.match(str(value or ""))
    return found.group() if found else ""


def ago(value: Any, today: date) -> Markup:
    """Give a day as "3 days ago" with the date on hover; nothing where it is none."""
    try:
        when = date.fromisoformat(day(value))
    except ValueError:
        return Markup("")
    days = (today - when).days
    return Markup('<time datetime="{0}" title="{0}">{1}</time>').format(when.isoformat(), _distance(days, when))


def _distance(days: int, when: date) -> str:
    if days == 0:
        return "today"
    if days < 0:
        return "tomorrow" if days == -1 else f"in {-days} days"
    if days == 1:
        return "yesterday"
    month = 30
    return f"{days} days ago" if days <= month else when.isoformat()


def blocks(page: Page) -> Markup:
    """Draw the blocks of a job's page."""
    return Markup(html.fragment(page))  # noqa: S704 - the renderer escapes every text


def href(record: Record | Mapping[str, Any] | str) -> str:
    """Give the address of a record."""
    path = record.path if isinstance(record, Record) else record if isinstance(record, str) else str(record["path"])
    below = "story" if path.startswith("stories/") else "record"
    return f"/{below}/{quoted(path)}"


def quoted(path: str) -> str:
    """Give a path as a part of an address."""
    return quote(path.encode("utf-8", "surrogateescape"))


def words(ident: str) -> str:
    """Give an identifier as words: `deliver-results` as "deliver results"."""
    return str(ident).replace("-", " ").replace("_", " ")


def inline_code(text: str) -> Markup:
    """Give a sentence in which what stands in backquotes is a command or a file."""
    return Markup(re.sub(r"`([^`\n]{1,200})`", r"<code>\1</code>", str(Markup.escape(visible(str(text))))))  # noqa: S704 - escaped first


def sentence(text: object) -> str:
    """Give what an error says as a sentence: a page puts its clauses one below the other."""
    said = visible(str(text)).strip()
    if not said:
        return ""
    # A name, a path or a command keeps its first letter.
    word = said.split(maxsplit=1)[0]
    said = said[0].upper() + said[1:] if word.isalpha() else said
    return said if said.endswith((".", "!", "?", ":")) else f"{said}."


def verbatim(text: str) -> Markup:
    """Give a text to be edited: every character as it is, but bytes that are not UTF-8, which no page can hold."""
    return Markup("{}").format(_SURROGATE.sub("\ufffd", text))


def commit(record: Record, origin: str) -> str:
    """Give the line of a record that tells of an origin such as `git:9f2c...`; the origin where none does."""
    short = origin.partition(":")[2][:9]
    lines = (line.lstrip("- ").strip() for line in record.prose.splitlines())
    return next((line for line in lines if short and f"({short})" in line), origin[:24])


def new_record(kind: Kind) -> str:
    """Give what a new record of a kind is called: "concern", and "radar record" where the name is no thing to count."""
    return kind.name if kind.folder != kind.name or kind.name == "evidence" else f"{kind.name} record"


def open_questions(record: Record) -> int:
    """Count the questions that a story's draft leaves open."""
    return sum(1 for _ in open_slots(record.text)) if record.kind == "story" else 0


def git_day(when: bytes) -> str:
    """Give the day of a moment as git prints it: seconds and an offset."""
    seconds = when.split()[0] if when.split() else b""
    return datetime.fromtimestamp(int(seconds), UTC).date().isoformat() if seconds.isdigit() else ""
