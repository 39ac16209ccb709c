"""Marks of AI in a commit: trailers, identities, footers, notes and traces. A person's name is never one.

Of a tool's name alone nothing follows: there are people called Claude and Devin. What counts is an address
that belongs to a tool, a trailer made for tools, or a line that a tool is known to leave.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from upward.analysis.identities.ai_tools import tool_named, tool_of

# Names of tools, for values of trailers that are made for tools; only there is a name enough.
_TOOLS = re.compile(
    r"(?i)(?<![\w/.-])(claude(?:[ -]?(?:code|opus|sonnet|haiku))?|(?:github[ -])?copilot|chat[ -]?gpt|gpt-?[345o][\w.-]*|openai[ -]?codex|codex|gemini|"
    r"cursor|aider|windsurf|devin(?: ai)?|jules|amp(?:code)?|opencode|cline|roo code|continue\.dev|tabnine|codeium|llama[\w.-]*|mistral|"
    r"deepseek[\w.-]*|qwen[\w.-]*|grok[\w.-]*|o[134](?:-mini)?|amazon q|codewhisperer|jetbrains ai|junie|kiro|goose|zed ai|"
    r"llm|large language model|ai(?: (?:assistant|tool|model))?|kimi[\w.-]*|openhands|warp|perplexity|zed|antigravity|glm[\w.-]*|minimax[\w.-]*"
    r"|codestral|lovable|letta(?: code)?|crush|ruflo|kilo code|mistral vibe|factory droid|augment code)\b"
)
# Words of other trades, too: there a tool is all that is said, or its version, model or kind comes next.
_WORDS = re.compile(
    r"(?i)^(?:goose|amp|warp|cursor|zed|crush)\b(?!\s*$|\s*[:(,@/+-]|\s+v?\d|\s+(?:agent|ai|cli|ide|composer|with|and|using|claude|gpt|gemini|opus|sonnet)\b)"
)
# A person's whole name, of which a tool's is a part.
_PERSON = re.compile(
    r"^(?:Claude|Devin|Jules)[ -](?!(?:Code|Opus|Sonnet|Haiku|Fable|Instant|AI|Agent|CLI|API|Desktop|Pro|Max|Bot|Assistant|Chat|Web)\b)"
    r"[A-Z][\w'.-]+(?: [A-Z][\w'.-]+)*$|^(?!(?:Anthropic|Google|Cognition|Cursor|Copilot|Windsurf|Zed)\b)[A-Z][\w'.-]+ (?:Claude|Devin|Jules)$"
)
_KEYS = (
    "assisted-by", "ai-assisted-by", "co-authored-by", "co-developed-by", "generated-by", "ai-generated-by", "made-with",
    "made-by", "ai-used-for", "ai-tool", "ai-model", "ai-assistant", "ai-contribution", "ai-assisted", "ai-generated", "ai-agent", "ai-co-authored-by", "llm-model", "llm-tool",
    "llm-assisted", "reviewed-by", "acked-by", "tested-by", "signed-off-by",
    "approved-by", "ai-approved-by", "generated-with", "tool-assisted-by", "vibe-coded-by", "authored-by-ai", "ai-authored-by",
    "ai-coauthor", "ai-co-author", "ai-tools", "ai-usage", "llm", "drafted-by", "helped-by", "implemented-by", "written-by",
    "replit-commit-author", "agent-logs-url",
)  # fmt: skip
# Trailers that say of themselves that they are about AI: any value but a denial counts.
_ABOUT_AI = {
    "ai-assisted-by",
    "ai-generated-by",
    "ai-used-for",
    "ai-tool",
    "ai-model",
    "ai-assistant",
    "ai-contribution",
    "ai-assisted",
    "ai-generated",
    "ai-agent",
    "ai-co-authored-by",
    "llm-model",
    "llm-tool",
    "llm-assisted",
    "authored-by-ai",
    "ai-authored-by",
    "ai-coauthor",
    "ai-co-author",
    "ai-tools",
    "ai-usage",
    "llm",
}
_FOR_TOOLS = {
    "assisted-by",
    "generated-by",
    "made-with",
    "made-by",
    "generated-with",
    "tool-assisted-by",
    "vibe-coded-by",
}
# Where people stand, too: there only a name that nobody bears is a tool's.
_FOR_ALL = {"drafted-by", "helped-by", "implemented-by", "written-by"}
# What one house writes under what its agents did, and never under a person's work.
_OF_HOUSES = {
    "replit-commit-author": (re.compile(r"(?i)^(?:agent|assistant)$"), "Replit"),
    "agent-logs-url": (re.compile(r"(?i)^https://github\.com/"), "Copilot"),
}
_BY_ADDRESS = {"co-authored-by", "co-developed-by"}
_TRAILER = re.compile(r"^[ \t]*(?P<key>[A-Za-z][A-Za-z0-9-]*)[ \t]*:[ \t]*(?P<value>\S.*?)[ \t\r]*$", re.MULTILINE)
_SESSION = re.compile(
    r"(?i)^(?P<tool>claude|claude-code|amp|codex|cursor|copilot|gemini|opencode|devin|jules|aider|kiro|entire)"
    r"-(?:session|thread|conversation|chat|run|task|checkpoint)(?:-(?:id|url))?$"
)
_PRODUCT = (
    r"claude(?: code)?|cursor|amp|opencode|(?:openai )?codex(?: cli)?|gemini(?: cli| code assist)?|aider|(?:github )?copilot(?: agent)?"
    r"|chatgpt|devin(?: ai)?|jules|crush|kiro|windsurf|warp|continue|cline|roo code|kilo code|goose|junie|lovable|replit agent"
    r"|(?:factory )?droid|augment(?: code)?|openhands|qoder|amazon q|letta code|qwen code|mistral vibe|kimi (?:code|cli|k\d[\w.]*)"
    r"|ruflo|claude[ -]flow|sisyphus|happy(?=\][ \t]*\(https://happy)|nanocoder"
)
# A line of its own, with nothing but signs before it, and behind the tool no noun of a program's own. A person called
# Claude or Jules writes and makes things, too; nobody is made with a person.
_FOOTER = re.compile(
    r"(?im)^[^\w\n<>|/`\"'(]{0,8}(?:(?:co-?)?generated[ \t]+(?:with|by|using|via)|pr created automatically[ \t]+by"
    r"|(?:created|made|written|built|authored|implemented|developed|ultraworked)[ \t]+(?:with(?:[ \t]+(?:the[ \t]+)?(?:help|assistance)[ \t]+of)?"
    r"|using|via|by(?=[ \t]+\[))"
    r"|via(?=[ \t]+\[))"
    rf"[ \t]+\[?(?P<tool>{_PRODUCT})(?=\]|[ \t]*\(|[ \t*_.!)]*$|[ \t]+(?:https?:|for task|(?:using|with|via)\b))"
)
# A sentence about the change itself, and a tool whose name is no word and no person's.
_SENTENCE = re.compile(
    r"(?i)\bthis (?:commit|patch|change|pr|series|code|work)[ \t]+(?:was|is|were|has been)[ \t]+(?:[a-z]+ly[ \t]+)?(?:generated|written|authored"
    r"|created|implemented|made|developed|produced)[ \t]+(?:by|with|using)[ \t]+(?:(?:the[ \t]+)?(?:help|assistance)[ \t]+of[ \t]+)?"
    r"(?P<tool>claude code|(?:github )?copilot|cursor agent|openai codex|codex cli|chatgpt|gemini cli|aider|opencode|openhands|devin ai)\b"
)
# Where tools keep the talk that a change came from.
_LINKED = {
    "claude.ai/code": "Claude", "app.devin.ai/sessions": "Devin", "chatgpt.com/codex": "Codex", "chatgpt.com/s/cd_": "Codex",
    "ampcode.com/threads": "Amp", "cursor.com/agents": "Cursor", "jules.google.com/task": "Jules", "jules.google.com/session": "Jules",
    "app.warp.dev/conversation": "Warp", "opencode.ai/s": "opencode", "app.all-hands.dev/conversations": "OpenHands",
}  # fmt: skip
_LINK = re.compile(
    rf"https://(?:www\.)?(?P<host>{'|'.join(re.escape(each) for each in _LINKED)})[/?_\w][\w/?=&.%-]*", re.IGNORECASE
)
# The kernel's form: an agent, and the version of its model. People are found at the others.
_AGENT = re.compile(
    r"^(?!(?i:mailto|github|gitlab|codeberg|twitter|mastodon|irc|matrix|discord|slack|bug|issue|see|cve|tel)\b)(?P<tool>[A-Za-z][\w.+-]*(?: [A-Za-z][\w.+-]*){0,2}):(?!//)(?=\S)"
)
_ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>|^\s*([^<>\s]+@[^<>\s]+)\s*$")
_DENIAL = re.compile(r"(?i)^\s*(?:none|no|nothing|n/?a|not used|false|0|no ai(?: (?:tools?|was|used).*)?)\s*[.]?$")


@dataclass(frozen=True, slots=True)
class AiMark:
    """A sign of a tool: which one, by whose words, and where it stands."""

    tool: str
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Trailer:
    """A line `Key: value`, its key in lower case."""

    key: str
    value: str


def trailers(message: str) -> list[Trailer]:
    """Give the trailers upward knows, wherever they stand: many stand outside of the last paragraph."""
    found = (Trailer(match["key"].lower(), match["value"]) for match in _TRAILER.finditer(message))
    return [each for each in found if each.key in _KEYS or _SESSION.match(each.key)]


def find_ai_marks(message: str, author: tuple[str, str], committer: tuple[str, str] = ("", "")) -> list[AiMark]:
    """Give every mark in a commit's message and people, each once."""
    found = [
        AiMark(tool, f"{name} <{email}>", role)
        for role, (name, email) in (("author", author), ("committer", committer))
        if (tool := tool_of(email, name))
    ]
    for trailer in trailers(message):
        tool = _tool(trailer)
        if tool:
            found.append(AiMark(tool, trailer.value, f"trailer {trailer.key}"))
    found += [AiMark(match["tool"].strip(), match.group().strip(), "footer") for match in _FOOTER.finditer(message)]
    found += [AiMark(match["tool"], match.group(), "sentence") for match in _SENTENCE.finditer(message)]
    found += [AiMark(_LINKED[match["host"].lower()], match.group(), "link") for match in _LINK.finditer(message)]
    return list(dict.fromkeys(found))


