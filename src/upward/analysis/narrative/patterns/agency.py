"""Who did it, and what was done: word lists written for this purpose, English only."""

from __future__ import annotations

# ruff: noqa: E501
# A line is a pattern.
from upward.analysis.narrative.patterns.pattern import Pattern, words

_ADJECTIVE = "great|amazing|awesome|brilliant|incredible|fantastic|wonderful|talented|excellent|strong|smart"
_MATE = "managers?|leads?|tech leads?|team leads?|boss|teams?|colleagues?|team-?mates?|mentors?|architects?|directors?|peers?"
FIRST_PERSON = Pattern("first-person", r"\b(?:I|my|My|mine|myself|me)\b", ignore_case=False)

LUCK = Pattern(
    "luck",
    words(r"""
    by (?:pure |sheer )?(?:luck|chance)
    (?:got|was|were|been|get) (?:just |really |very |so |pretty |quite |simply )?(?:lucky|fortunate)
    right place at the right time
    (?:lucky|fortunate) (?:guess|break|coincidence|accident|timing)
    happened to (?:work|be lucky|fall)
    pure luck|sheer luck|good luck|luck was on
    """),
)
# Said of circumstances, too: it gives the credit away only where it explains a result.
CHANCE = Pattern("chance", words(r"luckily|fortunately|thankfully"))
OTHERS = Pattern(
    "others",
    words(rf"""
    (?:all (?:of )?|deserves? (?:all |most of )?)the (?:credit|praise|merit)|I (?:just )?happened to be (?:there|around|on the team)
    (?:full|most of the|the real|the|all|the (?:whole|entire|full)) (?:credit|praise|merit) (?:goes|belongs|is due|should go|must go)
    (?:could(?:n't|n’t| not)|would(?:n't|n’t| not)) have (?:done|managed|pulled|made|succeeded|achieved|happened|been possible)[^.]{{0,40}}without
    (?:it was|that was|this was|it's|it is) (?:all|really|mostly|mainly|entirely|purely) (?:the|my|our|down to|thanks|because|due)[^.]{{0,40}}(?:{_MATE}|others|them|him|her)
    (?:my|the|our) (?:senior |great |amazing )?(?:{_MATE}|cto|senior engineers?) (?:did|does|deserves?|deserved) (?:all|most|the|everything|nearly|basically|pretty much)
    did (?:all|most) of the (?:hard |real |heavy |actual )?(?:work|lifting|thinking)
    carried (?:me|the project|us)
    I (?:just|only|merely|simply|mostly just|really just|basically just|mostly|kind of) (?:helped|assisted|followed|supported|did what|did my|watched|tagged along|tried to help|played|executed|sat|listened|went along|typed|copied|shadowed|was there)
    (?:my|me) (?:own )?(?:part|role|contribution|involvement) (?:was|is) (?:only |just |really |quite |very |pretty |rather |fairly )?(?:small|minor|limited|tiny|negligible|modest|minimal)
    I (?:didn't|didn’t|did not) (?:really |actually )?do (?:much|anything|a lot|that much)
    (?:entirely|mainly|mostly|largely|all|only|solely|purely) (?:thanks|due|down|because of) (?:to )?(?:my|the|our|an?)[^.]{{0,30}}(?:{_MATE}|people|luck|others)
    (?:thanks to|because of|due to|owing to) (?:my |our |the |such an? |an? )?(?:{_ADJECTIVE}) (?:\w+ )?(?:{_MATE}|people|engineers?|group)
    anyone (?:could|would|else could) have done
    nothing special|no big deal on my part|I can't take (?:the |any |much )?credit|I take no credit
    without (?:him|her|them|their help|his help|her help)[^.]{{0,30}}(?:could not|couldn't|would not|wouldn't|never|nothing|impossible)
    they (?:really )?(?:did|made|built) (?:it all|everything|all of it)
    without (?:my|our|the) (?:{_MATE})[^.]{{0,30}}(?:nothing|impossible|never|would not|wouldn't)
    my (?:manager|boss|lead|tech lead|mentor) (?:told me (?:exactly )?(?:what|how) to do|made all|handled everything|took care of everything)
    """),
)
ALONE = Pattern(
    "alone",
    words(r"""
    single-?handed(?:ly)?|all by myself|(?:entirely|completely|all) (?:on my own|by myself|alone)|I alone|it was all me|all me
    I (?:personally |basically |pretty much )?did (?:everything|it all|all (?:of )?(?:the|that|this) (?:\w+ )?work|the whole thing)
    (?:with(?:out| no)|needed no) (?:any |anyone's |anybody's )?(?:help|support|input) (?:from|of|by) (?:anyone|anybody|the team|others|my team|my colleagues)
    without (?:any |anyone's |anybody's )help|(?:nobody|no one) else (?:did|was able|helped|contributed|understood|had|could (?:do|have|fix|solve|understand|help|manage))
    (?:basically|so|really|in the end|after all|I would say) (?:it|that|this) was (?:all |really |basically )?(?:me|my (?:own )?(?:solution|work|success|achievement|merit))\b
    I was the only (?:one|person|engineer)(?: \w+)? (?:who|that|able|capable)|I (?:carried|saved|rescued) (?:the|my|our) (?:whole |entire )?(?:team|project|company|release)
    (?:the|my) (?:rest of the )?(?:team|others|colleagues) (?:just|only|simply|merely) (?:followed|watched|did what I|executed|helped|sat)
    I (?:told|instructed|ordered) (?:the team|them|everyone|everybody) exactly what to do|my (?:idea|design|plan) alone|thanks to me|only because of me|solely (?:my|through my|because of my|due to my)
    """),
)
ABSTRACT = Pattern(
    "abstract",
    words(r"""
    worked (?:very |really )?(?:hard|closely|together|diligently|tirelessly)|took (?:full |complete )?(?:ownership|initiative|responsibility|charge|action)
    collaborated|communicated|coordinated (?:closely|effectively|everything)|leveraged|facilitated|ensured|made sure|was involved|got involved
    did (?:my|our) best|handled (?:it|everything|things|the situation)|dealt with (?:it|everything|things)|drove alignment|gave it my all|went above and beyond
    used best practices|followed best practices|applied best practices|thought outside the box|stepped up|rose to the occasion|managed (?:everything|things|the situation)
    """),
)
STEP = Pattern(
    "step",
    words(r"""
    wrote|built|added|removed|deleted|split|moved|measured|profiled|traced|tested|ran|read|drew|designed|proposed|presented|showed|asked|interviewed|listed
    compared|rewrote|replaced|configured|deployed|rolled|reverted|restored|enabled|disabled|automated|scripted|documented|reviewed|paired|taught|explained
    scheduled|called|emailed|messaged|invited|convinced|negotiated|agreed|estimated|prioriti[sz]ed|cut|reduced|refactored|migrated|indexed|cached|batched
    logged|instrumented|monitored|alerted|debugged|reproduced|bisected|isolated|analy[sz]ed|investigated|identified|found|discovered|counted|mapped|sketched
    prototyped|implemented|introduced|created|set up|started|stopped|froze|blocked|escalated|told|met|sat down|spoke|talked|listened|offered|wrote up|published
    organi[sz]ed|ran a|held|led|broke|defined|drafted|shipped|fixed|patched|upgraded|rebuilt|trained|coached|delegated|handed|hired|chose|picked|decided
    """),
)
TEAM = Pattern(
    "team",
    words(
        r"we|our|us|team|colleagues?|together|with (?:a|an|the|two|three|my)|pair(?:ed|ing)?|they|co-?authors?|reviewers?"
    ),
)
