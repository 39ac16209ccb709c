"""The credit goes to luck or to others, and your own part disappears.

Modesty is fine at dinner. Here, thank people by what they did, and still say what you did.
Luck may have helped; say what you did with it.

## Bad

```markdown
## Result
Luckily it all worked out in the end. I just helped a bit; all the credit goes to my lead.
```

## Good

```markdown
## Result
Checkout errors fell from 3 to 0.4 percent in May. A colleague built the retry queue; I
found the cause and designed the change.
```
"""

from __future__ import annotations

# ruff: noqa: E501
# A pattern broken into lines reads worse.
import re
from collections.abc import Iterator

from upward.analysis.telling import told
from upward.model.extension import Context, Rule
from upward.model.finding import Remark
from upward.model.record import Record
from upward.model.span import Span
from upward.text.star import Part

_LUCK = re.compile(
    r"\b(?:luckily|fortunately|by (?:pure |sheer )?(?:luck|chance)|(?:got|was|were|been) (?:just |really |very |so |pretty )?(?:lucky|fortunate)|thankfully|"
    r"right place at the right time|happened to (?:work|be lucky)|a (?:lucky|fortunate) (?:guess|break|coincidence|accident))\b",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:all (?:of )?the credit|(?:full|most of the|the real|the) credit (?:goes|belongs|is due|should go)|"
    r"(?:could(?:n't| not)|would(?:n't| not)) have (?:done|managed|pulled|made|succeeded|achieved|happened|been possible)[^.]{0,30}without|"
    r"(?:it was|that was|this was) (?:all|really|mostly|mainly|entirely|purely) (?:the|my|our|down to|thanks|because|due)\b[^.]{0,40}\b(?:team|lead|manager|colleagues?|boss|mentor|others?|them|him|her)|"
    r"(?:my|the|our) (?:manager|lead|tech lead|team lead|boss|team|colleagues?|teammates?|mentor|architect|director|cto|senior engineer)s? (?:did|deserves?|deserved) (?:all|most|the|everything)|"
    r"did (?:all|most) of the (?:hard |real |heavy )?(?:work|lifting|thinking)|carried (?:me|the project|us)|"
    r"I (?:just|only|merely|simply|mostly just|really just) (?:helped|assisted|followed|supported|did what|did my|watched|tagged along|tried to help|played a (?:small|minor)|executed|sat|listened|went along|typed|copied)|"
    r"my (?:part|role|contribution) was (?:only |just |really |quite |very |pretty )?(?:small|minor|limited|tiny|negligible|modest)|I (?:didn't|did not) (?:really )?do (?:much|anything|a lot)|"
    r"(?:entirely|mainly|mostly|largely|all|only) (?:thanks|due|down) to (?:my|the|our|an? (?:great|amazing|awesome))\b[^.]{0,30}\b(?:team|manager|lead|boss|colleagues?|mentor|team-?mates?|people|luck)|"
    r"(?:thanks to|because of) (?:my |our |the )?(?:great|amazing|awesome|brilliant|incredible|fantastic|wonderful|talented|excellent) (?:\w+ )?(?:team|manager|lead|boss|colleagues?|mentor|team-?mates?|people|engineers?)|"
    r"anyone (?:could|would) have done|nothing special|no big deal on my part)\b",
    re.IGNORECASE,
)


def check(record: Record, context: Context) -> Iterator[Remark]:  # noqa: ARG001 - every rule is given the context
    """Yield a remark for each sentence that gives the credit away."""
    story = told(record)
    for sentence in story.without(Part.LEARNING):
        words = story.cut(sentence)
        for pattern, message in (
            (_LUCK, "What did you do that made the luck possible, or used it? Say that."),
            (_OTHERS, "Thank people by what they did; then say what you did and what it changed."),
        ):
            match = pattern.search(words)
            if match:
                place = Span(sentence.start + match.start(), sentence.start + match.end())
                yield Remark(f'"{" ".join(match.group().split())}" gives the credit away. {message}', place)
                break


RULE = Rule("UP102", "over-credit", check, kinds=("story",))
