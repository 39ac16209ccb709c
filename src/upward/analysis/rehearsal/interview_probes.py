"""What interviewers ask about any story unless it is said: the questions, what says it, and what brings it up.

In the order in which they are asked. What is said already is looked for generously: a question about something the
story answers is worse than one too few. Their order and the words that bring one up were chosen on eight stories by
three readers each (docs/evaluation/rehearsal.md).
"""

from __future__ import annotations

# ruff: noqa: E501
# A line is a pattern.
import re
from typing import NamedTuple


class Probe(NamedTuple):
    """A question that is asked unless the story says something like `said`; `findings` ask it in any case.

    `about` must be in the story where there is one; what it matches stands in the question for `{}`.
    """

    id: str
    question: str
    said: re.Pattern[str]
    because: str
    findings: frozenset[str] = frozenset()
    about: re.Pattern[str] | None = None


def _pattern(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})", re.IGNORECASE)


_PARTY = _pattern(
    r"(?:the|my|our|their) (?:tech(?:nical)? lead|team lead|(?:engineering |product |project )?manager|director|CTO|CEO"
    r"|VP|head of \w+|product owner|PM|architect|boss|customer|client|stakeholders?|senior engineers?)\b"
    r"|head of engineering|product managers?|senior engineers?|stakeholders"
)
_PROCESS = _pattern(
    r"runbooks?|checklists?|guidelines?|coding standards?|playbooks?|training|workshops?|alert(?:s|ing)?\b|retros?\b"
    r"|retrospectives?|review process|best practices|style guide|policy|policies|stand-?ups?|office hours"
)
_TROUBLE = _pattern(
    r"outages?|incidents?|timed out|timeouts?|failures?|crash(?:e[sd])?|contention|stale|complain\w*|slow\w*"
    r"|downtime|breach|vulnerabilit\w+|bugs?\b|error rates?|latency"
)
# Work on several things of a kind, in the past tense or as a participle: one of them is asked for.
_SEVERAL = _pattern(
    r"(?:(?:optimi[sz]|identifi|refactor|redesign|improv|automat|implement|introduc|creat|analy[sz]|refin|resolv|address"
    r"|updat|test|add|fix|migrat|measur|document|interview|identify)(?:ed|ing)|built|wrote)"
    r" (?:(?!and\b|the\b|to\b|in\b|for\b|with\b|without\b|of\b|which\b|that\b|who\b|within\b|after\b|before\b|by\b|on\b|at\b|from\b|as\b|it\b)[\w-]+ ){0,3}"
    r"(?!this|is|was|has|process|access|its|across|progress|without|seconds|minutes|hours|days|weeks|months|years|times)[a-z]{3,}s\b"
)
_OBJECTED = (
    r"disagree\w*|objected|objections?|pushed back|push-?back|refused|opposed|unpopular|blocker|scepti\w+"
    r"|skepti\w+|said no|against it|argued|doubted|resist\w+|(?:not|never) (?:\w+ )?(?:happy|convinced|keen)|wasn['’]t (?:happy|convinced)"
    r"|unhappy|worried|hesita\w+|reluctan\w+|insisted|even though \w+ wanted|complained"
)

