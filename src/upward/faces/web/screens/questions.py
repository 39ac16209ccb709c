"""Questions: the bank by level and theme, the story that fits each, and the plan of an interview."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from starlette.responses import Response

from upward.faces.web.screen import Route, Screen
from upward.faces.web.visit import Visit
from upward.model.errors import NoSuchRecordError, UsageError

BANK = "question-bank"
# The questions of one day of interviews.
MOST_LOOP = 20


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
        "questions.html", title="Questions", intro="What you may be asked. Open one to see which story fits, and why.", questions=shown,
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
        raise UsageError("No question is given", next_step="write the question as it was asked")
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
    asked = tuple(dict.fromkeys([*chosen, *own]))[:MOST_LOOP]
    if not asked:
        raise UsageError("No question is chosen", next_step="mark the questions of the interview, then plan it")
    # The job reads questions from a file; this one is the server's own and ends with it.
    file = visit.logbook.scratch / f"loop-{hashlib.sha256(repr(asked).encode()).hexdigest()[:16]}.txt"
    if not file.exists():
        file.write_text("\n".join(asked) + "\n", "utf-8")
    return visit.page(
        "loop.html", title="Interview plan", intro="Which story answers which question, none told twice.",
        answer=visit.logbook.answer("cover", loop=str(file)), stories=_paths(visit),
        titles={record.id: record.title for record in visit.logbook.corpus.records("story")},
    )  # fmt: skip


SCREEN = Screen(
    "questions",
    "Questions",
    (
        Route("GET", "/questions", questions, {"level": "The level", "theme": "Only with this theme", "q": "Words in the question"}),
        Route("GET", "/question/{id}", question),
        Route("GET", "/ask", ask, {"text": "The question as it was asked"}),
        Route("GET", "/loop", loop, {"id": "Ids of questions, several", "more": "Questions in your own words, one a line"}),
    ),
    order=40,
    key="q",
)  # fmt: skip
