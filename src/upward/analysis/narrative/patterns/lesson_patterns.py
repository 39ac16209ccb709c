"""What general lessons, blame, hypothetical answers, habits and second stories sound like; English only."""

from __future__ import annotations

# ruff: noqa: E501
# A line is a pattern.
from upward.analysis.narrative.patterns.pattern import Pattern, words

_VIRTUE = (
    "communication|communicating|teamwork|team work|collaboration|planning|time management|leadership|patience|perseverance|ownership|"
    "trust|transparency|hard work|preparation|feedback|testing|documentation|persistence|empathy|flexibility|adaptability|quality"
)
PLATITUDE = Pattern(
    "platitude",
    words(rf"""
    (?:importance|value|power) of (?:\w+ ){{0,2}}(?:{_VIRTUE})
    how (?:important|valuable|crucial|essential) (?:\w+ ){{0,3}}(?:{_VIRTUE})
    (?:{_VIRTUE})(?:,? and (?:{_VIRTUE}))? (?:is|are|matters?) (?:\w+ )?(?:key|important|crucial|essential|everything|vital|matters?)
    (?:{_VIRTUE})(?:,? and (?:{_VIRTUE}))? matters?
    learn(?:ed|t) (?:so much|a lot|a great deal|many (?:new )?things|new things)
    (?:great|good|valuable|amazing|big|wonderful) (?:learning )?(?:experience|lesson)
    (?:{_VIRTUE}|respect|listening)\b[^.\n]{{0,40}}(?:makes? (?:the|all the) difference|matters? most|what counts|(?:is|are) the key)|comfort zone|(?:you|one|we) (?:always )?grows? with|how much it matters to|(?:one|you) should always (?:listen|be|stay|keep|believe|try)|(?:to )?stay open (?:for|to) new
    grew (?:a lot|so much|as an?|both)|helped me (?:to )?grow|became a better (?:\w+ )?(?:developer|engineer|person|leader|teammate)
    made me a (?:much )?better|never give up|always stay positive|work(?:ing)? (?:better )?(?:with people|as a team)
    learn(?:ed|t) (?:\w+ ){{0,2}}(?:many|several|some|lots of|plenty of|a lot of) (?:\w+ ){{0,2}}(?:things|lessons|skills)
    (?:taught me|learn(?:ed|t)) (?:how )?to (?:be|stay|become|remain) (?:more |very |always )?(?:patient|positive|persistent|confident|flexible|humble|motivated|calm|strong|professional|open)\w*
    (?:hard work|effort|practice|persistence|perseverance|teamwork|success|patience)(?: and \w+)? (?:is|are|was|will be|gets?|always|really|takes|makes|pays|leads) (?:\w+ )?(?:rewarded|off|perfect|key|effort|success|everything|worth it)
    (?:improved|strengthened|enhanced|developed|sharpened|broadened) (?:my|our) (?:\w+[- ]){{0,2}}(?:skills?|horizons?|knowledge|experience|confidence)
    gain(?:ed|ing) (?:\w+ ){{0,3}}(?:experience|confidence)|(?:made|makes) me (?:\w+ ){{0,2}}(?:more )?(?:confident|stronger)
    do (?:my|your|one's) (?:very )?best|nothing is impossible|every challenge is an? opportunity|eye[- ]opening experience|believe in (?:myself|yourself|ourselves)
    """),
)
# A lesson that names what is done with it is not a platitude.
APPLIED = Pattern(
    "applied",
    words(r"""
    since then|from then on|ever since|I now|now I|next time|these days|today I|I(?:['’]ve| have)? (?:always |never )?(?:\w+ ){0,2}since
    before I|first thing I|instead of|by (?:\w+ing)|so (?:that )?I|whenever I|each time I|every time I|would (?:\w+ )?(?:start|begin|ask|involve|write|test|measure)
    """),
)
BLAME = Pattern(
    "blame",
    words(r"""
    (?:is|are|was|were|being|totally|completely|absolutely) (?:\w+ )?(?:useless|incompetent|lazy|clueless|stupid|hopeless|an idiot|idiots|terrible at)
    (?:has|have|had) no (?:idea|clue)(?: (?:of|about|what|how)\b)?
    (?:it was|that was|all|entirely|clearly|mostly) (?:their|his|her|the (?:\w+ ){1,3}(?:team's|group's|department's|manager's)) (?:own )?fault
    (?:their|his|her) (?:incompetence|laziness|stupidity|ignorance)
    (?:never|didn't|did not|doesn't|wouldn't) (?:even )?(?:do|did) (?:their|his|her) (?:job|part|work)
    (?:he|she|they|the \w+ team|my (?:manager|boss|lead)) (?:was|were|is|are) to blame|(?:I )?blame (?:him|her|them|the|my)
    because (?:he|she|they|my (?:manager|boss|lead)) (?:was|were|is) too (?:\w+ )?(?:lazy|stupid|slow|dumb)
    (?:messed|screwed) (?:it|everything|the \w+) up
    (?:only|just) (?:cares?|cared|thinks?|thought) about (?:his|her|their) own|(?:management|they|he|she|team|department|sales|legal|support) never (?:reads?|listens?|listened|understood|understands?|answers?|answered|helps?|helped|cares?|cared)
    (?:that is|that's|it's|it is) their only job|(?:presented|did|handled|managed|planned) (?:it|this|that|everything) (?:horribly|terribly|badly|poorly)
    (?:they|he|she|management|(?:my|our|their) (?:\w+ )?(?:manager|boss|lead|team|vendor|architect|colleagues?)) (?:really |simply |just )?should(?:'ve|’ve| have) (?:\w+ed|known|done|told|been|seen|thought|read|found|caught|written)
    (?:was|is|were)(?:n't|n’t| not) (?:\w+ )?my (?:own )?(?:fault|mistake)|(?:my|our) (?:own )?(?:part|side|half|code) was (?:\w+ )?(?:fine|done|ready|finished|correct|okay|ok|perfect)
    nothing (?:else |more )?(?:that )?I could (?:do|have done)|I (?:had |have )?warned (?:them|him|her|everyone|everybody)|(?:could(?:n't|n’t| not) be|(?:did(?:n't|n’t| not)|never) )\s*bother(?:ed)?|out of (?:their|his|her) depth|let (?:me|us) down|thanks to (?:their|his|her) \w+
    because of (?:him|her|them),? (?:I|we) (?:had to|lost|missed|failed|could not|couldn't)|(?:was|were) (?:obviously |clearly |probably |simply )?(?:sleeping|asleep on the job)
    """),
)
HYPOTHETICAL = Pattern(
    "hypothetical",
    words(r"""
    I(?:'d|’d| would| might| could)(?: (?:also|then|first|probably|simply|always|try|want|like))*(?: to)? (?:[a-z]+)
    I(?:'ll|’ll| will)(?: (?:also|then|first|always|try))*(?: to)? (?:[a-z]+)
    imagine|suppose (?:that )?|were I to|(?:we|they|he|she|it|HR|plan|customers?|people|one|result|team|goal|job) (?:would|should) (?:\w+ )?[a-z]+|would I [a-z]+
    """),
)
HABIT = Pattern(
    "habit",
    words(r"""
    usually|generally|in general|normally|typically|regularly|tends? to|most of the time|(?:each|every) (?:time|lesson|week|month|second|sprint|morning)|rarely|whoever|I (?:always|never|often|try to|like to|believe|prefer|make sure|regularly|am someone|am a person)
    when(?:ever)? (?:I|there|a|an|two|someone|somebody|people|my)|my (?:approach|style|philosophy|way of|general)
    """),
)
ANOTHER_STORY = Pattern(
    "another-story",
    r"""
    (?:^|\n|[.!?]\s+)\W*(?:another (?:time|thing I(?:'m| am) (?:\w+ )?proud|example|instance|case|story|project|situation)\b|a second (?:example|story|case|instance)\b|(?:on|in) another (?:occasion|project|team|company|job|role|situation)\b|(?:also,? )?at (?:a different|another) (?:company|job|startup)\b|(?:case|example|story) (?:2|two|ii)\b|a different (?:time|example|story)\b|\(2\) (?:19|20)\d\d\b|(?:my |a )?(?:first|second|other) (?:failure|success|example)\b|and a (?:success|failure|second)\b|when I (?:worked|was) (?:for|at|in) [^.\n]{0,30}?(?:on the other hand|too|as well)\b|in the same year\b)
    (?:\n|^)[^\S\n]*(?:[-*]\s+)?(?:\*\*)?(?:R|Result|L|Learning|Learned)(?:\*\*)?\s*[:)][^\n]*\n+[^\S\n]*(?:[-*]\s+)?(?:\*\*)?(?:S|Situation)(?:\*\*)?\s*[:)]
    """,
)
