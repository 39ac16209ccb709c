"""What a commit's message says in prose about AI: disclosures, and denials, read line by line.

A line counts only where it is about the change itself: a field such as "AI usage: …", a heading "AI disclosure" with
text below it, a sentence whose subject is this commit or its author, or a line that is nothing but "Generated with …".
A sentence about a product ("Use Gemini for summaries") is not one of these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_MODEL = r"(?:[ -]?(?:v?\d[\w.]*|opus|sonnet|haiku|fable|pro|flash|turbo|mini|max|thinking|code|cli|desktop|agents?|ai|composer|coder|chat|web|r\d|k\d[\w.]*))*"
# Products and models whose names are no words and no person's.
PRODUCTS = (
    rf"(?:anthropic(?:'s)? )?claude(?:\.ai)?{_MODEL}|(?:github |microsoft )?co-?pilot(?: (?:agent|chat|swe agent|cli|workspace))?|chat[ -]?gpt{_MODEL}|gpt[ -]?[3-9o][\w.-]*"
    rf"|(?:openai(?:'s)? )?codex{_MODEL}|(?:google(?:'s)? )?gemini{_MODEL}|cursor(?:[ -](?:ai|agent|composer|ide|bot))?|windsurf|aider|open ?code|openhands|devin(?: ai)|amazon q(?: developer)?"
    rf"|cline|roo ?code|kilo ?code|deepseek{_MODEL}|qwen{_MODEL}|kimi[ -]?(?:k\d[\w.]*|code|cli)|grok[ -]?(?:code|\d)[\w .-]*?|glm[ -]?\d[\w.-]*|llama[ -]?\d[\w.-]*|minimax[ -]?m\d[\w.]*"
    r"|(?:opus|sonnet|haiku)[ -]?\d[\w.]*|code(?:stral|whisperer)|devstral|mistral (?:vibe|large|small|medium)|junie|antigravity|perplexity|augment code|letta code|nanocoder|sourcegraph cody|zed agent|warp agent"
)
_GENERIC = (
    r"(?:an? |the |some |various |my )?(?:ai|llms?|gen(?:erative )?[ -]?ai|large language models?|ai/llms?|llm/ai)(?:[ -](?:powered|based))?"
    r"(?:[ -](?:coding|code|programming|pair|dev|development|generation))?(?:[ -](?:assistants?|assistance|tools?|tooling|agents?|models?|programmer|help|autocomplete|completions?))?"
)
_TOOL = rf"(?P<tool>(?:the )?(?:{PRODUCTS})|{_GENERIC})"
_END = r"(?![\w'-])"
_ADVERB = r"(?:(?:entirely|mostly|largely|partly|partially|fully|completely|originally|initially|heavily|primarily|mainly|automatically|almost|in part|basically|just|also|100 ?%)[ ]+)*"
_DONE = r"(?:co-?)?(?:generated|written|wrote|created|drafted|authored|implemented|developed|coded|made|built|produced|refactored|translated|vibe[ -]?coded|pair[ -]programmed|prepared|composed|suggested|one-shotted|scaffolded|prototyped)"
_HELPED = r"(?:assisted|aided|helped|supported|guided|co-?piloted)"
_MEANS = r"(?:with|by|using|via|through|in collaboration with|together with)(?:[ ]+(?:(?:the|some|significant|heavy|minor|a lot of|lots of|a bit of|a little)[ ]+)*(?:help|assistance|aid|support|use)[ ]+(?:of|from|by))?"
_CHANGE = (
    r"(?:this|these|the|all|most|much|some|parts?|portions?|the (?:bulk|majority|rest|entirety|whole)|large parts)(?:[ ]+(?:of|in|to))?(?:[ ]+(?:this|these|the|of|code|in|entire|whole|initial|version))*[ ]+"
    r"(?:commits?|patch(?:es)?|changes?|changeset|prs?|pull request|merge request|mr|series|code|work|implementation|tests?|docs?|documentation|contribution|fix|branch|message|commit message|description|pr description|port|refactor|rewrite)"
    r"(?:[ ]+(?:here|in this (?:commit|pr|patch|change)))?"
)
_SIGNS = r"^[^\w\n<>|/`\"'(\[]{0,8}[\[(*_]{0,3}"
_ACTIVITY = r"(?:write|writing|generate|generating|draft|drafting|create|creating|author|authoring|implement|implementing|help|assist|review|reviewing|debug|debugging|refactor|refactoring|translate|translating|format|research|find|investigate|port|code|develop|produce|do|make|come up with|prepare|scaffold|prototype|speed up|brainstorm|explore|understand|analy[sz]e|verify|clean up|polish|proofread|edit)"

_LINE = re.compile(
    rf"(?i){_SIGNS}(?:{_ADVERB}(?:{_DONE}|{_HELPED})|pr created automatically|(?P<reviewed>reviewed)|(?P<found>found|discovered|identified|reported)|with(?= (?:the |some )?(?:help|assistance)))[ \t]+{_ADVERB}(?P<means>{_MEANS})[ \t]+\[?{_TOOL}{_END}(?P<rest>[^\n]*)$",
    re.MULTILINE,
)
_ABOUT_CHANGE = re.compile(
    rf"(?i)\b(?P<subject>{_CHANGE})[ ]+(?:was|is|were|are|has been|have been|is being|contains?|includes?)?[ ]*{_ADVERB}(?:(?P<verb>{_DONE}|{_HELPED}|reviewed|found)[ ]+{_ADVERB}{_MEANS}[ ]+\[?{_TOOL}{_END}|(?:ai|llm|claude|copilot|chatgpt)[- ](?P<adjective>generated|assisted|written|authored|aided)\b)"
)
_BY_HELP = re.compile(r"(?i)\b(?:help|assistance|aid|support)\b")
_FIRST_PERSON = re.compile(
    rf"(?i)\b(?:i|we)(?:'ve| have| had| did)?[ ]+(?:also |only |mostly |mainly |just |then |first |partly |heavily |primarily |initially |occasionally )*"
    rf"(?:(?:used|had|let|asked|prompted|told|paired with|pair[- ]programmed with|collaborated with|worked with|relied on|leveraged|utili[sz]ed|employed|got help from|consulted)[ ]+\[?{_TOOL}{_END}(?P<object>[^.\n]{{0,60}})"
    rf"|(?:{_DONE}|wrote|did|found|made|generated)[ ]+(?:this|these|it|the|most|all|much|some|part)\b[^.\n]{{0,50}}?[ ](?:with|using|via|through)(?: (?:the )?(?:help|assistance|aid) (?:of|from))?[ ]+\[?(?P<tool2>(?:{PRODUCTS})|{_GENERIC}){_END})"
)
_WAS_USED = re.compile(
    rf"(?i)(?:^|[.;:!?][ ]+|\n|[-*] )[ \t*_]*(?P<tool>(?:{PRODUCTS})|{_GENERIC})[ ]+(?:was|were|has been|have been)[ ]+(?:\w+ly )?(?:used|involved|employed|consulted)[ ]+"
    rf"(?:in (?:this|the|these|creating|writing|making|preparing|drafting|developing)\b|(?:to|for)[ ]+(?:\w+ly )?{_ACTIVITY}\b|for (?:this|parts|tests?|code|docs?|documentation|drafting|review)\b|(?:during|while|as (?:a|an|part))\b|(?:[.!]|$))"
)
_TOOL_DID = re.compile(
    rf"(?i)(?:^|[.;:!?][ ]+|disclosure,[ ]+|\n|[-*] )[ \t*_]*(?P<tool>(?:the )?(?:{PRODUCTS})|(?:an? |the )(?:ai|llm)(?: (?:assistant|agent|tool|model))?)[ ]+(?:also |first |then |initially |only )?(?P<verb>wrote|generated|helped|assisted|drafted|implemented|authored|suggested|reviewed|found|identified|discovered|produced|translated|did|spotted)[ ]+"
    rf"(?:me|us|with|this|these|most|all|much|some|the (?:code|tests?|commit|patch|change|initial|first|fix|bug|issue|docs|documentation|implementation|boilerplate|description|message|entire)|it|parts?|(?<=found )(?:the|an?|that)|(?<=identified )(?:the|an?|that)|(?<=discovered )(?:the|an?|that)|(?<=spotted )(?:the|an?|that))\b"
)
_ALONE = re.compile(
    r"(?i)^[^\w\n<>|/`\"'(]{0,8}[\[(*_]{0,3}(?:(?:this|the) (?:commit|patch|change|pr|code|contribution)(?: (?:is|was|contains?|includes?))?[ ]+)?(?:partially|partly|fully|mostly|heavily|largely|100 ?%)?[ ]*"
    rf"(?:ai|llm|(?P<tool>{PRODUCTS}))[- ](?P<how>assisted|generated|written|authored|aided|co-?authored|developed|helped|supported|driven)(?:[ ]+(?:code|commit|change|changes|pr|patch|contribution|work|content|by \w+))?[\])*_.!]*(?P<rest>[ ]*[—–:(-].*)?$",
    re.MULTILINE,
)
_IN_BRACKETS = re.compile(
    rf"(?i)[(\[](?:mostly |partly |partially |fully )?(?P<tool>{PRODUCTS}|ai|llm)[ -](?P<how>generated|written|assisted|authored|coded)[)\]]"
)
_KEY_WORDS = r"(?:disclosure|usage|use|used|assistance|assist(?:ed|ance)?|help|tools?(?: used)?|tooling|attribution|contributions?|involvement|declaration|statement|notes?|generated|authored|written|disclaimer|co-?author(?:ed|ship)?|policy|compliance|transparency|acknowledge?ments?|provenance|model|agent|level)"
_KEY = re.compile(
    rf"(?i)^[ \t>#*_-]*(?P<key>(?:ai|llm|gen(?:erative )?[ -]?ai|ai/llm|llm/ai|ai tools?|ai assistants?|coding agents?)(?:[ -]{_KEY_WORDS})+|(?:disclosure|declaration|statement|use|usage) of (?:ai|llms?|generative ai|ai tools?|gen ?ai)"
    rf"|(?:ai|llm)[- ](?:assisted|generated)|tools? used|model used)[ \t]*(?:\([^)\n]*\))?[*_]*[ \t]*(?:[:：]|—|–|[ ]-[ ])[*_]*[ \t]*(?P<value>\S[^\n]*)$"
)
_HEADING = re.compile(
    rf"(?i)^[ \t]*(?:#{{1,6}}[ \t]+|[*_]{{1,3}})?[^\w\n]{{0,4}}(?:(?:ai|llm|gen(?:erative )?[ -]?ai|ai/llm)(?:[ -]{_KEY_WORDS})+|(?:disclosure|declaration|statement|use|usage) of (?:ai|llms?|generative ai|ai tools?|gen ?ai))[ \t]*[*_:]{{0,4}}[ \t]*$"
)
_ASKED = re.compile(
    r"(?i)\b(?:ai|llm|generative)\b[^\n]{0,80}\?[ \t*_]*$|\b(?:ai|llm|generative ai)\b[^\n?]{0,60}\b(?:used|assist)[^\n]{0,40}\?[ \t*_]*$"
)
_BOX = re.compile(r"^[ \t]*[-*+][ \t]+\[(?P<tick>[ xX])\][ \t]*(?P<text>[^\n]*)$")
_NAMED = re.compile(rf"(?i)(?<![\w/.@-])(?P<tool>{PRODUCTS}){_END}")
_DENIAL_VALUE = re.compile(
    r"(?i)^\W*(?:none|no|nope|nothing|n/?a|not used|not applicable|false|0|0 ?%|never|nil|-+|none used|no (?:ai|llms?|generative ai|gen ?ai)\b.*|(?:this|all|everything|100 ?%|fully|entirely|written|done)\b.*\b(?:human|by hand|manually|without (?:any )?(?:ai|llms?))\b.*|human(?:[- ](?:only|written|authored))?|not (?:ai|llm)[- ]\w+.*|i did(?: not|n't) use .*|did not use .*|without (?:any )?(?:ai|llms?)\b.*|no,.*)\W*$"
)
_DENIAL = re.compile(
    r"(?im)^[^\w\n]{0,8}(?:no|zero) (?:(?:generative )?ai|llms?|gen ?ai|ai/llms?|chatgpt|copilot|claude)\b(?:[ /-](?:tools?|assistants?|assistance|tooling|models?|help|code|generated|agents?|or|llms?|ai|usage|involvement|was|were))*[ ]*(?:was |were |has been |have been |is |are )?(?:used|involved|employed|harmed|needed|content|assisted|$|[.!])"
    r"|\b(?:ai|llms?|generative ai|ai tools?|copilot|chatgpt|claude) (?:was|were) (?:not|never) (?:used|involved)\b|\b(?:i|we) (?:did not|didn't|have not|haven't|never) used? (?:any )?(?:generative )?(?:ai|llms?|chatgpt|copilot|claude)\b"
    r"|\bwithout (?:the use of |using |the help of |any |the aid of )*(?:generative )?(?:ai|llms?)(?: (?:tools?|assistance|help|assistants?))?(?:[.!,;)]|$)|^[^\w\n]{0,8}(?:this (?:commit|pr|patch|change) (?:is|was) )?(?:not (?:ai|llm)[- ](?:generated|assisted|written)|(?:100 ?% |fully |entirely |purely )?(?:human[- ](?:written|authored|made)|hand[- ]written|written by (?:a )?humans?))\b"
)
# Behind the tool such a word makes the line about a thing of that name, not about the change.
_OTHER_NOUN = re.compile(
    r"(?i)^(?:'s)?[ ]+(?:api|sdk|plugin|extension|integration|support|provider|client|docs|config|wrapper|library|backend|endpoint|models?(?= (?:for|are|is))|action|workflow|reviews?(?! (?:the|this|it|my|these)))\b"
)
_FOLLOWS = re.compile(
    r"^(?:\]|\)|[ \t]*[(:;,.!*_\])/]|[ \t]*$|[ \t]*[—–-]|[ \t]+(?:https?:|for\b|via\b|using\b|with\b|and\b|in\b|\+|as\b|but\b|then\b|on\b|to\b|from\b|under\b|&|/|;|v?\d|based\b|per\b))"
)
_PERSON = re.compile(r"^(?:\s+[A-Z][a-z]+\b)")


class Disclosure(NamedTuple):
    """A place in a message that says AI had a part: the tool, the words, and what it did."""

    tool: str
    text: str
    role: str


class Reading(NamedTuple):
    """What a message says in prose: the disclosures, and whether it denies any use of AI."""

    found: tuple[Disclosure, ...]
    denies: bool


_HINT = re.compile(
    r"(?i)\b(?:ai|llms?|gen ?ai|generative|claude|co-?pilot|chat ?gpt|gpt|codex|gemini|cursor|windsurf|aider|open ?code|openhands|devin|amazon q|cline|roo ?code|kilo ?code|deepseek|qwen|kimi|grok|glm"
    r"|llama|minimax|codestral|codewhisperer|devstral|mistral|junie|antigravity|perplexity|augment|letta|nanocoder|cody|zed|warp|language models?|coding agents?|vibe|opus|sonnet|haiku|human[- ]written|hand[- ]written)\b|\bai\w*-"
)


def read_disclosures(message: str) -> Reading:
    """Read the body of a message; its first line is the subject and no disclosure."""
    _, _, body = message.partition("\n")
    if not _HINT.search(body):
        return Reading((), denies=False)
    lines = _visible(body)
    text = "\n".join(lines)
    found, denies = _fields(lines)
    found += list(_sentences(text))
    denied = denies or bool(_DENIAL.search(text))
    unique = {(each.tool.lower(), each.role): each for each in reversed(found)}
    return Reading(tuple(reversed(unique.values())), denied and not found)


def is_denial(value: str) -> bool:
    """Whether the value of a field about AI says that none was used."""
    return bool(_DENIAL_VALUE.match(value) or _DENIAL.search(value))


def is_open(value: str) -> bool:
    """Whether the value of a field is still the template's: "<tool or none>", "TODO"."""
    return bool(re.fullmatch(r"(?i)\W*(?:todo|tbd|\?+|<[^>]*>|\[[^\]]*\]|\{[^}]*\})\W*", value))


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
        box = _BOX.match(line)
        key = _KEY.match(line)
        value = ""
        if box:
            is_question = is_question or bool(below)
            said = box["text"].strip(" *_")
            about = is_question or re.search(r"(?i)\b(?:ai|llms?|generative)\b", said)
            value = said if box["tick"] != " " and about else ""
        elif key:
            value, below, is_question = key["value"].strip(" *_"), 0, False
        elif _HEADING.match(line) and plain:
            below, is_question = 1, False
            continue
        elif _ASKED.search(plain):
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
    tools = list(dict.fromkeys(_name(match["tool"]) for match in _NAMED.finditer(value)))
    return [Disclosure(tool, line, role_of(value)) for tool in tools or ["AI"]], False


