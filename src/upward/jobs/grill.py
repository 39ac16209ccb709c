"""Cross-examine a story: questions about what it leaves open, one at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from upward.analysis.narrative.claims import Claim
from upward.analysis.narrative.story_text import parse_story
from upward.analysis.rehearsal.cross_examination import Hole, answer_gap, claim_of, closed_holes, holes_of, is_evasion
from upward.analysis.rehearsal.timing import clock_time
from upward.model.errors import InputEndedError
from upward.model.job import Job, JobResult, Names
from upward.model.page import Block, Callout, FactList, Heading, Page, Table, Tone
from upward.model.record import Record, Value
from upward.session.open_questions import open_claims, open_findings
from upward.session.run_log import RunLog
from upward.session.session import Session
from upward.session.writing import rewrite
from upward.text.edits import add_to_list
from upward.text.record_writer import slug
from upward.text.words import count_noun, index_terms, words

# An answer to one follow-up should take no longer, in seconds: interviewers ask three within five minutes.
ANSWER_TARGET = 60
_ID_WORDS = 3
_SKIP, _QUIT = frozenset({"skip", "s", "next", "pass"}), frozenset({"q", "quit", "exit", ":q"})
_STATUS = {"m": "measured", "e": "estimate"}


def run(
    session: Session,
    story: Annotated[str, "The story's id", Names.RECORD],
    *,
    limit: Annotated[int, "The number of questions in this round"] = 5,
    show: Annotated[bool, "List all open questions without asking any"] = False,
    dry_run: Annotated[bool, "Save nothing"] = False,
) -> JobResult:
    """Ask one question at a time, against the clock; answers are saved as notes. Exit code 1 while questions are open.

    If you say how a number was measured, it becomes a metric of the story. Whether an answer convinces is not judged.
    """
    record = session.record(story, "story")
    holes = _open_holes(session, record)
    if show:
        return _result(record, holes, None)
    log = RunLog(session, record, "grill", dry_run=dry_run)
    session.console.say(
        f"“{record.title}”: {count_noun(len(holes), 'open question')}. Press Enter to skip a question, or q to end."
    )
    ended = False
    try:
        for hole in holes[: max(0, limit)]:
            if not _ask(log, hole):
                break
    except InputEndedError:
        ended = True
    if log.follow_ups:
        log.save(finished=True)
    record = session.record(story, "story") if log.follow_ups and not dry_run else record
    left = _open_holes(session, record, log.follow_ups)
    return _result(record, left, log, ended=ended)


def _open_holes(session: Session, story: Record, answered: list[Mapping[str, Value]] | None = None) -> list[Hole]:
    runs = [run for run in session.corpus.records("rehearsal") if run.string("story") == story.id]
    given = [item for run in runs for item in run.mappings("follow-ups")] + (answered or [])
    return holes_of(story, open_claims(session, story), open_findings(session, story), closed_holes(given))


def _ask(log: RunLog, hole: Hole) -> bool:
    """Ask a question, once more where the answer lacks what it needs, and keep the answer; False where one quits."""
    session = log.session
    session.console.say(f"\n{hole.question}\n  Asked because {hole.because}.")
    begun = session.clock.seconds()
    answer = session.console.ask(" ").strip()
    if answer.lower() in _QUIT:
        return False
    answer = "" if answer.lower() in _SKIP else answer
    gap = answer_gap(hole, answer) if answer else ""
    if gap:
        session.console.say(f"  {gap}")
        more = session.console.ask(" ").strip()
        if more.lower() in _SKIP | _QUIT:
            session.console.say("  Left open.")
            return more.lower() not in _QUIT
        if is_evasion(more) and more:
            session.console.say("  That adds nothing that could be checked; the question stays open.")
        else:
            answer = f"{answer} {more}".strip()
    took = session.clock.seconds() - begun
    if not answer:
        session.console.say("  Left open.")
        return True
    if took > ANSWER_TARGET:
        session.console.say(f"  {clock_time(took)}; aim for {clock_time(ANSWER_TARGET)}.")
    log.follow_ups.append({"id": hole.id, "question": hole.question, "answer": answer})
    log.save()
    claim = claim_of(hole, open_claims(session, log.story))
    if claim is not None and claim.kind == "number" and not answer_gap(hole, answer):
        _keep_measure(log, claim, answer)
    return True


def _keep_measure(log: RunLog, claim: Claim, method: str) -> None:
    """Add the number to the story's metrics with how it is known, if the person says which it is."""
    session = log.session
    said = session.console.ask("  Is it measured or an estimate? m, e, or Enter for neither").strip().lower()
    status = _STATUS.get(said[:1], "")
    if not status:
        return
    period = session.console.ask("  Over which period? (Enter if it has none)").strip()
    quantity = claim.quantity
    before = f"{quantity.baseline.value:g}" if quantity and quantity.baseline else ""
    before = before or session.console.ask("  What was it before? (Enter if there was none)").strip()
    item = {
        "id": _metric_id(log.story, claim),
        "value": f"{quantity.value:g}" if quantity else claim.text,
        "unit": (quantity.unit or quantity.noun) if quantity else "",
        "baseline": before,
        "period": period,
        "method": method,
        "status": status,
    }
    story = session.record(log.story.id, "story") if not log.dry_run else log.story
    rewrite(
        session, story, [add_to_list(story.text, "metrics", {k: v for k, v in item.items() if v})], dry_run=log.dry_run
    )


def _metric_id(story: Record, claim: Claim) -> str:
    """Name a number by the first telling words of its sentence."""
    terms = [word for word in words(parse_story(story).sentence_at(claim.span).cut(story.text)) if word.isalpha()]
    telling = [word for word in terms if index_terms(word)]
    return slug(" ".join(telling[:_ID_WORDS]) or claim.text)


def _result(story: Record, left: list[Hole], log: RunLog | None, *, ended: bool = False) -> JobResult:
    parsed = parse_story(story)
    blocks: list[Block] = [Callout(parsed.unread("the rules about claims"), Tone.WARN)] if parsed.is_foreign else []
    if ended:
        blocks.append(Callout("The input ended before all questions were answered; the answers are saved.", Tone.WARN))
    if log is not None:
        saved = log.place if log.follow_ups else "nothing to save"
        blocks.append(FactList((("answered", str(len(log.follow_ups))), ("open", str(len(left))), ("saved", saved))))
    if log is not None and log.follow_ups:
        notes = tuple((str(row["question"]), str(row["answer"])) for row in log.follow_ups)
        blocks += [Heading("Your answers"), Table(("question", "answer"), notes)]
        blocks.append(Callout(f"Add to the story what belongs in it: edit {story.path}."))
    if left:
        blocks += [
            Heading("Open"),
            Table(("question", "because"), tuple((hole.question, hole.because) for hole in left)),
        ]
    else:
        blocks.append(Callout("upward has no more questions about this story.", Tone.GOOD))
    data = {
        "story": story.id,
        "answered": [dict(row) for row in log.follow_ups] if log else [],
        "open": [{"id": hole.id, "question": hole.question, "because": hole.because} for hole in left],
        "path": log.path if log else "",
    }
    return JobResult(Page(story.title, tuple(blocks)), data, succeeded=not left)


JOB = Job("grill", run, group="Interview", interactive_only=("limit",))
