"""Which AI tool an identity in a history belongs to: by its address, its account, or a name that no person bears.

A vendor's people write from the vendor's addresses, too: of those only a mailbox without a person counts.
"""

from __future__ import annotations

# ruff: noqa: E501 - tables
import re

# Addresses that tools commit under, as far as we know them; not verified in their commits.
_ADDRESSES = {
    "gemini@google.com": "Gemini", "gemini-cli@google.com": "Gemini", "gemini-code-assist@google.com": "Gemini",
    "jules@google.com": "Jules", "noreply@github.copilot.com": "Copilot", "copilot@github.com": "Copilot",
    "copilot@microsoft.com": "Copilot", "junie@jetbrains.com": "Junie", "amazon-q@amazon.com": "Amazon Q",
    "q-developer@amazon.com": "Amazon Q", "kiro@amazon.com": "Kiro", "qwen-coder@alibabacloud.com": "Qwen",
    "goose@block.xyz": "Goose", "amp@sourcegraph.com": "Amp", "cody@sourcegraph.com": "Cody",
    "vibe@mistral.ai": "Mistral", "agent@replit.com": "Replit", "it+v0agent@vercel.com": "v0", "antigravity@google.com": "Antigravity",
    "81847+claude@users.noreply.github.com": "Claude", "v0@vercel.com": "v0", "duo@gitlab.com": "GitLab Duo",
}  # fmt: skip
_DOMAINS = {
    "anthropic.com": "Claude", "claude.ai": "Claude", "claude.com": "Claude", "openai.com": "Codex", "chatgpt.com": "Codex",
    "cursor.com": "Cursor", "cursor.sh": "Cursor", "cursor.so": "Cursor", "aider.chat": "aider", "ampcode.com": "Amp",
    "all-hands.dev": "OpenHands", "openhands.dev": "OpenHands", "opencode.ai": "opencode", "cognition.ai": "Devin",
    "cognition-labs.com": "Devin", "devin.ai": "Devin", "windsurf.com": "Windsurf", "windsurf.ai": "Windsurf",
    "codeium.com": "Windsurf", "charm.land": "Crush", "warp.dev": "Warp", "continue.dev": "Continue", "zed.dev": "Zed",
    "kilocode.ai": "Kilo Code", "kilo.ai": "Kilo Code", "roocode.com": "Roo Code", "cline.bot": "Cline", "augmentcode.com": "Augment",
    "factory.ai": "Factory", "lovable.dev": "Lovable", "ona.com": "Ona", "qoder.com": "Qoder", "trae.ai": "Trae", "kiro.dev": "Kiro",
    "codegen.com": "Codegen", "sweep.dev": "Sweep", "tembo.io": "Tembo", "moonshot.ai": "Kimi", "moonshot.cn": "Kimi", "x.ai": "Grok",
    "deepseek.com": "DeepSeek", "coderabbit.ai": "CodeRabbit", "sourcery.ai": "Sourcery", "jules.google": "Jules", "blackbox.ai": "Blackbox",
    "happy.engineering": "Happy", "letta.com": "Letta", "exe.dev": "Shelley", "terragonlabs.com": "Terragon", "traycer.ai": "Traycer", "z.ai": "GLM", "manus.im": "Manus", "nousresearch.com": "Hermes", "codegen.sh": "Codegen", "sisyphuslabs.ai": "Sisyphus", "stilla.ai": "Stilla",
}  # fmt: skip
_BARE = frozenset(
    "claude codex gemini jules devin cursor copilot antigravity windsurf kiro amp goose grok glm minimax".split()
)
# Bare names that people bear, too.
_OF_PEOPLE = frozenset("claude gemini jules devin grok".split())
# Where an agent that has no mailbox says it has one (RFC 2606).
_RESERVED = re.compile(r"(?:.*\.)?(?:example\.(?:com|org|net)|[\w-]+\.(?:invalid|example|test))")
# The part before the @ of a mailbox that belongs to no person.
_MAILBOX = re.compile(
    r"(?:no-?reply|yesreply|shelley|letta|letta-code|traycer|clio-agent|(?:ai|code|cloud|oz|cli|background)?-?agents?|ai|bot|assistant|code|cli|composer|team\+codegen|hermes|manus|glm"
    r"|(?:claude|codex|chatgpt|gpt|cursor|cursoragent|aider|amp|openhands|opencode|devin|cascade|windsurf|crush|warp|continue"
    r"|kilo|kilocode|roo|roomote|roocode|cline|augment|droid|lovable|ona|qoder|qoder_ai|qoderai|trae|kiro|codegen|sweep|tembo|kimi|grok"
    r"|deepseek|coderabbit|sourcery|jules|blackbox|stilla)(?:[-_.]?(?:ai|code|cli|agent|bot|assistant|opus|sonnet|haiku|[\d.]+))*)"
)
# Accounts of tools at a forge, whose address is NUMBER+NAME@users.noreply.…
_ACCOUNTS = {
    "copilot": "Copilot", "cursoragent": "Cursor", "openhands-agent": "OpenHands",
    "chatgpt-codex-connector[bot]": "Codex", "google-labs-jules[bot]": "Jules", "devin-ai-integration[bot]": "Devin",
    "factory-droid[bot]": "Factory", "amazon-q-developer[bot]": "Amazon Q", "gpt-engineer-app[bot]": "Lovable",
    "charliecreates[bot]": "Charlie", "ellipsis-dev[bot]": "Ellipsis", "coderabbitai[bot]": "CodeRabbit", "roomote[bot]": "Roo Code",
    "roomote-v0[bot]": "Roo Code", "seer-by-sentry[bot]": "Seer", "codegen-sh[bot]": "Codegen", "v0[bot]": "v0", "tembo[bot]": "Tembo",
    "tembo-io[bot]": "Tembo", "qodo-merge-pro[bot]": "Qodo", "qodo-code-review[bot]": "Qodo", "penify-dev[bot]": "Penify",
    "lovable-dev[bot]": "Lovable", "gitar-bot[bot]": "Gitar", "swe-agent[bot]": "SWE-agent",
    "kiro-agent": "Kiro", "cto-new[bot]": "cto.new", "engine-labs-app[bot]": "Engine", "hermes-agent[bot]": "Hermes",
    "kiloconnect[bot]": "Kilo Code", "patched.codes[bot]": "Patchwork", "ruflo-bot": "RuFlo",
}  # fmt: skip
# An application of a forge that says in its name that it is one.
_APPLICATION = re.compile(
    r"^(?:.*?-)?(?P<tool>ai|claude|copilot|codex|cursor|gemini|devin|jules|openhands|opencode|windsurf|kiro|kilo|cline|sweep|sourcery)"
    r"(?:-.*)?\[bot\]$"
)
_SPELT = {"ai": "AI", "openhands": "OpenHands", "opencode": "opencode", "kilo": "Kilo Code"}
_NOREPLY = re.compile(r"^(?:\d+\+)?(?P<account>[^@]+)@users\.noreply\.[\w.]+$")
# Names with a product's or a model's in them; "Claude" and "Devin" alone are people's.
_NAMES = (
    (
        "Copilot",
        r"(?:github )?copilot(?: (?:swe agent|coding agent|agent|autofix|chat|cli|workspace|edits)\b.*)?|copilot autofix\b.*",
    ),
    (
        "Claude",
        r"claude claude-.*|claude-flow.*|anthropic-code-agent\[bot\]|claude[ -]?(?:code|ai|opus|sonnet|haiku|fable|agent|bot|assistant|v?\d)\b.*|(?:opus|sonnet|haiku)[ -]\d.*",
    ),
    ("Codex", r"(?:openai[ -])?(?:codex|chat ?gpt)\b.*|openai-code-agent\[bot\]|gpt-?\d.*"),
    ("Cursor", r"cursor(?: (?:agent|ai|bot|composer|background agent)\b.*)?"),
    ("Gemini", r"(?:google )?gemini[ -](?:cli|code assist|ai|agent|pro|flash|v?\d)\b.*|gemini code assist"),
    ("Jules", r"google[ -](?:labs[ -])?jules\b.*|jules (?:bot|agent)"),
    ("Devin", r"devin ai\b.*|devin[ -]ai[ -]integration.*"),
    ("aider", r"aider ?\(.*"),
    ("Amazon Q", r"amazon q\b.*"),
    ("Windsurf", r"windsurf(?: .*)?|cascade ai"),
    ("opencode", r"open ?code(?: (?:agent|ai)\b.*)?"),
    ("OpenHands", r"openhands(?:[- ].*)?"),
    ("DeepSeek", r"deepseek\b.*"),
    ("Qwen", r"qwen[- ]?(?:coder|code|\d)\b.*"),
    ("Kimi", r"kimi[- ](?:k\d|code|cli)\b.*"),
    ("Grok", r"grok[- ](?:code|build|\d)\b.*"),
    ("GLM", r"glm[- ]?\d.*"),
    ("MiniMax", r"minimax[- ]?m\d.*"),
    ("Mistral", r"(?:mistral vibe|devstral|codestral)\b.*"),
    ("Junie", r"jetbrains junie|junie (?:ai|agent|bot)"),
    ("RuFlo", r"ruflo"),
)
_TOOLS = frozenset(name.lower() for name in (*_ADDRESSES.values(), *_DOMAINS.values(), *_ACCOUNTS.values(), *_BARE))
_NAMED = [(tool, re.compile(rf"(?i)^(?:{pattern})$")) for tool, pattern in _NAMES]
# One tool writes itself behind the name of the person it works for.
_BEHIND = re.compile(r"\(aider\)\s*$")


