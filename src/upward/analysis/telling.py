"""How a story is told: its prose without slots and code, its sentences, and the cues in them.

The cues are word lists written for this purpose. They read English; a story in another
language gets the structural findings only.
"""

from __future__ import annotations

# ruff: noqa: E501
# A pattern broken into lines reads worse.
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from upward.model.record import Record, Section
from upward.model.span import Span
from upward.text.markdown import blanked
from upward.text.slots import emptied, slots
from upward.text.star import Part, parts
from upward.text.words import sentences, words


@dataclass(frozen=True, slots=True)
class Told:
    """A story made ready for rules. Offsets in `text` are those of the record's text."""

    text: str
    body: Span
    parts: dict[Part, Span]
    sentences: tuple[Span, ...]
    slots: int = 0

    def of(self, part: Part) -> tuple[Span, ...]:
        """Give the sentences of a part; none where it is not labelled."""
        span = self.parts.get(part)
        return tuple(each for each in self.sentences if span and span.start <= each.start and each.stop <= span.stop)

    def without(self, *left_out: Part) -> tuple[Span, ...]:
        """Give the sentences that stand in none of these parts."""
        spans = [self.parts[part] for part in left_out if part in self.parts]
        return tuple(each for each in self.sentences if not any(span.start <= each.start < span.stop for span in spans))

    def cut(self, span: Span) -> str:
        """Give the text of a span."""
        return span.cut(self.text)

    def length(self, part: Part) -> int:
        """Count the words of a part."""
        span = self.parts.get(part)
        return len(words(self.cut(span))) if span else 0

    @property
    def open(self) -> bool:
        """Whether slots still wait for an answer: what is missing may be in it."""
        return self.slots > 0

    @property
    def words(self) -> int:
        """Count the words of the whole story."""
        return len(words(self.cut(self.body)))


def told(record: Record) -> Told:
    """Make a record ready for the story rules."""
    return _told(record.text, record.body, record.sections, record)


@lru_cache(maxsize=64)
def _prepared(text: str) -> str:
    return emptied(blanked(text))


_LAST: dict[str, tuple[tuple[str, Span], Told]] = {}


def _told(text: str, body: Span, sections: tuple[Section, ...], record: Record) -> Told:
    # Some twenty rules look at one record after the other: the last one is all that is worth keeping.
    held = _LAST.get("last")
    if held is not None and held[0] == (text, body):
        return held[1]
    prepared = _prepared(text)
    found = dict(parts(record))
    pieces = _pieces(body, [section.head for section in sections], list(found.values()))
    made = Told(
        prepared,
        body,
        found,
        tuple(each for piece in pieces for each in sentences(prepared, piece)),
        len(list(slots(text))),
    )
    _LAST["last"] = ((text, body), made)
    return made


def _pieces(body: Span, heads: list[Span], labelled: list[Span]) -> Iterator[Span]:
    """Cut the body where headings and parts begin and end, and leave headings and labels out."""
    inside = [span for span in labelled if span.start < span.stop]
    edges = sorted(
        {
            body.start,
            body.stop,
            *(edge for span in (*heads, *inside) for edge in span if body.start <= edge <= body.stop),
        }
    )
    starts = {span.start for span in inside}
    first = min(starts, default=body.stop)
    for start, stop in pairwise(edges):
        in_head = any(head.start <= start < head.stop for head in heads)
        # Between the end of one part and the start of the next stands the label of the next.
        is_label = stop in starts and not any(span.start <= start < span.stop for span in inside) and start >= first
        if not in_head and not is_label:
            yield Span(start, stop)


FIRST_PERSON = re.compile(r"\b(?:I|I'[a-z]+|I’[a-z]+|my|mine|myself|me)\b")
_IRREGULAR = (
    "built|made|chose|wrote|took|ran|drove|led|brought|began|held|kept|set|put|cut|split|found|got|gave|went|met|sent|taught|spent|redid|rewrote|rebuilt|"
    "broke|threw|drew|laid|sold|won|dealt|dug|shut|undid|spun|stood|overcame|undertook|did|came up|figured"
)
# What one did not decide: being, having, knowing and the like.
_STATES = (
    "used|needed|wanted|relied|depended|experienced|faced|suffered|noticed|lacked|missed|expected|hoped|seemed|liked|lived|owned|learned|learnt|struggled|"
    "discovered|received|realized|realised|believed|feared|supported|served|processed|handled|stored|aimed|tried|happened|worked|benefited|ended|failed|lost|exceeded|reached|hired"
)
_WE = r"\b[Ww]e(?:'ve|’ve| have| had)?\s+(?:(?:then|also|finally|quickly|eventually|jointly|all|together|first|later|soon|immediately|collectively|ultimately|just|therefore|next|successfully|[a-z]+ly)\s+){0,2}"
WE_ACTED = re.compile(rf"{_WE}(?!(?:{_STATES})\b)(?P<verb>[a-z]+ed|{_IRREGULAR})\b(?!\s+to\s+(?:be|have)\b)")
WE_DECIDED = re.compile(
    r"\b(?:[Ww]e|[Tt]he team|[Oo]ur team)\s+(?:\w+\s+){0,2}(?:decided|agreed|chose|opted|concluded|settled on|came up with|went with|voted)\b|\b(?:it was (?:then |finally )?(?:decided|agreed)|a decision was (?:made|taken))\b",
    re.IGNORECASE,
)
TEAM_ACTED = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Mm]y) (?:whole |entire )?team (?:then |also |quickly |finally )?(?:[a-z]+ed|built|wrote|made|ran|found|took|chose|did)\b"
)

