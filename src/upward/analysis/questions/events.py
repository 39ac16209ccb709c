"""The event a question asks for, and whether it happened in a story: hired, let go, missed a date, failed.

A topic in common is not enough: a story of mentoring does not answer "tell me about someone you hired". An event is
two patterns, one for questions and one for stories; English only. Where the wording of stories is too various for a
pattern to be trusted, a story without the event is a stretch instead of a gap (`is_loose`).
"""

from __future__ import annotations

# ruff: noqa: E501
# A line is a pattern.
import re
from dataclasses import dataclass
from functools import lru_cache

from upward.analysis.questions.event_evidence import find_asserted

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
    # Whether a story may hold it in words that the pattern does not know.
    is_loose: bool = False

    def evidence(self, text: str) -> str:
        """Give the words of a story that say it happened; empty where none do."""
        match = find_asserted(self.happened, text)
        return " ".join(match.group().split()) if match else ""


def _event(name: str, question: str, happened: str, *, is_loose: bool = False) -> Event:
    return Event(name, re.compile(question, re.IGNORECASE), re.compile(happened, re.IGNORECASE), is_loose)


OWN_FAILURE, ANOTHERS_FAILURE = "your own failure", "another person's failure"
RECEIVED_CRITICISM, GAVE_CRITICISM = "was given criticism", "gave criticism"
EVENTS = (
    _event(
        "hired someone",
        r"\b(?:you(?:'ve| have)? (?:hired|recruited)|hir(?:e|ing) (?:somebody|someone|a|an|the|decision|process)|raised? the bar in hiring|(?:best|worst|bad|wrong|good|great|first) hires?)\b",  # language: quoted
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
        r"\b(?:(?:launched|shipped|delivered|finished|released|went live|was|were|ran) (?:\w+ )?late\b|(?:project|release|launch|feature|delivery|work|something|you) (?:\w+ ){0,3}(?:was|were|ran|running|fell|became|is|being) (?:running |very |too )?(?:late|behind|delayed|overdue)|(?:project|release|launch) (?:that |which )?(?:slipped|(?:got|was) delayed)|behind schedule|miss(?:ed)? (?:a |an |the |your |any )?(?:\w+ )?(?:deadline|date|commitment)|deadline (?:that )?you missed|(?:did not|didn't|couldn't|could not|unable to) (?:meet|make|finish|hit) (?:\w+ ){0,3}(?:deadline|time|date))\b",
        r"\b(?:miss(?:ed|ing)?|slip(?:ped)?|move[d]?|extend\w*|push(?:ed)?)\b[^.]{0,40}\b(?:deadlines?|dates?|launch|milestones?|commitments?|release|targets?|sprint|estimates?)\b|\b(?:deadlines?|dates?|launch|milestones?|release)\b[^.]{0,40}\b(?:miss(?:ed)?|slip\w*|moved|pushed|extended|late)\b|\b(?:delay\w*|overdue|behind schedule|postpon\w*)\b|\b(?:days?|weeks?|months?|hours?) (?:too )?late\b|\b(?:could(?:n.t| not)|can(?:n.t|not)|would not|wouldn.t) (?:finish|deliver|make|meet|complete|hit|ship)\b",
    ),
    _event(
        "disagreed with a superior",
        rf"\b(?:disagree\w*|conflicts?|push(?:ed)? back|argu\w+|challeng\w+)\b[^.?]{{0,60}}\b(?:{_LEADER})\b|\b(?:{_LEADER})\b[^.?]{{0,40}}\bdisagree\w*",
        rf"\b(?:{_LEADER})\b[^.]{{0,120}}\b(?:disagree\w*|want\w*|refus\w*|object\w*|against|insist\w*|prefer\w*|promis\w*|push\w*|thought|convinc\w*|skeptic\w*|sceptic\w*|hesita\w*)|\b(?:disagree\w*|convinc\w*|push(?:ed)? back|argued|objected|against|challenged)\b[^.]{{0,120}}\b(?:{_LEADER})\b",
    ),
    _event(
        "a conflict",
        rf"\b(?:conflicts?|disagree\w*|difficult|clash\w*|hard) (?:\w+ ){{0,3}}(?:{_PEER}s?|somebody|someone|people|interaction)|\bdisagree\w*|\bconflict\b|\bstrained\b",  # language: quoted
        r"\b(?:disagree\w*|conflict\w*|argu\w+|tension|clash\w*|push\w* back|against|object(?:ed|ing|ions?)|debat\w*|differed|differences?|different (?:views?|opinions?|ideas?|priorit\w+|expectations?|approach\w*)|refus\w*|insist\w*|quarrel\w*|dispute\w*|friction|frustrat\w*|convinc\w*|sceptic\w*|skeptic\w*|pushback|complain\w*|hesita\w*|resist\w*|reluctan\w*|(?:raised|had|voiced|shared|their|his|her|with) (?:\w+ ){0,2}concerns?|concerned|(?:un|not )happy|annoyed|angry|offended|hurt)\b",
    ),
    _event(
        OWN_FAILURE,
        r"\b(?:(?:you|you've|you have) (?:ever )?(?:failed|made a mistake|were wrong|messed up)|your (?:biggest |greatest )?(?:failure|mistake|regret)|a (?:mistake|failure) (?:you|of yours)|time you failed|(?:biggest|worst) (?:failure|mistake)|took a risk and it failed|(?:decision|something|idea|plan) (?:\w+ ){0,4}(?:failed|fail|went wrong|go wrong|fell short|flopped|did(?:n.t| not) (?:work|succeed|go)|was cancell?ed)|(?:outage|incident|bug|problem|issue|failure|downtime|regression) (?:that )?you (?:\w+ )?(?:caused|introduced|created|shipped|were responsible)|about (?:a|your|the) (?:\w+ )?(?:failure|mistake)|mistake)\b",
        r"\b(?:I|[Ww]e) (?:\w+ ){0,3}(?:failed|broke|deleted|missed|forgot|underestimat\w+|overlook\w+|assum\w+|was wrong|were wrong|made (?:a|the|some) (?:\w+ )?mistakes?|ignored|should(?:.ve| have)|did ?n[o']t|neglected|regret\w*|lost|misjudged|skipped|rushed|misread|misunderst\w+|caused)\b|\bshould(?:.ve| have) \w+|\b[Mm]y (?:own )?(?:\w+ )?(?:mistakes?|fault|errors?|failures?|miss|change (?:broke|caused|took))\b|\bmistake I\b|\b(?:project|launch|experiment|attempt|plan|idea|approach|initiative|release|migration|first (?:try|version)) (?:\w+ ){0,2}(?:failed|was shelved|was cancelled|was rolled back|was a failure|fell through)\b|\breal miss\b|\bmy (?:own )?(?:\w+ )?(?:doing|blame|responsibility that)\b|\bit was my change\b|\bI (?:had|have) not (?:checked|tested|asked|noticed|seen|considered|read)\b|\bI had (?:trusted|assumed|forgotten|broken|missed|overlooked|misjudged)\b|\bown(?:ed)? up\b|\bapologi[sz]ed for\b|\b(?:failed|wrong|mistakes?|failure)\b[^.]{0,40}\b(?:I|my|me|our)\b|\bI\b[^.]{0,60}\b(?:mistakes?|wrong|failure)\b",
    ),
    _event(
        "a project that failed",
        r"\b(?:projects?|launch(?:es)?|experiments?|initiatives?|products?|features?|efforts?|migrations?|roll-?outs?) (?:\w+ ){0,4}(?:failed|fail|went wrong|go wrong|fell short|flopped|did(?:n.t| not) (?:work|succeed|go)|(?:was|were|got) cancell?ed)\b|\bfailed (?:\w+ )?(?:projects?|launch|product|initiative)",
        r"\b(?:project|launch|experiment|attempt|plan|idea|approach|initiative|release|migration|rewrite|product|feature|roll-?out|pilot|it|we|I) (?:\w+ ){0,3}(?:failed|(?:was|were|got|been|be) (?:shelved|cancell?ed|stopped|abandoned|dropped|killed|reverted|switched off|thrown away|ended)|fell (?:through|short|flat)|flopped|never (?:launched|shipped|went live|paid off|used)|missed (?:\w+ ){0,2}(?:target|goal|deadline|date))\b|\b(?:gave (?:it |the \w+ )?up|abandon\w+|threw (?:it |\w+ )?away|written off|nobody used|no one used|(?:hardly|barely) anyone|without success|a failure)\b",  # language: quoted
        is_loose=True,
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
        is_loose=True,
    ),
    _event(
        RECEIVED_CRITICISM,
        r"\b(?:(?:negative|critical|constructive|tough|hard|difficult) feedback|feedback (?:you|that you)|criticism|criticized|criticised)\b",
        rf"\b(?:(?:told|asked) me (?:(?:that|how|why|to) )?(?:\w+ ){0, 3}(?:I|my|stop|listen|less|more|too|be|not)\b|(?:said to|warned|criticised|criticized|corrected|rated|confronted|blamed) me\b|pointed out|said (?:that )?(?:I|my)\b|feedback (?:\w+ ){{0,3}}(?:I|me|my|we|that|was|were|from|about|after)\b|(?:got|get|received|heard|took|given|getting|asked for|hard|tough|harsh|negative|critical|constructive|the|this|his|her|their) (?:\w+ ){{0,2}}(?:feedback|criticisms?|complaints?)|critici[sz]\w+|my (?:manager|lead|boss|reviewer|mentor|colleague)s? (?:\w+ )?(?:said|thought|felt|noted|complained)|(?:they|he|she|{_PEER}s?|{_LEADER}|users?|customers?) complained|I was (?:told|criticised|criticized|too|seen as|described as)|performance review|my review)\b",
    ),
    _event(
        GAVE_CRITICISM,
        r"\b(?:(?:gave|give|giving|provided?|deliver(?:ed)?|share[d]?|had to give) (?:\w+ ){0,5}(?:feedback|criticism)|feedback (?:that )?you (?:gave|had to give|delivered)|difficult conversations?)\b",
        r"\b(?:feedback|told (?:him|her|them|the|my|a|[A-Z]\w+)|talked (?:to|with)|spoke (?:to|with)|said to|conversation|one.on.one|1:1|in private|privately|pointed out|raised (?:it|this|the|my)|asked (?:him|her|them)|explained)\b",
    ),
    _event(
        "a customer",
        r"\b(?:customers?|clients?|end users?|users?)\b",
        r"\b(?:customers?|clients?|users?|students?|patients?|merchants?|shoppers?|buyers?|readers?|visitors?|subscribers?|guests?|stakeholders?|engineers tried|drivers?|tenants?)\b",
        is_loose=True,
    ),
    _event(
        "money saved",
        r"\b(?:sav(?:e|ed|ing) (?:\w+ ){0,3}(?:money|costs?)|cut (?:\w+ )?costs?|budget|frugal\w*|cost of running)\b",
        r"\b(?:costs?|budgets?|money|spend\w*|afford\w*|bills?|cheap\w*|saving\w*|saved?|expens\w+|dollars?|euros?|funds?|resources?)\b|[$€£₹]|n.t have (?:enough|the) (?:resources|money|budget|funds)",
    ),
    _event(
        "an incident",
        r"\b(?:incidents?|outages?|production (?:issue|problem|failure)|broke in production|emergency|crisis)\b",
        r"\b(?:incidents?|outages?|post-?mortems?|downtime|crash\w*|paged|pager|on[- ]call|alerts?|alerted|roll(?:ed|ing)?.?back|emergency|crisis|urgent(?:ly)?|unavailable|unreachable|hot-?fix\w*|timed out|data loss"
        r"|(?:was|were|went|goes|been|being|is|are|stayed|took \w+(?: \w+)?|brought \w+(?: \w+)?) down(?! to| from| by)(?= for|\b)"
        r"|broke(?!\w*(?: \w+){0,3} (?:in|into|down|up|out)\b)\w*|fail(?:ed|ures?|ing)|stopped (?:working|processing|responding|sending)|(?:block|lock)(?:ed|ing) (?:\w+ ){0,3}(?:orders?|users?|customers?|writes?|updates?|payments?|requests?|releases?)"
        r"|(?:lost|corrupted|deleted|dropped) (?:\w+ ){0,3}(?:data|rows?|orders?|messages?|payments?|tables?|index(?:es)?|database|emails?|records?)|(?:slow|late|wrong|stuck|dead|offline) for (?:\w+ ){1,3}(?:minutes?|hours?|days?)"
        r"|(?:could(?:n.t| not)|unable to) (?:log in|sign in|pay|order|check ?out|use|reach|access|connect|buy|load|open)"
        r"|production (?:issue|problem|incident|outage|failure|bug|database|system)|in production)\b",
    ),
    _event(
        "rolled something back",
        r"\broll(?:ed|ing)?[- ]?backs?\b",
        r"\b(?:roll(?:ed|ing)?[- ]?(?:it |\w+ )?back|rollback|revert\w*|backed out|switched (?:it )?(?:off|back))\b",
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
        "won others over",
        r"\b(?:without (?:\w+ )?authority|not report|did not have to listen|influenc\w+|persuad\w+|convinc\w+|(?:get|got|getting|bring|brought) (?:\w+ ){1,4}on board|buy-?in)\b",
        r"\b(?:convinc\w+|persuad\w+|influenc\w+|buy-?in|adopt\w*|agreed|proposal|propos\w+|present\w+|demo\w*|other teams?|won over|held back|hesita\w*|none of them reported|did(?:n.t| not) report|align\w*|approv\w+)\b",
        is_loose=True,
    ),
    _event(
        "learned something new",
        r"\b(?:learn(?:ed|t|ing)? (?:something|a new|new|anything|from scratch|quickly|a (?:skill|technology|language|tool|framework))|(?:taught|teach) yourself|(?:new|unfamiliar|unknown) (?:skill|technology|technologies|language|tool|framework|domain)|something new)\b",
        r"\b(?:taught myself|self-taught|stud(?:ied|ying)|(?:took|did|finished|completed|attended) (?:\w+ ){0,3}(?:courses?|tutorials?|classes|training|workshop|certification)|tutorials?|online course|(?:read|reading|worked through|went through|watched) (?:\w+ ){0,4}(?:books?|papers?|docs|documentation|manual|specification|source|chapters?|videos?)"
        r"|learn(?:ed|t|ing)? (?!(?:a lot|much|so much|many things|more|that|to|from|how important)\b)(?:\w+ ){0,3}\w+|learn(?:ed|t|ing)? how|(?:had |was |'d )?never (?:\w+ )?(?:used|worked|touched|written|built|seen|done|heard|programmed|deployed)|new to (?:me|us|the)|unfamiliar|no (?:prior |previous )?(?:experience|knowledge|background|idea)|(?:did not|didn.t) know (?:\w+ ){0,3}\w+|my first (?:project|job|service|line|program|time)|for the first time|picked up|got certified)\b",
    ),
    _event(
        "used an AI tool",
        r"\b(?:(?:used?|using|rely|relied|with|by|worked with) (?:an? |the |of )?(?:\w+ )?(?:ai|llms?|language models?|copilot|chatgpt|claude|cursor|coding (?:assistant|agent)s?|assistants?)|(?:ai|llms?)[- ](?:\w+ )?(?:tools?|assistants?|agents?|suggestions?|output|generated|assisted)|generative ai)\b",
        r"\b(?:ai|llms?|gpt(?:-?\d\w*)?|chatgpt|copilot|claude|cursor|gemini|codex|language models?|coding (?:assistant|agent)s?|ai-\w+|generated by (?:the|a) (?:model|assistant|tool)|prompt(?:s|ed|ing)?)\b",
    ),
    _event(
        "someone outside of engineering",
        r"\b(?:non-?technical|outside (?:of )?(?:engineering|your (?:team|function|department))|business (?:stakeholders?|people|partners?)|layperson)\b",
        r"\b(?:finance|accounting|accountants?|sales|marketing|legal|lawyers?|support|operations|customers?|clients?|stakeholders?|non-?technical|business|product (?:managers?|owners?|team)|executives?|ceo|cfo|coo|hr|procurement|analysts?|nurses?|doctors?|teachers?|editors?|operators?|journalists?|compliance|auditors?|designers?|founders?|users?|management|directors?|product)\b",
    ),
    _event(
        "a trade-off",
        r"\btrade-?offs?\b",
        r"\b(?:trade-?offs?|instead of|rather than|reject(?:ed|ing)|gave up|give up|at the (?:cost|expense|price) of|sacrific\w+|compromis\w+|in exchange|accept(?:ed|ing)|decided against|ruled out|options?|alternatives?|pros and cons|chose|choosing|prefer\w*|decided not to|in favou?r of|slower but|versus|vs|balanc\w+|weigh\w*|postpon\w+|prioriti[sz]\w+|cut (?:the )?scope)\b",
        is_loose=True,
    ),
    _event(
        "said no",
        r"\b(?:(?:say|said|saying|tell) (?:\w+ )?no\b|turn(?:ed)? down|declined?|refused?)",
        r"\b(?:said no|saying no|say no|refus\w+|declin\w+|push(?:ed|ing)? back|turned (?:\w+ ){0,3}down|decided (?:not to|against)|reject\w+|would(?:n.t| not)|object(?:ed|ions?)|postpon\w+|argued against|against|not (?:do|build|ship|add|correct|include)|out of scope|cut (?:the )?scope|stood (?:my ground|firm)|insist\w*)\b",
        is_loose=True,
    ),
    _event(
        "little time",
        r"\b(?:(?:tight|short|aggressive|impossible|looming|strict) (?:\w+ )?(?:deadlines?|timelines?|schedules?|time ?frames?)|under (?:\w+ )?(?:deadlines?|time pressure)|limited time|short on time|little time)\b",
        r"\b(?:deadlines?|time ?lines?|due|by (?:the )?(?:end of|monday|tuesday|wednesday|thursday|friday|january|february|march|april|may|june|july|august|september|october|november|december|next|christmas|\d)|(?:with)?in (?:a|an|one|two|three|four|five|six|seven|eight|ten|under|less than|only|just|\d+)(?: \w+)? (?:hours?|days?|weeks?|months?|weekend|night|sprint)|(?:had|only|got|given|left|remaining) (?:\w+ ){0,2}(?:hours?|days?|weeks?|months?)|before (?:the )?(?:\w+ ){0,3}(?:launch|sale|season|demo|release|holiday|christmas|event|programme|conference|audit)|urgent\w*|overnight|weekends?|time pressure|hours? left|on time|tight|in time|ahead of schedule|crunch|last minute)\b",
        is_loose=True,
    ),
)


@lru_cache(maxsize=4096)
def events_in_question(question: str) -> tuple[Event, ...]:
    """Give the events that a question asks for; none where it leaves the event open."""
    found = tuple(event for event in EVENTS if event.question.search(question))
    # The word "mistake" alone asks for your own.
    others = any(event.name == ANOTHERS_FAILURE for event in found)
    # "Critical feedback" alone asks for what you were told.
    gave = any(event.name == GAVE_CRITICISM for event in found)
    return tuple(
        event
        for event in found
        if not (others and event.name == OWN_FAILURE) and not (gave and event.name == RECEIVED_CRITICISM)
    )
