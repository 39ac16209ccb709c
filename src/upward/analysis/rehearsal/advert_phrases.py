"""Which phrases of a job advert ask for which principle or theme, written for this purpose.

Each pattern is what adverts say, not what stories say: "work closely with product" asks for work across teams.
"""

# ruff: noqa: E501
# Word lists.

from __future__ import annotations

import re
from collections.abc import Mapping

_PHRASES: Mapping[str, str] = {
    # Themes
    "technical-complexity": r"complex (?:systems?|problems?|technical)|distributed systems?|(?:high|large|massive|internet)[- ]scale|at scale|scalab\w+|low[- ]latency|architect(?:s|ed|ing|ure|ural)?|system design|idempoten\w+|event[- ](?:driven|sourc\w+)|microservices?|concurren\w+|(?:high|fault)[- ](?:availability|toleran\w+)|eventual(?:ly)? consisten\w+|performance (?:tuning|engineering|optimi[sz]ation)|technical (?:depth|challenges|excellence)|design(?:ing)? and (?:build|implement)\w*",
    "cross-team-collaboration": r"cross[- ]?(?:functional|team|organi[sz]ational)\w*|across (?:teams|functions|the (?:company|organi[sz]ation|business)|disciplines|multiple teams)|(?:work|partner|collaborat)\w* (?:closely )?with (?:[\w,/&-]+ ){0,6}?(?:product|design\w*|stakeholders|teams|partners|business|data scien\w+|operations)|stakeholder management|multiple stakeholders|non-?technical (?:stakeholders|colleagues|people|audiences?|teams|partners)|communicat\w+ (?:\w+ )?(?:with|to) (?:[\w-]+ )?(?:stakeholders|teams|partners|business)",
    "leadership-influence": r"influenc\w+|technical (?:lead(?:er|ership)?|direction|vision|strategy)|set(?:ting)? (?:the )?(?:technical )?direction|without (?:formal )?authority|thought leader\w*|drive (?:alignment|consensus|adoption|change)|lead (?:projects|initiatives|the (?:design|development|delivery))|leadership (?:skills|experience)|road ?map",
    "mentorship": r"mentor\w*|coach(?:es|ing)?|(?:grow|develop|support|train)\w* (?:other |junior |fellow |less experienced )?(?:engineers|developers|colleagues|team ?mates|people|talent)|pair programming|knowledge sharing|code reviews?",
    "conflict-resolution": r"conflict\w*|disagree\w*|(?:difficult|hard|challenging) conversations?|negotiat\w+|challenge (?:ideas|assumptions|the status quo)|healthy debate|competing (?:priorities|demands)|constructive feedback",
    "failure-recovery": r"incidents?|on[- ]call|outages?|post[- ]?mortems?|root[- ]cause|reliab\w+|resilien\w+|site reliability|learn from (?:failure|mistakes)|disaster recovery|uptime",
    "ambiguity-pivoting": r"ambigu\w+|uncertain\w*|fast[- ](?:paced|moving|changing|growing)|changing (?:requirements|priorities|environment)|rapidly (?:changing|growing|evolving)|start-?up|greenfield|zero to one|0[- ]to[- ]1|self[- ](?:starter|directed|motivated)|undefined problems",
    "customer-impact": r"customer\w*|user (?:experience|needs|feedback|problems|value)|end[- ]users?|clients?\b|product[- ](?:minded|sense|thinking|oriented)|user[- ](?:focus\w*|centric|centred|centered)|business (?:value|impact|outcomes)",
    # Principles
    "customer-obsession": r"customer[- ](?:obsess\w+|first|focus\w*|centric\w*)|obsess\w* (?:about|over) (?:our )?customers|needs of (?:our )?(?:customers|users)",
    "ownership": r"own(?:ing|s|ed)? (?:the |your |our |features?|services?|projects?|systems?|problems?|end)|ownership|end[- ]to[- ]end|accountab\w+|take (?:full )?responsibility|responsible for (?:the )?(?:whole|entire|full)|you build it",
    "invent-and-simplify": r"innovat\w+|simplif\w+|automat(?:e|ion|ing)\b|invent\w*|new ideas|creative (?:solutions|problem)",
    "are-right-a-lot": r"(?:sound|good|strong) judge?ment|trade-?offs?|design (?:docs?|documents?|reviews?)|rfcs?\b|data[- ]driven decisions?|technical decisions?|decision[- ]making",
    "learn-and-be-curious": r"curio\w+|(?:eager|willing\w*|desire|love|ability|quick|fast) (?:to learn|learners?)|continuous(?:ly)? (?:learn|improv)\w*|lifelong learn\w*|learn new|new technolog\w+|growth mindset",
    "hire-and-develop-the-best": r"mentor\w*|hiring|recruit\w*|interview(?:ing)? candidates|(?:grow|develop)\w* (?:the team|engineers|talent|others)|raise the (?:hiring )?bar (?:in|of|for|with) (?:hiring|every hire|new hires)",
    "insist-on-the-highest-standards": r"rais(?:e|ing) the bar|high(?:est)? (?:quality|standards?|bar)|quality (?:code|software|standards)|best practices|clean (?:code|,)|maintainable|well[- ]tested|test[- ](?:driven|automation|coverage)|code quality|craftsmanship|attention to detail|engineering excellence",
    "think-big": r"vision\b|ambitious|think big|long[- ]term (?:strategy|vision|thinking)|strateg(?:y|ic)\b|shape the future|transform\w*",
    "bias-for-action": r"bias (?:for|to|towards) action|proactiv\w+|initiative\b|move fast|ship (?:fast|quickly|early|often)|iterat\w+|hands[- ]on|get(?:ting)? things done|pragmati\w+",
    "frugality": r"cost[- ](?:effective|efficien\w+|optimi[sz]ation|conscious|aware)\w*|frugal\w*|cloud costs?|budget\w*|limited resources|efficient use",
    "earn-trust": r"trust\w*|transparen\w+|integrity|honest\w*|(?:open|clear|excellent|strong|effective|good) (?:\w+ (?:and \w+ )?)?communicat\w+|communicat\w+ (?:clearly|openly|honestly|well|effectively)|communication skills|empath\w+|humble|humility|respect\w*|feedback",
    "dive-deep": r"debug\w*|troubleshoot\w*|deep (?:dive|understanding|knowledge|technical)|root[- ]cause|analytical|investigat\w+|profil(?:e|ing)\b|monitoring|observab\w+|metrics|problem[- ]solving",
    "have-backbone": r"challenge (?:ideas|assumptions|the status quo|each other)|speak up|strong opinions|push back|disagree and commit|constructively challenge|conviction",
    "deliver-results": r"deliver(?:s|ing|y|ables?)?\b|deadlines?|results[- ](?:driven|oriented)|track record|ship(?:ping|ped)? (?:production|software|features|products)|meet (?:goals|commitments)|outcomes?\b|execution\b",
    "best-employer": r"inclusi\w+|divers\w+|belonging|psychological safety|well-?being|supportive (?:team|environment|culture)|team culture|healthy (?:team|culture)",
    "broad-responsibility": r"sustainab\w+|accessib\w+|ethic\w+|privacy|social (?:impact|responsibility)|societ\w+|climate|responsible ai|safety\b",
}
PATTERNS: Mapping[str, re.Pattern[str]] = {
    name: re.compile(rf"\b(?:{words})", re.IGNORECASE) for name, words in _PHRASES.items()
}

