"""The event a question asks for, and whether it happened in a story: hired, let go, missed a date, failed.

A topic in common is not enough: a story of mentoring does not answer "tell me about someone you hired". An event is
two patterns, one for questions and one for stories; English only.
"""

from __future__ import annotations

# ruff: noqa: E501
# A line is a pattern.
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_LEADER = r"(?:manager|boss|supervisor|director|superior|leadership|executive|cto|vp|head of \w+|(?:tech|team|technical|engineering|my|our) leads?)"
_SOMEONE = r"(?:colleagues?|co-?workers?|team-?mates?|(?:team )?members?|peers?|engineers?|developers?|juniors?|interns?|mentees?|reports?|tutors?|instructors?|he|she|they|his|her|their|him|them|someone)"
_LAGGED = r"\b(?:struggl\w*|behind|missed|slow\w*|late|overwhelmed|below expectations?|expectations?|stuck|poor\w*)\b"
_PEER = r"(?:co-?worker|team-?mate|team member|colleague|peer|engineer|developer|person on your team)"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened or did not: how a question asks for it, and what a story with it says."""

    name: str
    question: re.Pattern[str]
    happened: re.Pattern[str]


def _event(name: str, question: str, happened: str) -> Event:
    return Event(name, re.compile(question, re.IGNORECASE), re.compile(happened, re.IGNORECASE))


OWN_FAILURE, ANOTHERS_FAILURE = "your own failure", "another person's failure"
EVENTS = (
    _event(
        "hired someone",
        r"\b(?:you(?:'ve| have)? (?:hired|recruited)|hir(?:e|ing) (?:somebody|someone|a|an|the|decision|process)|raised? the bar in hiring)\b",  # language: quoted
        r"\b(?:hired|hiring|recruit\w*|interview(?:ed|ing) (?:\w+ ){0,3}candidates?|candidates?|made (?:him|her|them|an) (?:an )?offer|new hires?)\b",
    ),
    _event(
        "let someone go",
        r"\b(?:fired? (?:somebody|someone|a|an|anyone)|had to fire|let (?:somebody|someone|an? \w+|anyone) go|terminat\w+|dismiss\w*|lay ?off|laid off|(?:had|have) to let (?:\w+ )?go)\b",  # language: quoted
        r"\b(?:fired (?:him|her|them|an?)|let (?:\w+ ){1,3}go|dismissed|terminated|laid off|parted ways|performance improvement plan|left the company)\b",
    ),
    _event(
        "a colleague underperformed",
        r"\b(?:under-?perform\w*|poor performers?|low performers?|did(?:n't| not) meet (?:your )?expectations|struggling)\b",
        rf"\b(?:under-?perform\w*|not contributing|disengaged|didn.t care|performance (?:review|improvement|issue|problem|plan))\b|\b{_SOMEONE}\b[^.]{{0,80}}{_LAGGED}|{_LAGGED}[^.]{{0,80}}\b{_SOMEONE}\b",
    ),
    _event(
        "missed a date",
        r"\b(?:(?:launched|shipped|delivered|finished|released|went live|was|were|ran) (?:\w+ )?late\b|miss(?:ed)? (?:a |an |the |your |any )?(?:\w+ )?(?:deadline|date|commitment)|deadline (?:that )?you missed|(?:did not|didn't|couldn't|could not|unable to) (?:meet|make|finish|hit) (?:\w+ ){0,3}(?:deadline|time|date))\b",
        r"\b(?:miss(?:ed|ing)?|slip(?:ped)?|move[d]?|extend\w*|push(?:ed)?)\b[^.]{0,40}\b(?:deadlines?|dates?|launch|milestones?|commitments?|release|targets?|sprint|estimates?)\b|\b(?:deadlines?|dates?|launch|milestones?|release)\b[^.]{0,40}\b(?:miss(?:ed)?|slip\w*|moved|pushed|extended|late)\b|\b(?:delay\w*|overdue|behind schedule|postpon\w*)\b|\b(?:days?|weeks?|months?|hours?) (?:too )?late\b|\b(?:could(?:n.t| not)|can(?:n.t|not)|would not|wouldn.t) (?:finish|deliver|make|meet|complete|hit|ship)\b",
    ),
    _event(
        "disagreed with a superior",
        rf"\b(?:disagree\w*|conflicts?|push(?:ed)? back|argu\w+|challeng\w+)\b[^.?]{{0,60}}\b(?:{_LEADER})\b|\b(?:{_LEADER})\b[^.?]{{0,40}}\bdisagree\w*",
        rf"\b(?:{_LEADER})\b[^.]{{0,120}}\b(?:disagree\w*|want\w*|refus\w*|object\w*|against|insist\w*|prefer\w*|promis\w*|push\w*|thought|convinc\w*|skeptic\w*|sceptic\w*|hesita\w*)|\b(?:disagree\w*|convinc\w*|push(?:ed)? back|argued|objected|against|challenged)\b[^.]{{0,120}}\b(?:{_LEADER})\b",
    ),
    _event(
        "a conflict",
        rf"\b(?:conflicts?|disagree\w*|difficult|clash\w*|hard) (?:\w+ ){{0,3}}(?:{_PEER}s?|somebody|someone|people|interaction)|\bdisagree\w*|\bconflict\b",  # language: quoted
        r"\b(?:disagree\w*|conflict\w*|argu\w+|tension|clash\w*|push\w* back|against|object\w*|debat\w*|differ\w*|refus\w*|insist\w*|quarrel\w*|dispute\w*|friction|frustrat\w*|convinc\w*|sceptic\w*|skeptic\w*|pushback|complain\w*|hesita\w*|resist\w*|reluctan\w*|concern\w*)\b",
    ),
    _event(
        OWN_FAILURE,
        r"\b(?:(?:you|you've|you have) (?:ever )?(?:failed|made a mistake|were wrong|messed up)|your (?:biggest |greatest )?(?:failure|mistake|regret)|a (?:mistake|failure) (?:you|of yours)|time you failed|(?:biggest|worst) (?:failure|mistake)|took a risk and it failed|about (?:a|your|the) (?:\w+ )?(?:failure|mistake)|mistake)\b",
        r"\b(?:I|[Ww]e) (?:\w+ ){0,3}(?:failed|broke|deleted|missed|forgot|underestimat\w+|overlook\w+|assum\w+|was wrong|were wrong|made (?:a|the|some) (?:\w+ )?mistakes?|ignored|should(?:.ve| have)|did ?n[o']t|neglected|regret\w*|lost|misjudged|skipped|rushed|misread|misunderst\w+|caused)\b|\bshould(?:.ve| have) \w+|\b[Mm]y (?:own )?(?:\w+ )?(?:mistakes?|fault|errors?|failures?|miss|change (?:broke|caused|took))\b|\bmistake I\b|\b(?:project|launch|experiment|attempt|plan|idea|approach|initiative|release|migration|first (?:try|version)) (?:\w+ ){0,2}(?:failed|was shelved|was cancelled|was rolled back|was a failure|fell through)\b|\breal miss\b|\b(?:failed|wrong|mistakes?|failure)\b[^.]{0,40}\b(?:I|my|me|our)\b|\bI\b[^.]{0,60}\b(?:mistakes?|wrong|failure)\b",
    ),
    _event(
        ANOTHERS_FAILURE,
        r"\b(?:somebody|someone|anyone)(?: else)?.s (?:\w+ )?(?:failure|mistake|error|bug)|\b(?:failures?|mistakes?|errors?) (?:\w+ ){0,2}(?:by|of|made by) (?:others|another|somebody|someone|a (?:colleague|teammate|vendor))|\b(?:colleague|teammate|team-mate|coworker|peer|vendor|another (?:team|person|engineer)).s (?:\w+ )?(?:failure|mistake|error)",  # language: quoted
        r"\b(?:colleagues?|team-?mates?|vendors?|suppliers?|interns?|contractors?|predecessors?|providers?|another (?:team|engineer|developer)|other team|previous (?:team|owner|developer)|(?:he|she|they)|the (?:\w+ )?team)\b[^.]{0,60}\b(?:broke|failed|left|missed|deleted|dropped|forgot\w*|crashed|mistake|error|wrong|overlooked|shipped|introduced|caused|delayed)\b",
    ),
    _event(
        "helped someone grow",
        r"\b(?:mentor\w*|coach\w*|develop(?:ed|ing)? (?:the careers?|others|someone|somebody|people|talent)|helped (?:\w+ ){1,4}(?:grow|develop|improve)|grew because|teach|taught|trained)\b",  # language: quoted
        r"\b(?:mentor\w*|coach\w*|taught|teach\w*|train(?:ed|ing)|onboard\w*|pair(?:ed|ing)|juniors?|interns?|grew|promot\w+|guid\w+|tutor\w*|feedback|new(?:comer|joiner| hire)s?|knowledge.sharing|workshop)\b",
    ),
    _event(
        "was given criticism",
        r"\b(?:(?:negative|critical|constructive|tough|hard|difficult) feedback|feedback (?:you|that you)|criticism|criticized|criticised)\b",
        r"\b(?:feedback|critici\w+|told me|pointed out|review\w*|complain\w*)\b",
    ),
    _event(
        "a customer",
        r"\b(?:customers?|clients?|end users?|users?)\b",
        r"\b(?:customers?|clients?|users?|students?|patients?|merchants?|shoppers?|buyers?|readers?|visitors?|subscribers?|guests?|stakeholders?|engineers tried|drivers?|tenants?)\b",
    ),
    _event(
        "money saved",
        r"\b(?:sav(?:e|ed|ing) (?:\w+ ){0,3}(?:money|costs?)|cut (?:\w+ )?costs?|budget|frugal\w*|cost of running)\b",
        r"\b(?:costs?|budgets?|money|spend\w*|bills?|cheap\w*|saving\w*|saved?|expens\w+|dollars?|euros?|funds?|resources?)\b|[$€£₹]",
    ),
    _event(
        "an incident",
        r"\b(?:incidents?|outages?|production (?:issue|problem|failure)|broke in production|emergency|crisis)\b",
        r"\b(?:incidents?|outages?|down(?:time)?|production|broke\w*|crash\w*|alerts?|paged|roll(?:ed)?.?back|failed|failure|emergency|crisis|urgent)\b",
    ),
    _event(
        "stopped a launch",
        r"\b(?:launch|release|project) (?:that )?you (?:stopped|delayed|cancelled|canceled|killed)|stopped a (?:launch|project|release)\b",
        r"\b(?:stopp\w+|delay\w+|cancel\w+|killed|postpon\w+|halt\w+|refus\w+|shelved|no-go)\b",
    ),
    _event(
        "reversed a decision",
        r"\b(?:reversed?|reverse|revers(?:ed|ing) a decision|changed your mind)\b",
        r"\b(?:revers\w+|changed (?:my|our) mind|roll(?:ed)?.?back|went back|reverted|revised|reconsider\w*|turned (?:it )?around|convinced me|admit\w*)\b",
    ),
    _event(
        "influenced without authority",
        r"\b(?:without (?:\w+ )?authority|not report|did not have to listen|influenc\w+)\b",
        r"\b(?:convinc\w+|persuad\w+|influenc\w+|buy-?in|adopt\w*|agreed|proposal|propos\w+|present\w+|demo\w*|other teams?|won over|align\w*|approv\w+)\b",
    ),
)


@lru_cache(maxsize=4096)
def events_in_question(question: str) -> tuple[Event, ...]:
    """Give the events that a question asks for; none where it leaves the event open."""
    found = tuple(event for event in EVENTS if event.question.search(question))
    # The word "mistake" alone asks for your own.
    others = any(event.name == ANOTHERS_FAILURE for event in found)
    return tuple(event for event in found if not (others and event.name == OWN_FAILURE))


def lacking(events: Sequence[Event], text: str) -> tuple[str, ...]:
    """Give the names of the events that did not happen in a story with this text."""
    return tuple(event.name for event in events if not event.happened.search(text))