def role_of(words: str) -> str:
    """Give what a tool did by the words around it; writing where nothing says less."""
    plain = words.lower()
    if re.search(
        r"\b(?:wrote|written|generated|authored|implemented|created|coded|drafted|developed|produced|built|vibe)", plain
    ):
        return "wrote"
    if re.search(r"\breview(?:ed|s)?\b|\bproofread", plain) and not re.search(r"\bassist", plain):
        return "reviewed"
    if re.search(r"\b(?:found|discovered|identified|reported|spotted)\b", plain):
        return "found"
    return (
        "helped"
        if re.search(r"\b(?:help|assist|aid|suggest|autocomplet|brainstorm|research|support|guid)", plain)
        else "wrote"
    )


def _sentences(text: str) -> Iterator[Disclosure]:
    for read in (_lines, _about_change, _by_author, _by_tool, _alone):
        yield from read(text)


def _lines(text: str) -> Iterator[Disclosure]:
    """Yield lines that are nothing but "Generated with …"; of a bare name that people bear only where it generated."""
    for match in _LINE.finditer(text):
        rest = match["rest"]
        alone = match["tool"].lower() in {"claude", "cursor", "gemini", "codex", "windsurf"}
        begins = match.group().lower().lstrip(" *_🤖").startswith(("generated", "assisted", "co-generated"))
        if (
            not _FOLLOWS.match(rest)
            or _OTHER_NOUN.match(rest)
            or (alone and match["means"].lower() == "by" and not begins)
        ):
            continue
        before = match.group()[: match.start("tool") - match.start()]
        role = "reviewed" if match["reviewed"] else "found" if match["found"] else role_of(before)
        helped = _BY_HELP.search(match["means"]) or before.lower().lstrip(" *_").startswith("with")
        yield Disclosure(_name(match["tool"]), match.group().strip(), "helped" if helped else role)