# What an advert says about itself, its law and its pay, not about the work: never evidence of a theme.
BOILERPLATE = re.compile(
    r"equal[- ]opportunity|regardless of|without regard to|race,|religion|veteran|disabilit|gender|sexual orientation|accommodat"
    r"|401\(?k|dental|pension|paid time off|vacation|parental leave|perks|benefits\b|(?:learning|training|education|conference|mentoring|development|home office) budget|salary|compensation|health insurance"
    r"|privacy (?:policy|notice)|cookies?|visa\b|background check|data protection",
    re.IGNORECASE,
)
# What an advert says about itself as an advert and about its own selection: no skill that it asks for.
RECRUITING = re.compile(
    r"\b(?:(?:is|are|we['’]re|now|currently|also) (?:now |currently |also |actively )?(?:hiring|recruiting)\b!?|hiring (?:process|manager|team|now)"
    r"|recruit(?:ing|ment) (?:process|team|agenc\w+)|recruiters?\b|(?:our|the) interview(?:ing)? process|hiring for)",
    re.IGNORECASE,
)
# Headings of what the company gives, and of what it asks for: what stands under the former asks for nothing.
OFFER = re.compile(
    r"(?:what|why) (?:we|you'll|you will|you) (?:can )?(?:offer|get|receive|join)\w*|we offer\b|our offer|(?:our |the )?benefits|(?:our )?perks"
    r"|why (?:join )?us|what's in it for you|compensation|we give you",
    re.IGNORECASE,
)
ASKED = re.compile(
    r"(?:your |the |key |main )?(?:role|tasks?|responsibilit\w+|requirements?|qualifications?|profile|skills|about you|who you are"
    r"|what you(?:'ll| will)? (?:do|bring|need)\w*|must haves?|nice to haves?|how to apply|about)\b",
    re.IGNORECASE,
)
_LEVELS = {
    "staff": r"\b(?:staff|principal|distinguished|architect|head of|director)\b",
    "senior": r"\b(?:senior|sr\.?|lead|tech lead|[5-9]\+? years|1\d\+? years)\b",
    "intermediate": r"\b(?:mid(?:-level)?|intermediate|junior|associate|[2-4]\+? years|graduate)\b",
}
LEVELS = {name: re.compile(words, re.IGNORECASE) for name, words in _LEVELS.items()}
