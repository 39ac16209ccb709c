"""Forms of files that are known and not read: named, with what to do instead, and never taken for notes."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from upward.text.data_file import parse_json


class UnreadForm(NamedTuple):
    """What a file is, and what to do with it."""

    what: str
    next_step: str


_TEXT = "save it as text or Markdown"
_BY_ENDING = {
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pages"), UnreadForm("a document of a word processor", _TEXT)),
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), UnreadForm("a spreadsheet", "save it as CSV")),
    **dict.fromkeys((".pdf", ".html", ".htm"), UnreadForm("a page laid out for readers", _TEXT)),
    **dict.fromkeys((".zip", ".gz", ".tgz", ".7z"), UnreadForm("an archive", "unpack it and name its files")),
}
_HEADER = r"(?:[\w-]+:[^\n]*|[ \t]+[^\n]*)\r?\n"
_MAILBOX = re.compile(
    rf"\AFrom \S+ .*\d{{4}}\r?\n[\w-]+:|\A(?:{_HEADER}){{0,60}}?(?i:message-id|received|delivered-to|mime-version):"
)
_MAIL = UnreadForm("a mailbox", "copy what you did from it into a text file")
_SLACK = UnreadForm("a Slack export", "copy what you did from it into a text file")
_TRELLO = UnreadForm("a Trello board", "export it as CSV")
_GITHUB = UnreadForm(
    "a list of GitHub's issues or pull requests", "run `upward mine github:OWNER/NAME`, which reads them"
)
_GITHUB_ADDRESSES = ("https://github.com/", "https://api.github.com/")
# Of a list of that many entries the others are like the first ones.
LOOKED_AT = 20


def unread_ending(path: str) -> UnreadForm | None:
    """Give the form of a file by its ending; None where it may be read."""
    name = path.lower().rpartition("/")[2]
    return next((form for ending, form in _BY_ENDING.items() if name.endswith(ending)), None)


def unread_content(path: str, text: str) -> UnreadForm | None:
    """Give the form of a file by its content; None where it may be read."""
    if _MAILBOX.match(text):
        return _MAIL
    if not path.lower().endswith(".json") or not text.lstrip("\ufeff \n\r\t").startswith(("[", "{")):
        return None
    data, _ = parse_json(text)
    return _of_data(data)


def _of_data(data: Any) -> UnreadForm | None:
    if isinstance(data, dict):
        return _TRELLO if isinstance(data.get("cards"), list) and isinstance(data.get("lists"), list) else None
    rows = [each for each in data[:LOOKED_AT] if isinstance(each, dict)] if isinstance(data, list) else []
    if rows and all(each.get("type") == "message" and "ts" in each for each in rows):
        return _SLACK
    addresses = [str(each.get("html_url") or each.get("url") or "") for each in rows]
    is_list = all("number" in each and "title" in each for each in rows)
    return _GITHUB if rows and is_list and all(each.startswith(_GITHUB_ADDRESSES) for each in addresses) else None
