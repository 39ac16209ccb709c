"""What tools write under commits: keys of trailers, names, footers and addresses of sessions."""

from __future__ import annotations

import re

# Names of tools, for values of trailers that are made for tools; only there is a name enough. A name that begins
# people's names, too, ends there, or a separator or digit comes next: Kimi, and not Kimiko.
TOOL_NAMES = re.compile(
    r"(?i)(?<![\w/.-])(claude(?:[ -]?(?:code|opus|sonnet|haiku|fable))?|(?:opus|sonnet|haiku)(?=[ -]?v?\d)[ -]?[\w.]*|(?:github[ -])?copilot|chat[ -]?gpt|gpt-?[345o][\w.-]*|openai[ -]?codex|codex|gemini|"
    r"cursor|aider|windsurf|devin(?: ai)?|jules|amp(?:code)?|opencode|cline|roo code|continue\.dev|tabnine|codeium|llama(?![a-z])[\w.-]*|mistral|"
    r"deepseek(?![a-z])[\w.-]*|qwen(?:coder|code)?(?![a-z])[\w.-]*|grok(?![a-z])[\w.-]*|o[134](?:-mini)?|amazon q|codewhisperer|jetbrains ai|junie|kiro|goose|zed ai|"
    r"llm|large language model|ai(?: (?:assistant|tool|model))?|kimi(?![a-z])[\w.-]*|openhands|warp|perplexity|zed|antigravity|glm(?![a-z])[\w.-]*|minimax(?![a-z])[\w.-]*"
    r"|codestral|devstral|lovable|letta(?: code)?|crush|ruflo|kilo code|mistral vibe|factory droid|augment code)(?![\w])"
)
# Words of other trades, too: there a tool is all that is said, or its version, model or kind comes next.
AMBIGUOUS_NAMES = re.compile(
    r"(?i)^(?:goose|amp|warp|cursor|zed|crush)\b(?!\s*$|\s*[:(,@/+-]|\s+v?\d|\s+(?:agent|ai|cli|ide|composer|with|and|using|claude|gpt|gemini|opus|sonnet)\b)"
)
# A person's whole name, of which a tool's is a part.
PERSON_NAMES = re.compile(
    r"^(?:Claude|Devin|Jules|Kimi|Grok|Goose|Gemini|Junie|Kiro|Cody|Zed)[ -](?!(?:Code|Opus|Sonnet|Haiku|Fable|Instant|AI|Agent|CLI|API|Desktop|Pro|Max|Bot|Assistant|Chat|Web|Flash|Ultra|Heavy|Fast|Mini|K\d\w*|V?\d)\b)"
    r"[A-Z][\w'.-]+(?: [A-Z][\w'.-]+)*$|^(?!(?:Anthropic|Google|Cognition|Cursor|Copilot|Windsurf|Zed|OpenAI|GitHub|The|Using|With|By|VS|Block|JetBrains|AWS|Amazon|xAI|Moonshot)\b)[A-Z][\w'.-]+ (?:[A-Z]\. )?(?:Claude|Devin|Jules|Cline|Kimi|Goose|Cody|Aider|Warp|Crush)$"
)
# A model with its vendor or the service that runs it.
VENDOR_MODEL = re.compile(
    r"(?i)^(?:anthropic|openai|google|gemini|x-?ai|meta(?:-llama)?|mistral(?:ai)?|deepseek(?:-ai)?|qwen|alibaba|moonshot(?:ai)?|z-?ai|zhipu(?:ai)?|minimax|openrouter|github[-_]copilot|bedrock|vertex(?:[-_]ai)?|azure|ollama|groq|together|fireworks|opencode|cerebras|nousresearch)/[\w./:@-]*[a-z][\w./:@-]*(?=$|[\s(,;])"
)
# What a tool did, by the trailer; writing where none is named.
ROLES = {
    "assisted-by": "helped", "ai-assisted-by": "helped", "ai-assisted": "helped", "llm-assisted": "helped", "tool-assisted-by": "helped", "ai-assistant": "helped",
    "helped-by": "helped", "ai-assistance": "helped", "suggested-by": "helped", "ai-used-for": "helped", "assisted-by-ai": "helped", "llm-assisted-by": "helped",
    "reviewed-by": "reviewed", "acked-by": "reviewed", "tested-by": "reviewed", "approved-by": "reviewed", "ai-reviewed-by": "reviewed",
    "reported-by": "found", "found-by": "found", "discovered-by": "found", "bug-found-by": "found",
}  # fmt: skip
KEYS = (
    "assisted-by", "ai-assisted-by", "co-authored-by", "co-developed-by", "generated-by", "ai-generated-by", "made-with",
    "made-by", "ai-used-for", "ai-tool", "ai-model", "ai-assistant", "ai-contribution", "ai-assisted", "ai-generated", "ai-agent", "ai-co-authored-by", "llm-model", "llm-tool",
    "llm-assisted", "reviewed-by", "acked-by", "tested-by", "signed-off-by",
    "approved-by", "ai-approved-by", "generated-with", "tool-assisted-by", "vibe-coded-by", "authored-by-ai", "ai-authored-by",
    "ai-coauthor", "ai-co-author", "ai-tools", "ai-usage", "llm", "drafted-by", "helped-by", "implemented-by", "written-by",
    "replit-commit-author", "agent-logs-url", "reported-by", "found-by", "discovered-by", "suggested-by", "bug-found-by", "assisted-by-ai", "ai-assistance", "ai-disclosure",
    "ai-attribution", "ai-models", "ai-contributor", "ai-tool-used", "ai-tools-used", "ai-used", "ai-use", "ai-generated-with", "ai-help", "ai-reviewed-by", "llm-assisted-by", "llm-usage",
    "llm-disclosure", "genai-usage", "genai-tool", "co-authored-with", "created-with", "built-with", "coded-with", "written-with", "authored-with", "generated-using", "pair-programmed-with",
    "co-created-by", "co-written-by", "co-generated-by",
)  # fmt: skip
# Trailers that say of themselves that they are about AI: any value but a denial counts.
ABOUT_AI = {key for key in KEYS if key.startswith(("ai-", "llm-", "genai-"))} | {
    "llm",
    "authored-by-ai",
    "assisted-by-ai",
}
ABOUT_AI -= {"ai-approved-by"}
FOR_TOOLS = {
    "assisted-by",
    "generated-by",
    "made-with",
    "made-by",
    "generated-with",
    "tool-assisted-by",
    "vibe-coded-by",
    "co-authored-with",
    "created-with",
    "built-with",
    "coded-with",
    "written-with",
    "authored-with",
    "generated-using",
    "pair-programmed-with",
}
# Where people stand, too: only a name that no person bears is a tool's there.
FOR_ALL = {
    "drafted-by", "helped-by", "implemented-by", "written-by", "reported-by", "found-by", "discovered-by", "suggested-by", "bug-found-by", "reviewed-by",
    "tested-by", "acked-by", "co-created-by", "co-written-by", "co-generated-by",
}  # fmt: skip
# What a vendor writes under what its agents did, and never under a person's work.
OF_VENDORS = {
    "replit-commit-author": (re.compile(r"(?i)^(?:agent|assistant)$"), "Replit"),
    "agent-logs-url": (re.compile(r"(?i)^https://github\.com/"), "Copilot"),
}
BY_ADDRESS = {"co-authored-by", "co-developed-by"}
SESSION = re.compile(
    r"(?i)^(?P<tool>claude|claude-code|amp|codex|cursor|copilot|gemini|opencode|devin|jules|aider|kiro|entire)"
    r"-(?:session|thread|conversation|chat|run|task|checkpoint)(?:-(?:id|url))?$"
)
# Tools that write their own names small.
SPELT_SMALL = frozenset({"aider", "opencode", "entire"})
_PRODUCT = (
    r"claude(?: code)?|cursor|amp|opencode|(?:openai )?codex(?: cli)?|gemini(?: cli| code assist)?|aider|(?:github )?copilot(?: agent)?"
    r"|chatgpt|devin(?: ai)?|jules|crush|kiro|windsurf|warp|continue|cline|roo code|kilo code|goose|junie|lovable|replit agent"
    r"|(?:factory )?droid|augment(?: code)?|openhands|qoder|amazon q|letta code|qwen code|mistral vibe|kimi (?:code|cli|k\d[\w.]*)"
    r"|ruflo|claude[ -]flow|sisyphus|happy(?=\][ \t]*\(https://happy)|nanocoder"
)
# A line of its own, with nothing but signs before it, and behind the tool no noun of a program's own. A person called
# Claude or Jules writes and makes things, too; "made with" is not said of a person.
FOOTER = re.compile(
    r"(?im)^[^\w\n<>|/`\"'(]{0,8}(?:(?:co-?)?generated[ \t]+(?:with|by|using|via)|pr created automatically[ \t]+by"
    r"|(?:created|made|written|built|authored|implemented|developed|ultraworked)[ \t]+(?:with(?:[ \t]+(?:the[ \t]+)?(?:help|assistance)[ \t]+of)?"
    r"|using|via|by(?=[ \t]+\[))"
    r"|via(?=[ \t]+\[))"
    rf"[ \t]+\[?(?P<tool>{_PRODUCT})(?=\]|[ \t]*\(|[ \t*_.!)]*$|[ \t]+(?:https?:|for task|(?:using|with|via)\b))"
)
# Where tools keep the talk that a change came from.
LINKED = {
    "claude.ai/code": "Claude", "app.devin.ai/sessions": "Devin", "chatgpt.com/codex": "Codex", "chatgpt.com/s/cd_": "Codex",
    "ampcode.com/threads": "Amp", "cursor.com/agents": "Cursor", "jules.google.com/task": "Jules", "jules.google.com/session": "Jules",
    "app.warp.dev/conversation": "Warp", "opencode.ai/s": "opencode", "app.all-hands.dev/conversations": "OpenHands",
    "copilot-workspace.githubnext.com": "Copilot", "claude.ai/share": "Claude", "chatgpt.com/share": "ChatGPT", "chat.openai.com/share": "ChatGPT",
    "g.co/gemini/share": "Gemini", "gemini.google.com/share": "Gemini",
}  # fmt: skip
LINK = re.compile(
    rf"https://(?:www\.)?(?P<host>{'|'.join(re.escape(each) for each in LINKED)})[/?_\w][\w/?=&.%-]*", re.IGNORECASE
)
# The kernel's form: an agent, and the version of its model. People are found at the others.
AGENT = re.compile(
    r"^(?!(?i:mailto|github|gitlab|codeberg|twitter|mastodon|irc|matrix|discord|slack|bug|issue|see|cve|tel)\b)(?P<tool>[A-Za-z][\w.+-]*(?: [A-Za-z][\w.+-]*){0,2}):(?!//)(?=\S)"
)
ADDRESS = re.compile(r"<([^<>\s]+@[^<>\s]+)>|^\s*([^<>\s]+@[^<>\s]+)\s*$")
DENIAL = re.compile(r"(?i)^\s*(?:none|no|nothing|n/?a|not used|false|0|no ai(?: (?:tools?|was|used).*)?)\s*[.]?$")
