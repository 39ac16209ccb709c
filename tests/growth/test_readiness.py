"""Where a person stands against a rubric: only confirmed, distinct occasions count, and others' word beside them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from upward.analysis.growth.growth_plan import CHOOSE, STEPS_A_QUARTER, plan_steps
from upward.analysis.growth.occasions import distinct
from upward.analysis.growth.readiness import readiness, trend
from upward.catalogue.catalogue import Catalogue
from upward.text import record_reader

TODAY = date(2026, 7, 1)
RUBRIC = Catalogue().rubrics["senior-path"]
FOLDERS = {
    "evidence": "evidence", "stories": "story", "decisions": "decision", "assessments": "assessment",
    "incidents": "incident", "reading": "reading",
}  # fmt: skip
ME = frozenset({"ada example"})
GROWS = "senior-mentoring-grows"
CODE = "senior-standards-code"
STORY = "---\ntitle: Mia's first quarter\ndate: 2026-04-01\ntemplate: mentorship\n{extra}---\n## Situation\n\nMia was new and her changes waited for days.\n"
TYPO = "---\ntitle: Fix typo\ndate: {day}\norigins: [git:ab12cd3]\ncriteria: [{criterion}]\nmeasures:\n  - {{id: lines, value: '2', unit: lines, method: git diff}}\n---\n\n## What happened\n\n- 2026-01-01: Fix typo in the guide for newcomers of the team (ab12cd3)\n"


def record(path, text):
    return record_reader.parse_record(path, text, FOLDERS)


def occasion(name, day, criterion, repo="shop", extra=""):
    text = f"---\ntitle: {name}\ndate: {day}\nrepo: {repo}\ncriteria: [{criterion}]\norigins: [git:ab12cd3]\npeople:\n  - {{name: Mia, part: mentee}}\n{extra}---\n\nWe worked on it every week, and she released it.\n"
    return record(f"evidence/{name}.md", text)


def of(criterion, *records):
    found = readiness(records, RUBRIC, "senior", TODAY, {}, ME)
    return next(each for each in found if each.criterion == criterion)


def test_two_typo_fixes_tagged_by_oneself_show_nothing():
    fixes = [record(f"evidence/f{n}.md", TYPO.format(day=f"2026-0{n}-01", criterion=GROWS)) for n in (2, 5)]
    found = of(GROWS, *fixes)
    assert found.standing == "none"
    assert [each.because for each in found.set_aside] == ["a change of 2 lines with nothing else recorded"] * 2


def test_occasions_are_distinct_in_time_and_place():
    assert of(CODE, occasion("a", "2026-01-10", CODE)).standing == "once"
    assert of(CODE, occasion("a", "2026-01-10", CODE), occasion("b", "2026-01-12", CODE, "app")).standing == "once"
    assert of(CODE, occasion("a", "2026-01-10", CODE), occasion("b", "2026-02-12", CODE)).standing == "once"
    assert of(CODE, occasion("a", "2026-01-10", CODE), occasion("b", "2026-02-12", CODE, "app")).standing == "repeated"
    assert of(CODE, occasion("a", "2026-01-10", CODE), occasion("b", "2026-05-12", CODE)).standing == "repeated"


def test_another_persons_word_vouches_and_ones_own_does_not():
    theirs = "said:\n  - {by: Ben Okoro, text: She taught me how to release.}\n"
    mine = "said:\n  - {by: Ada Example, text: I taught her.}\n"
    assert of(GROWS, occasion("a", "2026-01-10", GROWS, extra=theirs)).standing == "vouched"
    assert of(GROWS, occasion("a", "2026-01-10", GROWS, extra=mine)).standing == "once"


def assessment(role, rating, by, day="2026-06-01"):
    head = f"date: {day}\nrubric: senior-path\nby: {by}\nrole: {role}\nratings:\n  - {{criterion: {GROWS}, rating: {rating}, note: seen}}\n"
    return record(f"assessments/{role}-{by}-{day}.md", f"---\n{head}---\n")


def test_a_managers_rating_counts_beside_an_occasion_and_never_without():
    rated = assessment("manager", "meets", "Grace")
    assert of(GROWS, rated).standing == "none"
    assert "no occasion is recorded" in of(GROWS, rated).because
    assert of(GROWS, rated, occasion("a", "2026-01-10", GROWS)).standing == "vouched"


def test_ratings_that_disagree_are_shown_and_vouch_for_nothing():
    found = of(
        GROWS,
        assessment("self", "meets", "Ada"),
        assessment("manager", "not-yet", "Grace"),
        occasion("a", "2026-01-10", GROWS),
    )
    assert found.disputed
    assert found.standing == "once"
    assert [(each.role, each.rating) for each in found.ratings] == [("self", "meets"), ("manager", "not-yet")]


def test_a_corrected_rating_replaces_the_earlier_one():
    found = of(
        GROWS,
        assessment("manager", "not-yet", "Grace", "2026-01-01"),
        assessment("manager", "meets", "Grace", "2026-06-01"),
    )
    assert [each.rating for each in found.ratings] == ["meets"]


def test_a_story_and_the_evidence_it_links_are_one_occasion():
    told = record("stories/s.md", STORY.format(extra=f"criteria: [{GROWS}]\nevidence: [a]\n"))
    found = of(GROWS, told, occasion("a", "2026-01-10", GROWS))
    assert found.standing == "once"
    assert set(found.support[0].records) == {"s", "a"}
    assert found.support[0].in_story


def test_every_kind_of_record_counts_where_it_is_confirmed():
    decision = record(
        "decisions/d.md",
        "---\nstatus: accepted\ndate: 2026-02-02\ncriteria: [senior-architecture-trade-offs]\n---\n# Queue\n\nWe weighed a queue against a log, by the latency of orders.\n",
    )
    assert of("senior-architecture-trade-offs", decision).standing == "once"


def test_a_suggestion_stands_apart_and_counts_for_nothing():
    found = of(GROWS, record("stories/s.md", STORY.format(extra="")))
    assert found.standing == "none"
    assert [each.because for each in found.suggested] == ["a finished story of mentoring"]
    rejected = of(GROWS, record("stories/s.md", STORY.format(extra=f"rejected-criteria: [{GROWS}]\n")))
    assert rejected.suggested == ()


@pytest.mark.parametrize(
    "criterion", [each.id for each in RUBRIC.criteria if each.area in {"mentoring", "communication"}]
)
def test_a_word_of_the_title_suggests_nothing(criterion):
    titles = (
        "Align default",
        "Explain plan output",
        "Guide users to docs",
        "Teach parser about dates",
        "Pair keys",
        "Feedback form",
    )
    work = [
        record(
            f"evidence/{n}.md",
            f"---\ntitle: {title}\ndate: 2026-05-01\n---\n\n{title} in the settings, with review and docs.\n",
        )
        for n, title in enumerate(titles)
    ]
    found = readiness(work, RUBRIC, "", TODAY, {}, ME)
    assert next(each for each in found if each.criterion == criterion).suggested == ()


def test_there_is_no_trend_below_four_dated_occasions():
    days = [TODAY - timedelta(days=number) for number in (10, 20, 30)]
    assert trend(days, TODAY) == ""
    assert trend([*days, TODAY - timedelta(days=300)], TODAY) == "rising"


def test_what_has_no_date_is_distinct_by_its_place_alone():
    one, other = of(CODE, occasion("a", "", CODE), occasion("b", "", CODE, "app")).support
    assert distinct([one, other]) == 2
    assert distinct([one, one]) == 1


def steps_of(*records, weeks=13, hours=10):
    judged = readiness(records, RUBRIC, "senior", TODAY, {}, ME)
    books = {book.id: book for each in Catalogue().rubrics.values() for book in each.books}
    return plan_steps(judged, RUBRIC, records, books, hours, TODAY, weeks)[0]


def test_a_plan_has_one_step_for_all_suggestions_and_three_to_grow():
    stories = [record(f"stories/s{n}.md", STORY.format(extra="")) for n in range(9)]
    steps = steps_of(*stories)
    assert steps[0].criterion == ""
    assert "9 suggestions" in steps[0].step
    assert len(steps) == 1 + STEPS_A_QUARTER


def test_a_step_that_fits_no_recorded_work_says_choose_where():
    assert {step.where for step in steps_of()} == {CHOOSE}


def test_a_book_that_was_read_is_not_recommended():
    first = next(step for step in steps_of() if step.reading)
    title = first.reading.removeprefix("one chapter of ").removeprefix("one unit of ").split(" (")[0]
    done = record("reading/b.md", f'---\nkind: reading\ntitle: "{title}"\nstate: done\n---\n')
    assert not any(title in step.reading for step in steps_of(done))


def test_steps_have_lead_time_and_come_one_after_the_other():
    dues = [step.due for step in steps_of()]
    assert dues == sorted(dues)
    assert dues[0] >= TODAY + timedelta(weeks=4)
    assert dues[-1] <= TODAY + timedelta(weeks=13)


def test_a_chapter_that_was_chosen_comes_first_with_the_hours_chapters_really_take():
    first = steps_of()[0].criterion
    chosen = record(
        "reading/b.md",
        "---\nkind: reading\ntitle: Release It!\nstate: reading\nchapters:\n"
        "  - {title: One, hours: 4, read: 2026-01-01}\n  - {title: Two, hours: 5, read: 2026-02-01}\n"
        f"  - {{title: Three, why: two incidents, serves: {first}}}\n---\n",
    )
    step = steps_of(chosen)[0]
    assert step.reading == 'the chapter "Three" of Release It! (4.5 hours): two incidents'
    assert step.hours == 6 + 4.5


def test_a_criterion_that_says_only_its_next_step_keeps_it():
    senior = next(each for each in RUBRIC.criteria if each.id == CODE)
    bare = replace(senior, looks_like=(), reading=(), next_step="Turn one remark into a check.")
    rubric = replace(RUBRIC, criteria=(bare,))
    (found,) = readiness([], rubric, "senior", TODAY, {}, ME)
    assert found.next_step == "Turn one remark into a check."


def test_only_suggestions_that_are_there_are_spoken_of_else_the_command_is_given(upward, tmp_path):
    assert upward("init")[0] == 0
    assert "upward import" in upward("readiness")[1]
    assert upward("add", "evidence", "Onboarded Mia", "--text", "We met every week for a quarter.")[0] == 0
    said = " ".join(upward("readiness")[1].split())
    assert "suggestion" not in said.lower()
    assert "`upward readiness --confirm onboarded-mia:CRITERION`" in said
    assert f"Grows a person over months ({GROWS})" in said
    (tmp_path / "stories").mkdir(exist_ok=True)
    (tmp_path / "stories/mia.md").write_text(STORY.format(extra=""))
    said = " ".join(upward("readiness")[1].split())
    assert "Confirm or reject the suggestions below." in said
    assert f"upward readiness --confirm mia:{GROWS}" in said
    assert said.index(f"--confirm mia:{GROWS}") < said.index("What to do next")


def test_a_confirmation_that_does_not_count_says_why_at_once(upward):
    assert upward("init")[0] == 0
    upward("add", "evidence", "Onboarded Mia", "--text", "We met every week for a quarter, and she leads it now.")
    said = " ".join(upward("readiness", "--confirm", f"onboarded-mia:{GROWS}")[1].split())
    assert "onboarded-mia is confirmed to show Grows a person over months, but does not count" in said
    assert "add them under `people`" in said
    assert "1 record tagged, but none counts" in said
    assert f"did you mean {GROWS}?" in upward("readiness", "--confirm", "onboarded-mia:senior-mentoring-grow")[2]


def test_a_record_is_never_both_confirmed_and_rejected(upward, logbook) -> None:
    path = logbook / "stories" / "mine.md"
    for head in ("criteria: [senior-standards-code, senior-standards-tests]", "criteria:\n  - senior-standards-code"):
        path.write_text(f"---\ntitle: Mine\n{head}\n---\n\nI moved it.\n")
        upward("readiness", "--reject", "mine:senior-standards-code")
        front = path.read_text().split("---")[1]
        assert front.count("senior-standards-code") == 1
        assert "rejected-criteria: [senior-standards-code]" in front
        said = upward("readiness", "--confirm", "mine:senior-standards-code")[2]
        assert "mine has no word of senior-standards-code in it" in said
        assert path.read_text().count("senior-standards-code") == 1
