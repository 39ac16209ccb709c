"""Figures of a text before they are joined to quantities: dates, identifiers to skip, numbers with unit and noun."""

from __future__ import annotations

# ruff: noqa: E501
# Patterns.
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace

from upward.model.quantity import Day, Quantity, QuantityKind
from upward.model.span import Span
from upward.text import units
from upward.text.date_mentions import dates
from upward.text.number_words import number_of_words
from upward.text.pattern_search import compile_finder
from upward.text.skipped_digits import PREFIXES, skipped_spans

_PREFIX = re.compile(rf"(?i)\b(?:{PREFIXES})-$")
_DIGITS = r"\d{1,3}(?:[,'\u202f]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d+)?|\.\d+"
_WORD = "|".join(sorted(units.NUMBER_WORDS, key=len, reverse=True))
_BIG = "hundred|thousand|million|billion|trillion|lakh|crore|dozen"
_FIGURE = re.compile(
    rf"""
    (?P<compact>(?<![\w.])\d{{1,3}}(?:d[ ]?\d{{1,2}}h|h[ ]?\d{{1,2}}(?:m(?:in)?)?|m(?:in)?[ ]?\d{{1,2}}s)\b)
    | (?P<money>(?:US|A|C)?[$€£¥₹]|\b(?:USD|EUR|GBP|CHF|INR)[ ]?)?
    (?:(?<![\w.,:/\#@$€£])|(?<=[$€£¥₹])|(?<=USD)|(?<=USD[ ])|(?<=EUR[ ])|(?<=GBP[ ]))(?P<number>{_DIGITS})(?P<half>½)?
    (?P<scale>[ ]?(?:k|K|mn|mio|bn|MM|M|B)(?!\w)|(?<=\d)m(?!\w)|[ -](?:{_BIG})s?\b)?
    | (?P<part>\b(?i:half(?:[ ]an?(?![ ](?:hundred|thousand|million|billion|dozen)))?(?![ ]a[ ])|a[ ]third|two[ -]thirds|a[ ]quarter|three[ -]quarters)\b)
    | (?P<words>\b(?i:(?:half[ ]a|a|an|one|several)[ ](?:hundred|thousand|million|billion|dozen)|(?:{_WORD})(?:(?:[ -]|[ ]and[ ])(?:{_WORD}|{_BIG}))*)
      (?P<and_half>[ ]and[ ]a[ ]half)?\b)
    | (?P<factor>\b(?i:{"|".join(units.FACTORS)})\b)
    """,
    re.VERBOSE,
)
# What a figure in words begins with; each is tried with the pattern above, which says whether it is one.
_FIRST_WORD = rf"(?i)\b(?:half|several|an? (?:third|quarter|hundred|thousand|million|billion|dozen)|{_WORD}|{'|'.join(units.FACTORS)})"
_RUN = re.compile(r"\d+")
# How far before its digits a figure may begin, "USD .5", and what then stands before them.
_MONEY_REACH, _MONEY_ENDS = 5, "$€£¥₹DRPFN"
_SHORT = frozenset({"d", "w", "y", "x", "us", "mo"})
_UNIT = re.compile(
    r"(?P<gap>\s?-?)(?P<unit>(?i:"
    + "|".join(re.escape(w) for w in sorted(units.WORDS, key=len, reverse=True))
    + r"))(?!\w)"
)
_RATE = re.compile(r"\s?(?P<unit>(?i:" + "|".join(re.escape(word) for word in units.RATES) + r"))(?!\w)")
_TIMES = "second|sec|minute|min|hour|hr|day|night|week|wk|month|quarter|year|yr|sprint"
_PER = re.compile(
    rf"\s*(?:/\s?(?P<slash>[a-z]+)|(?i:per)\s+(?P<per>[A-Za-z]+)|(?i:an?|each|every|one)\s+(?P<each>{_TIMES})\b)"
)
_NEXT = re.compile(r"(?:[ \u00a0]|-(?=[a-zA-Z])|\n(?!\s*\n))(?:[*_]{0,2})([A-Za-z][A-Za-z'’/-]*)")
_OF = re.compile(
    r"(?i:\s+(?:out\s+)?of\s+(?:(?:the|our|all|its|my|their|those|these)\s+){0,2}(?P<of>DIGITS|(?:WORDS))"
    r"|\s+in\s+(?P<in>2|3|4|5|10|100|1,?000|two|three|four|five|ten|a hundred)"
    r"|\s?/\s?(?P<by>\d+))(?![\w%]|[.,]\d)".replace("DIGITS", _DIGITS).replace("WORDS", _WORD + "|a dozen")
)
_APPROXIMATE = re.compile(
    r"(?i)(?:[~≈><]|\b(?:about|around|roughly|approximately|approx\.?|nearly|almost|over|more than|under|less than|fewer than"
    r"|at least|at most|up to|some|circa|close to|well over|just over|just under|as many as))\s*(?:the\s+|an?\s+)?$"
)
_PARTS = {"half": (1, 2), "a third": (1, 3), "two thirds": (2, 3), "a quarter": (1, 4), "three quarters": (3, 4)}
_YEAR = re.compile(r"(?:19|20)\d\d")
# How many words a counted thing's name may have: "12 small internal Java services".
MOST_MODIFIERS = 4
_OFTEN = {
    "daily": "day",
    "weekly": "week",
    "monthly": "month",
    "hourly": "hour",
    "yearly": "year",
    "quarterly": "quarter",
}