def _about_change(text: str) -> Iterator[Disclosure]:
    for match in _ABOUT_CHANGE.finditer(text):
        tool = match["tool"] or "AI"
        follows = text[match.end() : match.end() + 30]
        if _OTHER_NOUN.match(follows) or (tool.lower() == "claude" and _PERSON.match(follows)):
            continue
        role = "helped" if _BY_HELP.search(match.group()) else role_of(match["verb"] or match["adjective"] or "")
        yield Disclosure(_name(tool), match.group().strip(), role)


def _by_author(text: str) -> Iterator[Disclosure]:
    for match in _FIRST_PERSON.finditer(text):
        tool = match["tool"] or match["tool2"]
        end = match.end("tool") if match["tool"] else match.end()
        if not _OTHER_NOUN.match(text[end : end + 30]):
            yield Disclosure(_name(tool), match.group().strip(), role_of(match["object"] or match.group()))


def _by_tool(text: str) -> Iterator[Disclosure]:
    for match in _WAS_USED.finditer(text):
        yield Disclosure(_name(match["tool"]), match.group().strip(" \n.;-*_"), role_of(match.group()))
    for match in _TOOL_DID.finditer(text):
        yield Disclosure(_name(match["tool"]), match.group().strip(" \n.;-*_"), role_of(match["verb"]))


def _alone(text: str) -> Iterator[Disclosure]:
    for match in _IN_BRACKETS.finditer(text):
        yield Disclosure(_name(match["tool"]), match.group(), role_of(match["how"]))
    for match in _ALONE.finditer(text):
        rest = match["rest"] or ""
        value = rest.strip(" :—–-()")
        if is_denial(value) or is_open(value):
            continue
        named = _NAMED.search(rest)
        tool = match["tool"] or (named["tool"] if named else "AI")
        wrote = re.match(r"gen|writ|auth|dev|dri|co", match["how"], re.IGNORECASE)
        yield Disclosure(_name(tool), match.group().strip(), "wrote" if wrote else "helped")
