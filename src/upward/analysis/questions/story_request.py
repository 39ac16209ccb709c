"""Whether a question asks for a story at all: salary, coding tasks and "any questions for us?" do not; English only."""

from __future__ import annotations

# ruff: noqa: E501
# A line is a pattern.
import re

# From this probability of the class that asks for no story on, such a question is taken for one.
NO_STORY = 0.25
# Even where the wording asks for an occasion, above this probability it is something else.
SURELY_NONE = 0.8
_OCCASION = re.compile(
    r"\b(?:a time\b|time (?:when|you|in)|(?:an |another |two )?(?:example|instance)s? (?:of|where|when)|situation (?:where|in which|when|that)"
    r"|(?:when|how) (?:did|have|were) you|have you ever (?!been convicted)|somebody|someone|tell me about (?:a|an|the|your|two|something)\b"  # language: quoted
    r"|projects? (?:that )?you(?:.ve| have)? (?:ever )?worked on|(?:you|you.ve) (?:have )?learned from|describe (?:a|an|your|how you|when)\b|walk me through (?:a|an)\b|share an?\b|talk about an?\b"
    r"|(?:most|biggest|greatest|hardest|worst|proudest|largest) (?:\w+ ){0,3}(?:accomplishments?|achievements?|failures?|mistakes?|projects?"
    r"|challenges?|problems?|decisions?|bugs?|risks?|impact|incidents?)|(?:how|what) would you\b[^?]*\b(?:team|customers?|teammates?|manager"
    r"|colleagues?|deadlines?|conflicts?|trust|friend)|what do you do (?:if|when))",
    re.IGNORECASE,
)
_EXERCISE = re.compile(
    r"^\W*(?:please |now |can you |could you )?(?:write|implement|create|code|solve|design|sketch|draw|explain|define|derive|compute|calculate|reverse"
    r"|merge|sort|find|given|invert)\b|\b(?:algorithm|time complexity|big.?o|linked list|binary (?:search )?tree|sql query|puzzle|data structures?"
    r"|class diagram|hash ?(?:map|table)s?|tcp|udp|https?|osi model|cap theorem|design patterns?|garbage collect\w+|polymorphism|closures?)\b"
    r"|^\W*(?:describe|what is|what's|what are) the (?:difference|\w+ (?:model|protocol|theorem))\b|^\W*how would you (?:build|scale|implement|design|detect|test)\b"
    r"|^\W*how does (?:a|an|the)\b",
    re.IGNORECASE,
)
_ADMINISTRATION = re.compile(
    r"\b(?:salary|salaries|compensation|ctc|pay|earn(?:ing)?|offer|notice period|start date|when (?:can|could) you start|can you start|relocat\w*|visa|sponsorship"
    r"|on-?site|remote(?:ly)?|hybrid|any(?:thing)? (?:other )?(?:questions?|else|to ask)|questions? (?:for|to ask) (?:us|me)|(?:about|of|know about) our (?:company|product|team|mission)"
    r"|(?:five|ten|\d+) years|years from now|your (?:greatest |biggest |main |top |key )?(?:strengths?|weakness(?:es)?)(?= and (?:strengths?|weakness(?:es)?)\b|\s*[?.!]|\s*$)|about yourself|introduce yourself|hobb(?:y|ies)|free time|r[ée]sum[ée]|your cv"
    r"|why (?:should we|do you want|us\b|this company|are you leaving|our)|favou?rite)\b",
    re.IGNORECASE,
)
# A question that addresses no person asks for knowledge: "Why virtual memory?", "How is memory managed in Python?".
_QUESTION = re.compile(r"^\W*(?:why|what|how|where|who|which|is|are|do|does|can|could|should)\b|\?\W*$", re.IGNORECASE)
_ADDRESSED = re.compile(r"\b(?:you|your|you(?:['’](?:ve|d|re))|yourself|u|ur)\b", re.IGNORECASE)
# A line that ends as a statement is a note or an instruction, unless it begins as a request does.
_STATEMENT = re.compile(r"[.:;]\W*$")
_REQUEST = re.compile(
    r"^\W*(?:please |can you |could you )?(?:tell|describe|give|share|talk|walk|discuss|name|provide|recall|think|explain|take|you)\b",
    re.IGNORECASE,
)
# The proudest, hardest or worst of what a person has done is one thing that happened, whatever else the words suggest.
_SUPERLATIVE = r"(?:most|best|biggest|greatest|hardest|worst|proudest|largest|toughest|trickiest|\w+iest)"
_SURELY = re.compile(
    rf"\bproud(?:est)?\b|\b{_SUPERLATIVE} (?:\w+ ){{1,4}}(?:that )?you(?:['’]ve| have)? (?:ever )?(?:made|done|written|built|shipped|fixed|found|solved|faced"
    rf"|worked|had|taken|led|caused|seen|learned|given|received|delivered)\b|\byour {_SUPERLATIVE} (?:\w+ ){{0,2}}(?:failures?|mistakes?|accomplishments?|achievements?|regrets?|success(?:es)?)"
    r"|\b(?:something|anything|decision) (?:that )?you regret\b",
    re.IGNORECASE,
)
# "Between SQL and NoSQL" asks for knowledge; a name of a technology has a capital within the question.
_NAMES_COMPARED = re.compile(
    r"(?i:\bhow|\bwhen)(?i: (?:do|would|should) you (?:decide|choose|pick|select))\b[^?]*\b[a-zA-Z]*[A-Z]\w*[^?]*(?i:\b(?:and|or|over)\b)"
)
# What a person is asked to know or to think, though addressed: a technique, a model, what one looks for.
_KNOWLEDGE = re.compile(
    r"\bhow (?:do|would|can|could) (?:you|we|i|one) (?:\w+ )?(?:train|store|design|build|implement|scale|deploy|render|optimi[sz]e|debug|detect"
    r"|evaluate|cache|parse|encrypt|authenticate|secure|compute|handle (?:\w+ ){0,3}(?:access|requests?|errors?|state|data|events?|exceptions?|memory|concurrency))\b"
    r"|\bwhat (?:qualities|skills|traits|tools?|technolog\w+|languages?|frameworks?|makes?|is your (?:understanding|opinion|view)|are your (?:thoughts|goals)) (?:do|would|are|for|is|have|on|of)\b"
    r"|\b(?:stay|keep) (?:current|up[- ]to[- ]date|updated)\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:a time|time (?:when|you)|example of|situation|have you ever|did you|you(?:.ve| have)? (?:ever )?worked on)\b",
    re.IGNORECASE,
)


def asks_for_story(question: str, none: float) -> bool:
    """Whether a question asks for something that happened; `none` is the model's probability that it does not."""
    if (_EXERCISE.search(question) or _ADMINISTRATION.search(question)) and not _PAST.search(question):
        return False
    if _SURELY.search(question):
        return True
    if _NAMES_COMPARED.search(question):
        return False
    is_open = not _OCCASION.search(question) and not _PAST.search(question)
    is_impersonal = _QUESTION.search(question) is not None and not _ADDRESSED.search(question)
    is_note = _STATEMENT.search(question) is not None and not _REQUEST.search(question)
    if is_open and (is_impersonal or is_note or _KNOWLEDGE.search(question)):
        return False
    return none < (SURELY_NONE if _OCCASION.search(question) else NO_STORY)
