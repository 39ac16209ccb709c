"""What the parts of a story sound like: word lists written for this purpose, English only."""

from __future__ import annotations

# ruff: noqa: E501
# A line is a pattern.
from upward.analysis.narrative.patterns.pattern import Pattern, words

OBSTACLE = Pattern(
    "obstacle",
    words(r"""
    problems?|challeng\w+|difficult\w*|harder|hardest|obstacles?|block(?:ed|er|ers|ing)|conflict\w*|disagree\w*
    hard to|hard (?:part|choice|decision|call|deadline|problem|limit)|was hard|it was not easy|not easy|wasn't easy
    push(?:ed|ing)?[ -]?back|objection\w*|object(?:ed|ing)|oppos\w+|resist\w+|reluctan\w+|scept\w+|skept\w+|refus\w+
    reject\w*|denied|denial|risk\w*|fail\w*|broke\w*|breaks?|breaking|breakage|outage\w*|incident\w*|crash\w*|bugs?|errors?
    wrong|mistake\w*|regress\w+|corrupt\w+|stuck|slow\w*|late|delay\w*|behind schedule|overran|deadline\w*|pressure|tight
    urgent\w*|short[ -](?:staffed|handed|of)|limited|lack\w*|missing|unclear|ambig\w+|uncertain\w*|unknown\w*|unfamiliar
    legacy|complex\w*|tangled|flak(?:y|ed|es|iness)|unstable|unreliable|trade-?offs?|compromis\w+|versus|dilemma|constraint\w*
    tension\w*|friction|complain\w*|concern\w*|fear\w*|worr\w+|doubt\w*|unhappy|frustrat\w+|angry|upset|burn\w*out|attrition
    struggl\w+|suffer\w*|lost|losing|loss|setback\w*|unexpected\w*|surpris\w+|unfortunately|however|despite|although|even though
    turned out|nobody|no one|couldn't|could not|can't|cannot|wouldn't|would not|didn't|did not|wasn't|weren't|won't|not enough
    too (?:much|many|long|slow|late|little|few|large|big|expensive|costly|risky|old)|costly|vulnerab\w+|breach\w*|threat\w*
    overload\w*|bottleneck\w*|timeouts?|tim(?:ed|ing) out|overflow\w*|exhaust\w+|deadlock\w*|race condition\w*|leak\w*|silo\w*
    contention|competing|contradict\w+|misalign\w*|misunder\w+|ran out|running out|out of (?:memory|space|time|budget)
    debt|spike[sd]?|degrad\w+|dropp(?:ed|ing)|declin\w+|insist\w*|argu(?:ed|ments?|ing)|debat\w+|unpopular|tough
    pain|painful|messy|mess|fragile|brittle|manually|manual (?:\w+ )?(?:work|steps?|process\w*|effort|checks?|test\w*|deploy\w*|release\w*|entry|entries|review\w*|update\w*|labou?r|error-prone)|(?:was|were|is|are|all|largely|mostly|still|entirely) manual|duplicat\w+|inconsisten\w+|stale|overwhelm\w*|emergenc\w+
    cris[ie]s|critical|escalat\w+|impossible|hurdle\w*|barrier\w*|impediment\w*|snag\w*|weakness\w*|issues?|trouble\w*
    but|though|unless|never|(?:did|does|do|is|are|was|were|has|have|had|could|would|should|wo|ca)n['’]t|resign\w*|on (?:sick )?leave|fell ill|short notice|panic\w*|expensive|unfair\w*|outdated|obsolete|deprecated
    bad|badly|poor|poorly|worse|worst|hate[sd]?|nervous|anxious|rigid|attack\w*|fraud|cancel\w*|blame[ds]?|violat\w+|penalt\w+|dispute\w*|impasse|stalemate
    overrul\w+|veto\w*|banned|forbid\w*|forbade|prohibit\w*|restrict\w+|shortage|budget cuts?|lay-?offs?|laid off|reorgani[sz]\w+|understaffed|overdue
    backlog|spaghetti|workarounds?|roll(?:ed)? ?back\w*|revert\w*|stall\w*|hung|froze|starv\w+|flood\w*|spam|surge\w*|noisy|hidden|unnoticed|by hand|bypass\w*
    stopped (?:working|answering|trusting|using)|kept (?:failing|missing|breaking|crashing|asking|losing|getting)|nobody|no (?:tests?|docs|documentation|owner|one|way|time|budget|plan|access|logs?|data)
    had to (?:choose|tell|decide|pick|give up|let)|neither|nor|bankrupt\w*|swore|swear\w*|differently|times the (?:usual|normal|load|traffic)|had not|has not|have not
    got (?:none|nothing)|asked for help|came to nothing|fell through|in one (?:night|morning|day)|before anyone else
    nonsense|said no|lagg(?:ed|ing)|twice because|had to (?:rewrite|redo|restart|repeat|retreat|throttle|start (?:over|again)|go back|begin again)|push(?:ed|ing|es)? against|took a stand|torn between|walk(?:ed)? out
    protest\w*|attempts?|fell over|falls over|declined|shout\w+|in vain|unable|hostile|gave up|given up|afraid|quit|who left|against (?:it|this|that|us|me|him|her|them|a|the|every\w*)
    wanted (?:a|an|the|to) [^.;\n]{0,50}(?:; I|, but|but I)|fought|fight\w*|fatigue|inherited|had left|had no|there (?:was|were) no|none of us|apologi\w+|restor\w+|by mistake|accident\w*|convinc\w+|persuad\w+|gaps?|missed|ignored|abandon\w*|(?:had|have|has) (?:doubled|tripled|risen|dropped|fallen|grown)|paged|sev-?\d|downtime|unavailab\w+|broken|dying|died|down for|went down|drowning|chaos|chaotic|confus\w+|undocumented
    """),
)
LEARNED = Pattern(
    "learned",
    words(r"""
    (?:I|we|it|this|that|which|experience|one|me)(?:['’](?:ve|d))? (?:have |has |had |also |really |then |soon ){0,2}(?:learn(?:ed|t)\b[^\w\n]{1,3}(?-i:[a-z]|I\b)\w*|taught|came to (?:see|understand|appreciate)|took away|showed me)
    (?:I|we)(?:['’]ve)? (?:\w+ )?reali[sz]ed (?:that|how)|made me reali[sz]e
    (?:lessons?|take-?aways?|learnings?)(?:[^\w\n]{0,2}[:–—-][^\w\n]{0,3}\w+| (?:I|we|was|were|is|are|for me|from (?:this|that|it)|here)\b)|in hindsight|in retrospect|looking back|next time|ever since,? (?:I|we)(?:'ve| have)? \w+|since (?:then|that \w+),? (?:I|we)(?:'ve| have)? \w+|since then,? (?:my|our|every|each|no) \w+|learn(?:ed|t|ing):\s*\w+|going forward
    from (?:then|that (?:day|point|moment)) on|from that (?:time|week|month|year)(?: on)?,? I|today,? I \w+|these days,? I|nowadays,? (?:I|we)\b|what I (?:take|took|have taken) (?:from|away)|what (?:it|this|that) taught|what (?:stays|stayed|stuck|sticks) with (?:me|us)
    afterwards:?,? (?:I|we) (?:\w+ )?(?:wrote|added|introduced|changed|made|started|began|proposed|set up|put|agreed|decided)
    should(?:['’]ve| have) (?:\w+ ){0,2}\w+(?:ed|ne|en|lt|ad|un|ut|nt)
    (?:would|should|could)(?: have)? (?:now )?(?:do|done|start(?:ed)?|ask(?:ed)?|involved?|write|written|test(?:ed)?|push(?:ed)?|talk(?:ed)?|raised?)[^.]{0,60}(?:differently|earlier|sooner|first|instead)
    do (?:it |this |things )?differently|if I (?:did|were|had) (?:it|this|to)|reminded me|the main lesson|my (?:biggest |main |key )(?:mistake|regret|lesson)
    I (?:now|always|never|no longer) \w+|now,? I (?:always |never )?\w+|now,? we (?:always|never)|(?:I|we)(?:['’]ve| have)? (?:since|changed how|kept (?:on )?\w+ing|made a (?:habit|rule))
    I(?:['’]ve| have) never (?:again|since)|I have(?:n't| not) since|never again (?:did|have|would|will) I
    my (?:own |first |new |one )?(?:principle|rule|habit|practice|checklist) (?:since|now|today|is|became)
    (?:what|(?:one|the|a|two|three|another) (?:\w+ )?(?:things?|rules?|habits?)) (?:that )?(?:I|we)(?:['’]ve| have)? (?:\w+ )?(?:changed?|do|did|kept?|keep|added)(?: \w+)? ?(?:since|now|today|afterwards?|differently|is|was|:)|I (?:don['’]t|do not|won['’]t|no longer) [^.\n]{2,60} any ?(?:more|longer)|(?:a|one|the) lesson (?:for|of) (?:me|us|mine|ours)|or I (?:don['’]t|won['’]t|do not|refuse to) \w+|made it a (?:habit|rule|practice)|became (?:my|a) habit|grew from|has stayed with me|I still \w+|I carry
    """),
)
VAGUE = Pattern(
    "vague",
    words(r"""
    (?:went|go|going) (?:very |really |quite |pretty |so )?(?:well|smoothly|fine|great)|received (?:\w+ )?well
    (?:a|an|the) (?:big |great |huge |real |total |complete |overall )?(?:success|hit|win)|success(?:ful|fully)
    (?:everyone|everybody|they|people|all|management|the team|the client|stakeholders|users|customers) (?:was|were) (?:very |really |quite |so |all |extremely )?(?:happy|pleased|satisfied|impressed|delighted|glad)
    (?:was|were) (?:very |really |quite )?(?:happy|pleased|satisfied|impressed|well received|great|good|better|appreciated)
    (?:very |extremely |so |really )?(?:positive|great|good|excellent|amazing) (?:feedback|response|reception|results?|outcomes?|impact)
    (?:much|a lot|way|far|significantly|greatly|considerably|dramatically|noticeably|massively|substantially|vastly|hugely) (?:better|faster|more|less|easier|smoother|improved|reduced|increased|cleaner|happier|quicker|cheaper)
    (?:improved|increased|reduced|decreased|enhanced|boosted|strengthened|streamlined)(?: \w+){0,5} (?:significantly|greatly|a lot|considerably|dramatically|noticeably|substantially|massively|overall)
    (?:significant|great|huge|big|major|considerable|dramatic|noticeable|massive|substantial|real) (?:\w+ )?(?:improvement|impact|increase|decrease|reduction|difference|gains?|savings?|success|boost)s?
    things (?:got|are|were|improved|went)|worked (?:out|well|great|fine)|turned out (?:well|great|fine)|all good|paid off
    made a (?:big |real |huge |positive )?difference|(?:delivered|added|brought|created) (?:a lot of |great |real |business )?value|happy customers
    improved (?:the )?(?:performance|quality|efficiency|productivity|collaboration|communication|morale|experience|reliability|stability)
    more (?:efficient|productive|reliable|stable|maintainable|scalable|robust)|better (?:performance|quality|collaboration|communication|experience)
    """),
)
# An event that another person could check.
EVENT = Pattern(
    "event",
    words(r"""
    (?:hit|met|made|kept|beat) (?:the|its|our|their|that|every|all) (?:\w+ ){0,2}(?:deadlines?|dates?|milestones?|targets?)
    (?:was|were|got|been|is|are) (?:\w+ly |later |then |also )?(?:approved|adopted|accepted|promoted|merged|signed|renewed|certified|elected)
    (?:approved|adopted|signed|renewed|accepted) (?:it|the|our|my|their|for)|adopted by|promoted to|my promotion|(?:became|is now|now) the (?:\w+ )?(?:standard|default|template)
    (?:no|without (?:any|a single|one)|not a single|zero) (?:\w+ )?(?:complaints?|downtime|outages?|incidents?|data loss|regressions?|rollbacks?)
    went live (?:on|in|as|at)|passed (?:the|its|our|with|on) (?:\w+ )?(?:audit|exam|review|certification|inspection|test|first)|won (?:the|an?|first|second|third) (?:\w+ )?(?:award|prize|place|contract|tender|competition|hackathon|deal|client|customer)
    (?:still|now) (?:in use|uses? it|used by|leads?|runs? the|owns?)|stayed (?:on|with) (?:the|our)|(?:on time|ahead of schedule|on schedule|on the (?:announced|agreed|promised|planned) (?:day|date))
    """),
)
TASK = Pattern(
    "task",
    words(r"""
    my (?:own )?(?:task|job|role|goal|responsibilit\w+|assignment|mission|objective|mandate|brief|target)
    (?:I|we) (?:was|were) (?:\w+ly )?(?:asked|tasked|assigned|responsible|charged|told|brought in|expected|given|put in charge|on the hook|accountable|on[ -]?call|supposed|in charge|the (?:lead|owner|only)|leading|running|heading)
    (?:I|we) had (?:\w+ ){0,2}(?:days?|weeks?|months?) to
    (?:I|we) (?:needed (?:to|an?|either|his|her|their|the)|had to|had (?:promised|offered|agreed|volunteered|committed)|set out|wanted to|wanted (?:one|a|the|it|them)|aimed|committed|volunteered|offered|promised|owned|took on|took over|stepped in|stepped up)
    (?:the|our) (?:goal|aim|objective|target|ask|brief|task|mandate|mission) (?:was|were|became)
    (?:goal|task|objective|target|ask|mandate):|(?:asked|tasked|wanted|told|trusted|assigned) (?:me|us)|(?:team|squad|group|department) (?:was|were|had been) (?:asked|tasked|assigned|charged|responsible)|gave me|it (?:was|fell) (?:up )?(?:to|on) me|(?:made|makes|held) me (?:\w+ )?(?:responsible|accountable)|(?:become|became|being) responsible
    I(?:'m| am|’m| was) (?:the|an?|our) (?:\w+ ){0,3}(?:lead|owner|manager|engineer|developer|programmer|tester|admin\w*|architect|integrator|analyst|junior|member)\b|I(?:'m| am|’m) responsible
    as (?:the )?(?:tech lead|team lead|lead|owner|on-?call|principal|senior)\b
    """),
)
CUT_BY = Pattern(
    "cut-by",
    r"""
    \b(?:reduc\w+|cut(?:ting)?|decreas\w+|lower\w*|dropp?\w*|shrink\w*|shrank|shrunk|fell|slash\w*|sav(?:ed|ing)|less|fewer|down)\b[^.\n%]{0,60}?\bby\s+(?:about\s+|around\s+|over\s+|more\s+than\s+|nearly\s+)?(?P<share>\d[\d,]*(?:\.\d+)?)\s*(?:%|percent\b|per\s+cent\b)
    """,
)
