"""A person's readiness as a page: what counts, what is suggested, what is missing, and the next steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from upward.analysis.growth.occasions import KINDS
from upward.model.judgement import CriterionStanding, Readiness
from upward.model.page import Block, Callout, CodeBlock, FactList, Heading, Items, Meter, Page, Prose, Table, Tone
from upward.model.rubric import Area, Criterion, Rubric
from upward.session.session import Session
from upward.text.words import count_noun

# How far each standing fills an area's bar.
_SHARE = {
    CriterionStanding.NONE: 0.0,
    CriterionStanding.ONCE: 1 / 3,
    CriterionStanding.REPEATED: 2 / 3,
    CriterionStanding.VOUCHED: 1.0,
}
_COLUMNS = ("criterion", "standing", "shown by", "missing")


def page(
    session: Session,
    rubric: Rubric,
    level: str,
    judged: Sequence[Readiness],
    most: int,
    confirmed: Sequence[tuple[str, str]],
) -> Page:
    """Draw the standing; `confirmed` are the records and criteria that were confirmed just now."""
    count = Counter(each.standing for each in judged)
    summary = ", ".join(
        f"{count[standing]} {standing.value}" for standing in reversed(CriterionStanding) if count[standing]
    )
    blocks: list[Block] = [
        *_answered(rubric, judged, confirmed),
        FactList((
            ("against", f"{rubric.title}{f', {level}' if level else ''}"),
            ("on", session.today.isoformat()),
            ("from", _holdings(session)),
            ("standing", summary),
        )),
    ]  # fmt: skip
    if not any(each.support for each in judged):
        aside = sum(len(each.set_aside) for each in judged)
        what = (
            f"{count_noun(aside, 'record')} tagged, but none counts (the reasons are at the end)"
            if aside
            else "no record is confirmed to show a criterion"
        )
        blocks.append(Callout(f"No evidence yet: {what}. {_how(session, judged)}", Tone.WARN))
    areas = [(area, of_area(rubric, area, judged)) for area in rubric.areas]
    blocks += [Meter(area.title, share(mine), _caption(mine)) for area, mine in areas if mine]
    blocks += _suggested(rubric, judged)
    steps = _steps(rubric, judged, most)
    if steps:
        blocks += [Heading("What to do next"), Items(steps, ordered=True)]
    blocks += _disputes(rubric, judged)
    for area, mine in areas:
        if mine:
            blocks += _area(rubric, area, mine)
    blocks += _set_aside(rubric, judged)
    return Page("Readiness", tuple(blocks))


def _answered(rubric: Rubric, judged: Sequence[Readiness], confirmed: Sequence[tuple[str, str]]) -> Iterator[Block]:
    """Say of each record that was confirmed just now whether it counts."""
    for ident, criterion in confirmed:
        found = [item for each in judged if each.criterion == criterion for item in each.set_aside]
        doubt = next((item.because for item in found if item.evidence == ident), "")
        said = f"{ident} is confirmed to show {_title(rubric, criterion)}"
        yield Callout(f"{said}, but does not count: {doubt}.", Tone.WARN) if doubt else Callout(f"{said}.", Tone.GOOD)


def _how(session: Session, judged: Sequence[Readiness]) -> str:
    """Say how a record comes to count: by the suggestions there are, else by the command that confirms one."""
    if any(each.suggested for each in judged):
        return "Confirm or reject the suggestions below."
    records = [record for record in session.corpus.records() if record.kind in KINDS]
    if not records:
        return "First record what you did: `upward mine`, `upward import` or `upward add evidence TITLE`."
    newest = max(records, key=lambda record: (record.kind == "evidence", record.string("date"), record.id))
    return (
        "Nothing is suggested: that needs a decision with weighed options, an incident, "
        "mentoring, a standard or a story from a template. If a record shows a criterion listed "
        "below, confirm it by their ids, such as `upward readiness --confirm "
        f"{newest.id}:CRITERION`; `upward list` shows the ids of records."
    )


def _holdings(session: Session) -> str:
    count = Counter(record.kind for record in session.corpus.records())
    named = (("story", "stories"), ("decision", "decisions"), ("incident", "incidents"), ("assessment", "assessments"))
    parts = [count_noun(count["evidence"], "piece of evidence", "pieces of evidence")]
    parts += [count_noun(count[kind], kind, plural) for kind, plural in named if count[kind]]
    return ", ".join(parts)


def of_area(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> list[Readiness]:
    return [each for each in judged if (found := rubric.criterion(each.criterion)) and found.area == area.id]


def share(judged: Sequence[Readiness]) -> float:
    return sum(_SHARE[each.standing] for each in judged) / (len(judged) or 1)


def _caption(judged: Sequence[Readiness]) -> str:
    count = Counter(each.standing for each in judged)
    return ", ".join(
        f"{count[standing]} {standing.value}" for standing in reversed(CriterionStanding) if count[standing]
    )


def _steps(rubric: Rubric, judged: Sequence[Readiness], most: int) -> tuple[str, ...]:
    """Give the next steps, the weakest area first, one of each area in turn."""
    shares = {area.id: share(of_area(rubric, area, judged)) for area in rubric.areas}
    seen: Counter[str] = Counter()
    ordered = []
    for each in judged:
        criterion = rubric.criterion(each.criterion)
        if criterion is None or each.standing is CriterionStanding.VOUCHED:
            continue
        ordered.append((seen[criterion.area], shares.get(criterion.area, 0.0), each))
        seen[criterion.area] += 1
    chosen = [each for *_, each in sorted(ordered, key=lambda item: item[:2])][:most]
    return tuple(f"{_title(rubric, each.criterion)}: {each.next_step}" for each in chosen)


def _title(rubric: Rubric, ident: str) -> str:
    criterion: Criterion | None = rubric.criterion(ident)
    return (criterion.title or criterion.text) if criterion else ident


def _disputes(rubric: Rubric, judged: Sequence[Readiness]) -> Iterator[Block]:
    rows = tuple(
        (_title(rubric, each.criterion), "; ".join(f"{item.by} ({item.role}): {item.rating}" for item in each.ratings),
         "; ".join(item.note for item in each.ratings if item.note))
        for each in judged
        if each.disputed
    )  # fmt: skip
    if rows:
        yield Heading("Disputed: the ratings disagree on whether it is met")
        yield Table(("criterion", "ratings", "notes"), rows)


def _area(rubric: Rubric, area: Area, judged: Sequence[Readiness]) -> list[Block]:
    blocks: list[Block] = [Heading(area.title), Prose(area.summary)]
    if area.path:
        blocks += [Prose("The path to it:"), Items(area.path)]
    shown = [each for each in judged if each.standing is not CriterionStanding.NONE]
    if shown:
        rows = tuple((_title(rubric, each.criterion), each.standing.value, _shown_by(each), each.gap) for each in shown)
        blocks.append(Table(_COLUMNS, rows))
    missing = [each for each in judged if each.standing is CriterionStanding.NONE]
    if missing:
        blocks += [Prose("No evidence yet:"), Items(tuple(_missing(rubric, each) for each in missing))]
    return blocks


def _shown_by(each: Readiness) -> str:
    """Say why it stands so, by which occasions, and what was measured."""
    occasions = "; ".join(f"{item.title} ({item.day or 'no date'})" for item in each.support[:3])
    measured = "; ".join(measure for item in each.support for measure in item.measures[:2])
    because = each.because + (f", {each.trend}" if each.trend else "")
    return f"{because}: {occasions}." + (f" Measured: {measured}." if measured else "")


def _missing(rubric: Rubric, each: Readiness) -> str:
    said = each.because.removeprefix("no evidence yet").strip("; ")
    return f"{_title(rubric, each.criterion)} ({each.criterion}): {each.gap}." + (
        f" {said[:1].upper()}{said[1:]}." if said else ""
    )


def _suggested(rubric: Rubric, judged: Sequence[Readiness]) -> Iterator[Block]:
    """Yield the suggestions to decide on, which do not count."""
    suggested = [(each, item) for each in judged for item in each.suggested]
    if suggested:
        yield Heading("Suggested, not counted")
        yield Items(
            tuple(
                f"{item.title}: may show {_title(rubric, each.criterion)} ({item.because})" for each, item in suggested
            )
        )
        yield Prose("Confirm each that is true; to reject one, write --reject instead of --confirm:")
        yield CodeBlock(
            "\n".join(f"upward readiness --confirm {item.evidence}:{each.criterion}" for each, item in suggested)
        )


def _set_aside(rubric: Rubric, judged: Sequence[Readiness]) -> Iterator[Block]:
    """Yield the tagged records that do not count, with the reason."""
    aside = [(item.title, _title(rubric, each.criterion), item.because) for each in judged for item in each.set_aside]
    if aside:
        yield Heading("Tagged, but not counted")
        yield Table(("record", "criterion", "because"), tuple(aside))