def tool_of(address: str, name: str = "") -> str:
    """Give the tool that an address, or a name no person bears, belongs to; empty for a person's."""
    plain = address.strip().lower()
    box, _, domain = plain.rpartition("@")
    by_address = _ADDRESSES.get(plain) or (_DOMAINS.get(domain, "") if _MAILBOX.fullmatch(box) else "")
    by_name = tool_named(name) or ("AI" if name.startswith("AI+") else "")
    return by_address or _by_account(plain) or by_name or _without_person(box, domain, name)


def _without_person(box: str, domain: str, name: str) -> str:
    """Give a tool called by its bare name at a no-reply address; a forge hides its people behind another kind."""
    plain = name.strip()
    is_nobody = re.fullmatch(r"(?:do-?not-?|no-?)reply", box) and "noreply" not in domain
    if is_nobody and plain.lower() in _BARE:
        return plain
    if box == "agent" and re.search(r"(?i)[- ]agent$", plain):
        return plain
    return plain if _RESERVED.fullmatch(domain) and plain.lower() in _BARE - _OF_PEOPLE else ""


def bare_tool(name: str) -> str:
    """Give the tool that a name without an address is: nothing but a tool's name that no trailer for people would leave alone."""
    plain = name.strip()
    return plain if plain.lower() in _BARE - {"jules", "devin"} or plain.startswith("AI+") else ""


def _by_account(address: str) -> str:
    found = _NOREPLY.match(address)
    if found is None:
        return ""
    account = found["account"]
    application = _APPLICATION.match(account)
    known = _ACCOUNTS.get(account, "")
    return known or (_SPELT.get(application["tool"], application["tool"].title()) if application else "")


def is_tool_name(name: str) -> bool:
    """Whether a name given for a tool is one that is known here; "yes" and "tests" are not."""
    return name.strip().lower() in _TOOLS or bool(tool_named(name))


def tool_named(name: str) -> str:
    """Give the tool whose product or model a name holds; empty for what may be a person's."""
    plain = " ".join(name.split())
    if _BEHIND.search(plain):
        return "aider"
    return next((tool for tool, pattern in _NAMED if pattern.match(plain)), "")