def denies_ai_use(message: str) -> bool:
    """Whether a commit says of itself that no AI was used."""
    return any(
        trailer.key in _ABOUT_AI | {"assisted-by"} and _DENIAL.match(trailer.value) for trailer in trailers(message)
    )


def _tool(trailer: Trailer) -> str:
    """Give the tool that a trailer names; empty where it names a person, a denial, or a program that is no AI."""
    key, value = trailer.key, trailer.value
    form, house = _OF_HOUSES.get(key, (None, ""))
    if form is not None:
        return house if form.match(value) else ""
    session = _SESSION.match(key)
    if session:
        return session["tool"]
    if _DENIAL.match(value):
        return ""
    address = _ADDRESS.search(value)
    said = value[: address.start()] if address else value
    owner = tool_of(address[1] or address[2], said) if address else ""
    if owner or key in _BY_ADDRESS | _FOR_ALL:
        return owner or tool_named(said)
    if key in _ABOUT_AI:
        named = _TOOLS.search(value)
        return named.group() if named else value
    return _named(key, value) if key in _FOR_TOOLS and address is None else ""


def _named(key: str, value: str) -> str:
    """Give the tool that is named where people are, too, if without an address."""
    agent = _AGENT.match(value) if key == "assisted-by" else None
    if agent:
        return agent["tool"]
    named = _TOOLS.search(value)
    is_other = named is None or _PERSON.match(value) or _WORDS.match(value[named.start() :])
    return "" if named is None or is_other else named.group()