def figures(text: str, start: int, stop: int) -> list[Quantity]:
    """Give the dates and figures in a part of a text, each with unit, noun and rate, not yet joined to each other."""
    blocked = skipped_spans(text, start, stop)
    mentioned = dates(text, start, stop, lambda place: _counts(text, place))
    found = [quantity for quantity in mentioned if _is_free(quantity.span, blocked)]
    blocked = sorted([*blocked, *(quantity.span for quantity in found)])
    place = start
    for begin in _beginnings(text, start, stop):
        match = _FIGURE.match(text, begin, stop) if begin >= place else None
        if match is None:
            continue
        place = match.end()
        if not _is_free(Span(*match.span()), blocked) or _in_name(text, match):
            continue
        quantity = _figure(text, match, stop)
        if quantity is not None and not _is_free(quantity.span, blocked):  # "40 per June"
            quantity = replace(quantity, span=Span(*match.span()), text=match.group(), per="")
        if quantity is not None:
            found.append(quantity)
            place = max(place, quantity.span.stop)
    return sorted(found, key=lambda quantity: quantity.span)


def _beginnings(text: str, start: int, stop: int) -> list[int]:
    """Give where a figure may begin, in order: rather too many places than too few."""
    places = {first for first, _ in compile_finder(_FIRST_WORD)(text, start, stop)}
    for run in _RUN.finditer(text, start, stop):
        place = run.start()
        places.add(place)
        before = text[max(start, place - _MONEY_REACH) : place]
        if before[-1:] == "." or before.rstrip(" .")[-1:] in _MONEY_ENDS:
            places.update(range(place - len(before), place))
    return sorted(places)


def _is_free(span: Span, blocked: Sequence[tuple[int, int]]) -> bool:
    """Whether a span touches none of these, which are in order and do not overlap."""
    number = bisect_right(blocked, (span.start, span.start))
    around = blocked[max(0, number - 1) : number + 1]
    return all(span.stop <= first or last <= span.start for first, last in around)


def _counts(text: str, place: int) -> bool:
    """Whether a figure that ends at a place counts what follows it."""
    if _OF.match(text, place) or _UNIT.match(text, place):
        return True
    after = _NEXT.match(text, place)
    return after is not None and units.is_plural(after[1]) and after[1].lower() not in units.BREAKS


def _in_name(text: str, match: re.Match[str]) -> bool:
    """Whether a figure is part of a name: "S3", "UTF-8", "3D", "2FA", "i18n"."""
    if match["number"] is None:
        return match.start() > 0 and text[match.start() - 1] in "-_/"
    before = text[max(0, match.start() - 12) : match.start()]
    if before.endswith("-") and before[:-1].strip() and before[-2:-1].isalpha() and not _PREFIX.search(before):
        return True
    after = text[match.end() : match.end() + 1]
    return after.isalpha() and not (_UNIT.match(text, match.end()) or _ordinal(text, match.end()))