OBSTACLE = re.compile(
    r"""\b(?:problems?|challeng\w+|difficult\w*|hard(?:er|est)?|obstacles?|block(?:ed|er|ers|ing)|conflict\w*|disagree\w*|push(?:ed)?[ -]?back|pushback|objection\w*|object(?:ed|ing)|
    oppos\w+|resist\w+|reluctan\w+|scept\w+|skept\w+|refus\w+|reject\w*|den(?:ied|ial)|risk\w*|fail\w*|broke\w*|break(?:s|ing|age)?|outage\w*|incident\w*|crash\w*|bugs?|
    errors?|wrong|mistake\w*|regress\w+|corrupt\w+|stuck|slow\w*|late(?!r|st)|delay\w*|behind\sschedule|overran|deadline\w*|pressure|tight|urgent\w*|short[ -](?:staffed|handed|of)|limited|
    lack\w*|missing|unclear|ambig\w+|uncertain\w*|unknown\w*|unfamiliar|legacy|complex\w*|tangled|flak(?:y|ed|es)|unstable|unreliable|trade-?offs?|compromis\w+|versus|dilemma|
    constraint\w*|tension\w*|friction|complain\w*|concern\w*|fear\w*|worr\w+|doubt\w*|unhappy|frustrat\w+|angry|upset|burn\w*out|attrition|quit|struggl\w+|suffer\w*|lost|losing|loss|
    setback\w*|unexpected\w*|surpris\w+|unfortunately|however|despite|although|even\sthough|turned\sout|nobody|no\sone|couldn'?t|could\snot|can'?t|cannot|wouldn'?t|didn'?t|did\snot|wasn'?t|weren'?t|
    won'?t|never\s(?:been|done|had)|not\senough|too\s(?:much|many|long|slow|late|little|few|large|big|expensive|costly|risky|old)|costly|expensive|vulnerab\w+|breach\w*|threat\w*|overload\w*|bottleneck\w*|
    timeouts?|timing\sout|timed\sout|overflow\w*|exhaust\w+|deadlock\w*|races?|leak\w*|silo\w*|contention|competing|contradict\w+|misalign\w*|misunder\w+|ran\sout|out\sof\s(?:memory|space|time|budget)|
    debt|spike[sd]?|degrad\w+|drop(?:ped|ping)\s(?:by|to|from)|declin\w+|insist\w*|argu(?:ed|ment\w*|ing)|debat\w+|unpopular|tough|painful|pain|messy|mess|fragile|brittle|manual(?:ly)?|
    duplicat\w+|inconsisten\w+|stale|overwhelm\w*|emergenc\w+|cris[ie]s|critical|escalat\w+|impossible|hurdle\w*|barrier\w*|impediment\w*|bumps?|snag\w*|weakness\w*|issues?|trouble\w*|
    pages?\s(?:at|us|me)|paged|sev-?\d|p[01]\b|downtime|unavailab\w+|broken|dying|died|down\sfor)\b""",
    re.IGNORECASE | re.VERBOSE,
)