def marks_in_notes(texts: Iterable[str]) -> list[AiMark]:
    """Give the marks in what tools noted about one commit."""
    return list(dict.fromkeys(mark for text in texts for mark in from_note(text)))


def from_note(text: str) -> list[AiMark]:
    """Give the marks in a note: of git-ai (authorship/3.0.0: attestations, `---`, JSON) or of Qwen Code (JSON)."""
    _, rule, tail = text.partition("\n---\n")
    try:
        data = json.loads(tail if rule else text)
    except (ValueError, RecursionError):
        return []
    if not isinstance(data, dict):
        return []
    if not str(data.get("schema_version", "")).startswith("authorship/"):
        return _from_attribution(data)
    prompts = data.get("prompts")
    found = [each for each in prompts.values() if isinstance(each, dict)] if isinstance(prompts, dict) else []
    agents = [agent for each in found if isinstance(agent := each.get("agent_id"), dict)]
    made = [AiMark(str(agent.get("tool") or "AI"), str(agent.get("model") or ""), "git-ai note") for agent in agents]
    return list(dict.fromkeys(made))


def _from_attribution(data: Mapping[str, Any]) -> list[AiMark]:
    """Give the mark of a note that counts characters by who wrote them; none where a tool wrote none of them."""
    summary = data.get("summary")
    wrote = summary.get("aiChars") if isinstance(summary, dict) else None
    if not isinstance(wrote, int | float) or wrote <= 0:
        return []
    return [AiMark(str(data.get("generator") or "AI"), f"{wrote} characters", "attribution note")]


def marks_in_traces(text: str) -> Mapping[str, Sequence[AiMark]]:
    """Give the marks by commit in Agent Trace JSON: a record, a list of them, or a line each; raises ValueError."""
    found: dict[str, list[AiMark]] = {}
    for record in _records(text):
        vcs, tool = record.get("vcs"), record.get("tool")
        revision = str(vcs.get("revision", "")) if isinstance(vcs, dict) else ""
        name = str(tool.get("name", "")) if isinstance(tool, dict) else ""
        for model in _contributors(record):
            mark = AiMark(name or model or "AI", model, "Agent Trace")
            if revision and mark not in found.setdefault(revision, []):
                found[revision].append(mark)
    return found


def _records(text: str) -> Iterator[Mapping[str, Any]]:
    try:
        data = json.loads(text)
    except ValueError:
        data = [json.loads(line) for line in text.splitlines() if line.strip()]
    yield from (each for each in (data if isinstance(data, list) else [data]) if isinstance(each, dict))


def _contributors(record: Mapping[str, Any]) -> Iterator[str]:
    """Yield the model of each conversation in which a tool wrote."""
    for file in record.get("files") or ():
        for talk in (file.get("conversations") or ()) if isinstance(file, dict) else ():
            who = talk.get("contributor") if isinstance(talk, dict) else None
            if isinstance(who, dict) and str(who.get("type", "")).lower() in {"ai", "mixed"}:
                yield str(who.get("model_id", ""))