def _ordinal(text: str, place: int) -> re.Match[str] | None:
    return re.compile(r"(?:st|nd|rd|th)\b").match(text, place)


def _figure(text: str, match: re.Match[str], stop: int) -> Quantity | None:
    span = Span(*match.span())
    if match["factor"]:
        return Quantity(span, match.group(), QuantityKind.FACTOR, units.FACTORS[match["factor"].lower()], "times")
    if match["part"]:
        return _fraction(text, match)
    if match["compact"]:
        return _compact(span, match["compact"])
    value, precision = _value(match)
    if value is None:
        return None
    approximate = _APPROXIMATE.search(text, max(0, match.start() - 24), match.start()) is not None
    bare = Quantity(span, match.group(), QuantityKind.BARE, value, approximate=approximate, precision=precision)
    return _number(text, match, bare, stop)


def _number(text: str, match: re.Match[str], bare: Quantity, stop: int) -> Quantity:
    if match["number"] and (ordinal := _ordinal(text, match.end())):
        return _upto(text, replace(bare, kind=QuantityKind.ORDINAL), ordinal.end())
    money = (match["money"] or "").strip().upper().removeprefix("US")
    if money:
        unit = units.CURRENCIES.get(money[-1:], money)
        return _with_rate(text, replace(bare, kind=QuantityKind.MONEY, unit=unit), stop)
    found = _with_unit(text, bare, stop)
    is_year = match["number"] and _YEAR.fullmatch(match["number"]) and not match["scale"]
    if found.kind is QuantityKind.BARE and is_year:
        return replace(found, kind=QuantityKind.DATE, day=Day(int(match["number"])))
    return found


def _compact(span: Span, text: str) -> Quantity:
    """Read a duration such as "1h30m", "2m 30s", "1h30"."""
    large, name, small = re.split(r"\s*([dhm])(?:in)?\s*", text, maxsplit=1)
    known = units.WORDS["min" if name == "m" else name]
    ratio = 24 if name == "d" else 60
    total = float(large) + float(re.sub(r"\D", "", small)) / ratio
    return Quantity(span, text, known.kind, round(total, 9), known.name, known.size, precision=1 / ratio)


def _fraction(text: str, match: re.Match[str]) -> Quantity | None:
    words = re.sub(r"[ -]", " ", match["part"].lower())
    unit = _UNIT.match(text, match.end())
    if words.startswith("half a") and unit and unit["unit"].lower() in units.WORDS:
        known = units.WORDS[unit["unit"].lower()]
        span = Span(match.start(), unit.end())
        return Quantity(span, span.cut(text), known.kind, 0.5, known.name, known.size, precision=0.1)
    if words.startswith("half a"):
        return None
    behind, before = text[match.end() : match.end() + 5], text[max(0, match.start() - 4) : match.start()]
    if words not in _PARTS or not (re.match(r"\s(?:of|the|our)\b", behind) or re.search(r"\b(?:by|in|to)\s$", before)):
        return None
    part, whole = _PARTS[words]
    quantity = Quantity(Span(*match.span()), match.group(), QuantityKind.RATIO, float(part), whole=float(whole))
    return _with_noun(text, quantity, match.end())