LEARNED = re.compile(
    r"""\b(?:I|we|it|this|that|which|experience)\s(?:have\s|has\s|had\s|'ve\s|also\s|really\s|then\s|soon\s){0,2}(?:learn(?:ed|t)|taught|reali[sz]ed|came\sto\s(?:see|understand|appreciate)|took\saway|showed\sme|made\sme)\b|
    \b(?:lessons?|take-?aways?|learnings?|in\s(?:hindsight|retrospect)|looking\sback|next\stime|since\sthen|ever\ssince|from\s(?:then|that\s(?:day|point|moment))\son|going\sforward|
    (?:would|should|could)(?:\shave|'ve)?\s(?:now\s)?(?:do|done|start(?:ed)?|ask(?:ed)?|involve[d]?|write|written|test(?:ed)?|push(?:ed)?|talk(?:ed)?|raise[d]?)\b[^.]{0,60}\b(?:differently|earlier|sooner|first|instead)|do\s(?:it\s)?differently|
    reminded\sme|taught\s(?:me|us)|the\smain\slesson|I\s(?:now|always|no\slonger)\s\w+|now\s(?:I|we)\s(?:always\s|never\s)?\w+|today\sI\s\w+|these\sdays\sI|(?:I|we)\s(?:still\s)?(?:always|never)\s\w+|I\s(?:have\s)?(?:since|changed\show)|
    my\s(?:biggest\s|main\s|key\s)?(?:mistake|regret|growth)|grew\sfrom|if\sI\s(?:did|were|had)\b|made\sit\sa\s(?:habit|rule|practice))\b""",
    re.IGNORECASE | re.VERBOSE,
)