PROBES = (
    Probe(
        "adoption",
        "You mention “{}”. What has it caught or changed since, and how do you make sure that people keep to it?",
        _pattern(
            r"since then (?:it|they|we|no)|ha(?:s|ve) (?:\w+ )?(?:caught|prevented|stopped|used|adopted)|(?:used|followed) it since"
            r"|it (?:caught|stopped|prevented)|enforc\w+|every (?:new )?(?:pull request|release)"
        ),
        "the story does not say what it led to",
        about=_PROCESS,
    ),
    Probe(
        "disagreement",
        "How did {} react, what did they object to, and what did you answer?",
        _pattern(_OBJECTED),
        "the story does not say how they reacted",
        about=_PARTY,
    ),
    Probe(
        "impact",
        "How bad was it before: who was affected, how many of them, and for how long?",
        _pattern(
            r"[\d,.]+ ?(?:%|percent|k)? (?:of )?(?:our |all |the )?(?:customers|users|requests|orders|accounts|people)"
            r"|for (?:\w+ )?(?:minutes|hours|days)"
        ),
        "the story does not say who was affected",
        about=_TROUBLE,
    ),
    Probe(
        "example",
        "You said “{}”. Take one of them: what did you find, and what exactly did you change?",
        _pattern(r"for example|for instance|such as|e\.g\."),
        "the story gives no example of it",
        about=_SEVERAL,
    ),
    Probe(
        "cause",
        "How do you know that your change caused this result, and not something else?",
        _pattern(
            r"profil\w+|flame ?graph|bottleneck|\d+ ?(?:%|percent) of the (?:time|run|cost)|before and after"
            r"|control group|a/b|compared with|the same (?:week|month|period)|nothing else changed|rolled (?:it )?back"
            r"|only change"
        ),
        "the story shows no cause for its result",
    ),
    Probe(
        "risks",
        "Which risks and side effects did your solution have, and how did you deal with them?",
        _pattern(r"risk\w*|trade-?offs?|downsides?|side effects?|fall-?back|canary|feature flags?|roll(?:ed)? ?back"),
        "the story names no risk of what was chosen",
    ),
    Probe(
        "alternatives",
        "What else did you consider, and why did you decide against it?",
        _pattern(
            r"instead of|rather than|considered|alternatives?|options?\b|ruled out|rejected|trade-?offs?"
            r"|decided against|could have|obvious (?:step|choice|way)|compared"
        ),
        "the story names no alternative",
    ),
    Probe(
        "disagreement",
        "Who disagreed with you, and what was their argument?",
        _pattern(rf"{_OBJECTED}|convinc\w+|persuad\w+"),
        "the story does not say who disagreed",
    ),
    Probe(
        "today",
        "What has become of it since: is it still in use, and who looks after it now?",
        _pattern(
            r"today|still|since (?:then|january|february|march|april|may|june|july|august|september|october|november|december|last|20\d\d)"
            r"|now (?:owned|use[sd]?|runs?|has|have|own)|owns (?:it|the)|took over|handed (?:it )?over|to this day|(?:used|followed) it since"
            r"|each (?:night|day|week|month)|every (?:night|day|week|month)|so far|in use"
        ),
        "the story does not say what became of it",
    ),
    Probe(
        "obstacle",
        "What went wrong or was hardest, and what did you do then?",
        _pattern(
            r"however|but (?:then|the|it|he|she|they)|refused|failed|broke|got worse|blocked|stuck|hardest|difficult"
            r"|did not (?:work|believe)|nobody|unpopular|deadline"  # language: quoted
            r"|object(?:ed|ions?)|roll(?:ed)? (?:it )?back|start(?:ed)? (?:again|over)|forgot\w*|fell over|went wrong|(?:was|were) wrong|not happy"
            r"|could(?:n['’]t| not)|(?:my|a) mistake|unfortunately|to (?:my|our) surprise|turned out|pushed back|disagreed|afraid|upset"
        ),
        "the story names no obstacle",
        frozenset({"no-obstacle"}),
    ),
    Probe(
        "differently",
        "What would you do differently today?",
        _pattern(r"would (?:have|do|now)|next time|differently|should have|earlier than|since then I|now I"),
        "the story does not say what you would do differently",
        frozenset({"no-learning"}),
    ),
    Probe(
        "idea",
        "How did you find out about the problem, and whose idea was the solution?",
        _pattern(
            r"my idea|I (?:proposed|suggested|noticed|saw|found|came up|reali[sz]ed|decided|began by|told my manager)"
            r"|I wrote (?:a|the) (?:[\w-]+ )?(?:proposal|design|rfc|draft)|idea (?:of|came|was)|asked me to"
        ),
        "the story does not say whose idea it was",
        frozenset({"absorbed-credit"}),
    ),
    Probe(
        "cost",
        "What did it cost: people, time, and what was not done because of it?",
        _pattern(
            r"costs?\b|budget|person-(?:days|weeks|months)|gave up|postpon\w+|in return"
            r"|took (?:us|me|them) \w+ (?:\w+ )?(?:hours|days|weeks|months)|(?:for|over|in|had|within) (?:\w+ )?(?:hours|days|weeks|months)\b"
        ),
        "the story does not say how much work it took",
    ),
    Probe(
        "stakes",
        "What would have happened if you had done nothing?",
        _pattern(
            r"at stake|otherwise|would have|risk\w*|lost?\b|losing|deadline|penalt\w+|customers? (?:were|was|left|leav)"
        ),
        "the story does not say what would have happened otherwise",
    ),
)