def _value(match: re.Match[str]) -> tuple[float | None, float]:
    """Give the number of a figure, and the step to which it is written."""
    if match["words"]:
        return number_of_words(match["words"].lower(), half=bool(match["and_half"]))
    digits = re.sub(r"['\u202f]", "", match["number"])
    if re.fullmatch(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?", digits):
        digits = digits.replace(",", "")
    digits = digits.replace(",", ".")
    scale = units.SCALES.get((match["scale"] or "").strip(" -").lower().removesuffix("s"), 1.0)
    step = 10.0 ** -len(digits.partition(".")[2])
    value = float(digits) + (0.5 if match["half"] else 0.0)
    return round(value * scale, 9), step * scale


def _upto(text: str, quantity: Quantity, stop: int) -> Quantity:
    span = Span(quantity.span.start, stop)
    return replace(quantity, span=span, text=span.cut(text))


def _with_unit(text: str, bare: Quantity, stop: int) -> Quantity:
    place = bare.span.stop
    if (whole := _OF.match(text, place, stop)) and (ratio := _ratio(text, bare, whole)):
        return ratio
    rate = _RATE.match(text, place, stop)
    if rate:
        noun, per = units.RATES[rate["unit"].lower()]
        return replace(_upto(text, bare, rate.end()), kind=QuantityKind.COUNT, unit=noun, noun=noun, per=per)
    unit = _UNIT.match(text, place, stop)
    if unit and (unit["unit"].lower() not in _SHORT or not unit["gap"]):
        known = units.WORDS[unit["unit"].lower()]
        found = replace(_upto(text, bare, unit.end()), kind=known.kind, unit=known.name, size=known.size)
        if known.kind is QuantityKind.FACTOR and _PER.match(text, unit.end(), stop):
            found = replace(found, kind=QuantityKind.COUNT, unit="time", noun="time")
        if known.kind is QuantityKind.PERCENT:
            found = replace(found, noun=_share_of(text, unit.end()))
        return _with_rate(text, found, stop)
    if bare.text.endswith("m") and not _NEXT.match(text, place, stop):
        # "5m" that counts nothing is minutes; "5m users" are millions.
        value, step = bare.value / 1e6, bare.precision / 1e6
        return replace(bare, value=value, precision=step, kind=QuantityKind.DURATION, unit="minute", size=60.0)
    return _with_rate(text, _with_noun(text, bare, place), stop)


def _ratio(text: str, bare: Quantity, match: re.Match[str]) -> Quantity | None:
    said = (match["of"] or match["in"] or match["by"]).lower()
    whole = _FIGURE.match("12" if said == "a dozen" else "100" if said == "a hundred" else said)
    value = _value(whole)[0] if whole else None
    if value is None or value < bare.value or (_YEAR.fullmatch(said) and not match["of"]):
        return None
    found = replace(_upto(text, bare, match.end()), kind=QuantityKind.RATIO, whole=value)
    return _with_noun(text, found, match.end())


def _with_noun(text: str, quantity: Quantity, place: int) -> Quantity:
    """Give the quantity with the counted noun behind it; a count where it had no kind yet."""
    per, end = "", place
    for number in range(MOST_MODIFIERS):
        match = _NEXT.match(text, end)
        if match is None or match[1].lower() in units.BREAKS:
            break
        end, word = match.end(), match[1].lower()
        per = per or _OFTEN.get(word, "")
        head = word.rsplit("-", 1)[-1].rsplit("/", 1)[-1]
        hyphened = number == 0 and text[place : place + 1] == "-"
        if units.is_plural(head) or hyphened:
            return _counted(text, quantity, Span(place, end), units.singular(head), per)
        if text[end : end + 1] in ".,;:!?)":
            break
    return quantity


def _counted(text: str, quantity: Quantity, words: Span, noun: str, per: str) -> Quantity:
    kind = QuantityKind.COUNT if quantity.kind is QuantityKind.BARE else quantity.kind
    return replace(_upto(text, quantity, words.stop), kind=kind, unit=noun, noun=noun, per=per)


def _share_of(text: str, place: int) -> str:
    match = re.compile(r"(?i:\s+of\s+(?:(?:the|our|all|its|my|their|every)\s+)*)").match(text, place)
    if match is None:
        return ""
    words = re.match(r"[A-Za-z'’-]+(?: [A-Za-z'’-]+){0,2}", text[match.end() : match.end() + 60])
    found = [word for word in (words.group().split() if words else []) if word.lower() not in units.BREAKS]
    return units.singular(next((word for word in found if units.is_plural(word)), found[0] if found else ""))


def _with_rate(text: str, quantity: Quantity, stop: int) -> Quantity:
    match = _PER.match(text, quantity.span.stop, stop)
    if match is None:
        return quantity
    word = (match["slash"] or match["per"] or match["each"]).lower()
    known = units.WORDS.get(word)
    if (
        match["slash"]
        and known is None
        and not units.is_plural(word)
        and word not in {"quarter", "sprint", "user", "team", "engineer"}
    ):
        return quantity
    kind = QuantityKind.COUNT if quantity.kind is QuantityKind.BARE else quantity.kind
    return replace(_upto(text, quantity, match.end()), kind=kind, per=known.name if known else units.singular(word))