_UNIT = r"(?:%|percent|per\s?cent|percentage|x\b|×|times|fold|ms|milliseconds?|s\b|secs?|seconds?|mins?|minutes?|hrs?|hours?|days?|weeks?|months?|quarters?|years?|users?|customers?|clients?|requests?|rps|qps|tps|engineers?|developers?|people|persons?|teams?|services?|tickets?|bugs?|incidents?|errors?|pages?|alerts?|deploys?|deployments?|releases?|orders?|transactions?|records?|rows?|files?|lines?|tests?|commits?|points?|stars?|downloads?|reviews?|k\b|m\b|bn\b|million|billion|thousand|hundred|gb|tb|mb|kb|cores?|nodes?|servers?|instances?|dollars?|euros?|pounds?|usd|eur|gbp|nps|p\d\d|hires?|interns?|repos?|repositories|apps?|modules?|endpoints?|queries|calls?|emails?|complaints?|regions?|countries|stores?|markets?|merges?|builds?|rounds?|accounts?|invoices?|shops?|rollbacks?|defects?)"
MEASURE = re.compile(
    rf"""[$€£]\s?\d|\d[\d,.]*\s?(?:[-–]\s?\d[\d,.]*\s?)?(?:\w+\s){{0,2}}?{_UNIT}|\b\d[\d,.]*\s*(?:to|→|->|=>|down\sto|up\sto)\s*\d|\bfrom\s[^.\n]{{0,40}}?\d[^.\n]{{0,40}}?\bto\b[^.\n]{{0,20}}?\d|
    \b\d+(?:st|nd|rd|th)\s(?:of|out\sof|place|percentile|in)\b|\b\d+\s(?:of|out\sof|in)\s(?:the\s|our\s)?\d+|\btop\s(?:\d+|ten|five|three)\b|\b\d+/\d+\b|\bp\d\d\b|\b99\.\d+|
    \b(?:zero|no|not\sa\ssingle|not\sone|without\sa\ssingle)\s(?:\w+\s)?(?:outages?|incidents?|downtime|failures?|errors?|complaints?|rollbacks?|regressions?|defects?|escalations?|pages?|data\sloss|bugs?|losses|customers?\slost)\b|
    \b(?:halved|doubled|tripled|quadrupled|twice\sas|half\s(?:of|the|as|a)|a\s(?:third|quarter|fifth|tenth)\b|two[-\s]thirds|three[-\s]quarters|tenfold|by\shalf|an\sorder\sof\smagnitude|dozens?\sof)|
    \b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|forty|fifty|ninety|hundred|one|single)\s(?:\w+\s){{0,2}}?(?:percent|seconds?|minutes?|hours?|days?|weeks?|months?|quarters?|years?|users?|customers?|clients?|engineers?|people|teams?|services?|tickets?|bugs?|incidents?|alerts?|deploys?|releases?|reviews?|times|regions?|dollars?|million)\b|
    \b\d[\d,]{{2,}}\b|\b\d+\.\d+\b""",
    re.IGNORECASE | re.VERBOSE,
)
VAGUE = re.compile(
    r"""\b(?:went\s(?:(?:very|really|quite|pretty)\s)?(?:well|smoothly|fine|great)|(?:a|an|the)\s(?:(?:big|great|huge|real|total|complete|overall)\s)?(?:success|hit|win)\b|success(?:ful|fully)|everyone\swas\s(?:very\s|really\s)?(?:happy|pleased|satisfied|impressed)|
    (?:was|were)\s(?:very\s|really\s|quite\s)?(?:happy|pleased|satisfied|impressed|well\sreceived|great|good|better)|(?:very\s|extremely\s|so\s)?(?:positive|great|good)\s(?:feedback|response|reception|result|outcome|impact)s?|
    (?:much|a\slot|way|far|significantly|greatly|considerably|dramatically|noticeably|massively|substantially|vastly|hugely)\s(?:better|faster|more|less|easier|smoother|improved|reduced|increased|cleaner|happier)|
    (?:improved|increased|reduced|decreased|enhanced|boosted|strengthened|streamlined)\s(?:\w+\s){0,4}(?:significantly|greatly|a\slot|considerably|dramatically|noticeably|substantially|massively)|
    (?:significant|great|huge|big|major|considerable|dramatic|noticeable|massive|substantial)\s(?:\w+\s)?(?:improvement|impact|increase|decrease|reduction|difference|gains?|savings?|success)s?|
    things\s(?:got|are|were|improved)\b|worked\s(?:out|well|great|fine)|turned\sout\s(?:well|great|fine)|all\sgood|made\sa\s(?:big\s|real\s|huge\s)?difference|delivered\svalue|added\svalue|paid\soff|happy\scustomers)\b""",
    re.IGNORECASE | re.VERBOSE,
)
CONCRETE = re.compile(
    r"""\b(?:adopted\s(?:by|as|across|org)|became\s(?:the|our|a)\s(?:\w+\s)?(?:standard|default|template|norm|lead|senior|owner)|rolled\sout\sto|(?:was|got|were)\spromoted|promoted\sto|still\s(?:in\suse|runs?|running|used|holds)|never\s(?:happened|came\sback|recurred|again)|
    no\slonger\s\w+|has(?:n't|\snot)\s(?:happened|recurred|failed)\b|in\sproduction\b|went\slive|shipped\s(?:on|in|before|ahead)|on\s(?:time|schedule)|ahead\sof\s(?:schedule|time|the)|renewed|signed|retired|decommissioned|shut\sdown|switched\soff|
    now\s(?:leads?|owns?|runs?|mentors?|handles?)|leads?\s(?:the|a|their|our)|took\sover|stopped\s\w+ing|eliminated|every\s(?:team|service|release|deploy|new)|all\s(?:of\sthe\s)?(?:teams|services|customers|regions))\b""",
    re.IGNORECASE | re.VERBOSE,
)
TASK = re.compile(
    r"""\b(?:my\s(?:task|job|role|goal|responsibilit\w+|assignment|mission|objective|part|mandate)|(?:I|we)\s(?:was|were)\s(?:asked|tasked|assigned|responsible|charged|told|brought\sin|expected|given|put\sin\scharge|on\sthe\shook|accountable|on\s?call|supposed|to\b)|
    (?:I|we)\s(?:needed|had|set\sout|wanted|aimed|committed|volunteered|offered|agreed|promised|owned|took\son|was\sthe\s(?:lead|owner|on-?call|tech))\b|(?:the|our)\s(?:goal|aim|objective|target|ask|brief|task|mandate|challenge)\s(?:was|were|became|:)|
    (?:goal|task|objective|target|ask|mandate)\s*:|asked\sme\sto|tasked\sme|gave\sme|wanted\sme|it\s(?:was|fell)\s(?:up\s)?(?:to|on)\sme|needed\sto\s\w+|had\sto\s\w+|by\sthe\send\sof\s(?:the\s)?(?:month|quarter|year|week)|within\s\w+\s(?:weeks?|months?|days?))\b""",
    re.IGNORECASE | re.VERBOSE,
)
RESULT = re.compile(
    r"""\b(?:as\sa\sresult|result(?:ed|s)?\s(?:in|was|were|:)|the\s(?:result|outcome|impact|effect)\b|in\sthe\send|ended\sup|outcome|which\s(?:led|cut|reduced|saved|brought|meant)|led\sto|(?:cut|reduced|decreased|lowered|brought\sdown|increased|improved|raised|grew|saved|dropped|fell|rose|went|shrank|halved|doubled)\b[^.\n]{0,60}(?:\d|half|percent|zero)|
    (?:dropped|fell|rose|climbed|grew|shrank|went)\s(?:from|to|by|down|up)|now\s(?:takes?|runs?|has|have|uses?|handles?|leads?|owns?)|since\sthen|(?:we|I)\s(?:shipped|launched|delivered|released|went\slive|finished|hit|met|made)\b|(?:was|were|got)\s(?:promoted|adopted|merged|released|launched|shipped|resolved|restored|fixed|approved)|
    no\s(?:further|more)\b|within\s\w+\s(?:weeks?|months?|days?|hours?)\b[^.\n]{0,40}\b(?:was|were|had)\b|success(?:ful|fully)?|saved\b|went\s(?:live|well|smoothly))""",
    re.IGNORECASE | re.VERBOSE,
)
