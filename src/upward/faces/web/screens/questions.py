"""Questions: the bank by level and theme, the story that fits each, and the plan of an interview."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import MOST_LINE, Visit
from upward.model.errors import NoSuchRecordError, UsageError

BANK = "question-bank"
# The questions of one day of interviews.
MOST_LOOP = 20
# Stories that can be chosen beside those that are proposed.
MOST_OFFERED = 60


def questions(visit: Visit) -> Response:
    """List the questions of a level, and the person's own."""
    session = visit.logbook.session()
    bank = session.rubrics[BANK]
    level = visit.query("level") or (
        session.settings.level if session.settings.level in bank.levels else bank.levels[0]
    )
    theme, words = visit.query("theme"), visit.query("q").lower().split()
    shown = [
        each
        for each in bank.questions
        if each.level == level
        and (not theme or theme in each.themes)
        and all(word in each.text.lower() for word in words)
    ]
    return visit.page(
        "questions.html", title="Questions", intro="Questions that you may be asked. Open one to see which story fits, and why.", questions=shown,
        levels=bank.levels, level=level, theme=theme, q=visit.query("q"),
        themes=sorted({each for item in bank.questions for each in item.themes}), own=visit.logbook.corpus.records("question"),
    )  # fmt: skip


def question(visit: Visit) -> Response:
    """Show one question with the stories that fit it."""
    ident = visit.param("id")
    bank = visit.logbook.session().rubrics[BANK]
    found = next((each for each in bank.questions if each.id == ident), None)
    if found is None:
        raise NoSuchRecordError(f"No question is called {ident}", next_step="look at the list of questions")
    criteria = {
        c.id: c for name in ("amazon-principles", "story-themes") for c in visit.logbook.session().rubric(name).criteria
    }
    return visit.page(
        "question.html", title=found.text, question=found, text=found.text, answer=visit.logbook.answer("match", found.text),
        listens=[criteria[each] for each in (*found.principles, *found.themes) if each in criteria], record=None,
        alike=[each for each in bank.questions if each.id != ident and each.level == found.level and set(each.themes) & set(found.themes)][:5],
        stories=_paths(visit),
    )  # fmt: skip


def ask(visit: Visit) -> Response:
    """Match a question in the person's own words."""
    text = visit.query("text").strip()
    if not text:
        raise UsageError("No question was given", next_step="write the question as the interviewer asked it")
    return visit.page(
        "question.html", title=text, question=None, text=text, answer=visit.logbook.answer("match", text), listens=[], alike=[],
        record=None, stories=_paths(visit),
    )  # fmt: skip


def _paths(visit: Visit) -> Mapping[str, str]:
    return visit.logbook.paths("story")


def loop(visit: Visit) -> Response:
    """Plan one interview: which story answers which question, none told twice."""
    bank = {each.id: each.text for each in visit.logbook.session().rubrics[BANK].questions}
    chosen = [bank[ident] for ident in visit.request.query_params.getlist("id")[:MOST_LOOP] if ident in bank]
    own = [line.strip() for line in visit.query("more").splitlines() if line.strip()]
    return _planned(visit, [*chosen, *own], {})


def _planned(visit: Visit, texts: Sequence[str], chosen: Mapping[str, str]) -> Response:
    """Show the questions in their order, each with the story that was chosen, or else the one that is proposed."""
    questions = tuple(dict.fromkeys(texts))[:MOST_LOOP]
    if not questions:
        raise UsageError("No question is selected", next_step="select the questions of the interview, then plan it")
    # The job reads questions from a file; this one is the server's own and ends with it. Their order changes nothing.
    lines = "\n".join(sorted(questions)) + "\n"
    file = visit.logbook.scratch / f"loop-{hashlib.sha256(lines.encode('utf-8', 'replace')).hexdigest()[:16]}.txt"
    if not file.exists():
        file.write_bytes(lines.encode("utf-8", "replace"))
    answer = visit.logbook.answer("cover", loop=str(file))
    proposed = {row["question"]: row["story"] for row in answer.data["plan"]} if answer.data else {}
    titles = {record.id: record.title for record in visit.logbook.corpus.records("story")}
    rows = [(question, chosen.get(question, proposed.get(question, ""))) for question in questions]
    offered = dict.fromkeys([*proposed.values(), *chosen.values(), *list(titles)[:MOST_OFFERED]])
    return visit.page(
        "loop.html", title="Interview plan", intro="Which story answers which question. Drag a row, or move it with `Shift J` and `Shift K`.",
        answer=answer, rows=rows, titles=titles, offered=sorted((ident for ident in offered if ident in titles), key=titles.__getitem__),
        twice=[titles.get(ident, ident) for ident, n in Counter(story for _, story in rows if story).items() if n > 1],
    )  # fmt: skip


def arranged(visit: Visit) -> Response:
    """Move a question up or down, or write the plan as an interview."""
    texts = [text[:MOST_LINE] for text in visit.form.get("q", []) if text.strip()][:MOST_LOOP]
    chosen = dict(zip(texts, visit.form.get("s", []), strict=False))
    act, _, place = visit.text("act").partition(":")
    if act in {"up", "down"} and place.isdigit():
        here = int(place)
        there = here + (1 if act == "down" else -1)
        if 0 <= here < len(texts) and 0 <= there < len(texts):
            texts[here], texts[there] = texts[there], texts[here]
        return _planned(visit, texts, chosen)
    if act != "save":
        raise UsageError(f"There is no action {act}", next_step="reload the page")
    stories = list(dict.fromkeys(ident for ident in chosen.values() if visit.logbook.corpus.named(ident)))
    lines = [
        f"{n}. {' '.join(text.split())} ({chosen.get(text) or 'no story yet'})" for n, text in enumerate(texts, start=1)
    ]
    given = [f"date={day}" for day in visit.form.get("date", []) if day.strip()] + [
        f"stories={ident}" for ident in stories
    ]
    body = "## Plan\n\n" + "\n".join(lines)
    made = visit.logbook.run("add", "interview", visit.text("title"), set=(*given, "state=planned"), text=body).data
    visit.logbook.refresh()
    return visit.back(f"/record/{made['path']}", f"Wrote `{made['path']}`.")


SCREEN = Screen(
    "questions",
    "Questions",
    (
        Route("GET", "/questions", questions, {"level": "The level", "theme": "Only with this theme", "q": "Words in the question"}),
        Route("GET", "/question/{id}", question),
        Route("GET", "/ask", ask, {"text": "The question as it was asked"}),
        Route("POST", "/loop", arranged, form={"act": "up:N, down:N or save", "q": "The questions, in order", "s": "The story of each", "title": "The interview's title", "date": "Its day"}),
        Route("GET", "/loop", loop, {"id": "Ids of questions, several", "more": "Questions in your own words, one a line"}),
    ),
    order=40,
    key="q",
)  # fmt: skip
