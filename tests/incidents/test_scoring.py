"""Scores name each source beside two naive guesses, and say nothing below ten incidents."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from upward.analysis.incidents.incident import Hypothesis, Incident, TimelineEvent
from upward.analysis.incidents.scoring import LARGEST_DEVIATION, LAST_CHANGE, score_sources
from upward.analysis.incidents.sealing import seal_of

ONSET = datetime(2026, 7, 1, 9, 0, tzinfo=UTC)


def incident(cause: str, *guesses: tuple[str, str, str, float, int], **more) -> Incident:
    """A guess is its source, version, component, confidence and the minute after the onset it was sealed in."""
    made: list[Hypothesis] = []
    for number, (by, version, component, confidence, minute) in enumerate(guesses, 1):
        at = (ONSET + timedelta(minutes=minute)).isoformat()
        held = Hypothesis(
            number, f"h{number}", at, by, version, component, "x", confidence, f"{confidence:.0%}", "", ""
        )
        previous = made[-1].seal if made else ""
        made.append(
            Hypothesis(**{**{key: getattr(held, key) for key in held.__slots__}, "seal": seal_of(previous, held)})
        )
    timeline = more.pop("timeline", ())
    return Incident(
        "i", "I", ONSET, ONSET, None, ONSET + timedelta(minutes=60), timeline, tuple(made), more.pop("deviations", ()),
        (), cause, (), "Ines", "",
    )  # fmt: skip


def test_a_source_is_right_by_its_most_confident_guess_and_within_three() -> None:
    one = incident("db", ("Mara", "", "web", 0.6, 5), ("Mara", "", "db", 0.3, 9))
    (mara,) = score_sources([one])
    assert (mara.first.hits, mara.first_three.hits, mara.first.n) == (0, 1, 1)
    assert mara.first.share is None
    assert mara.brier == round((0.36 + 0.49) / 2, 4)


def test_from_ten_incidents_on_there_is_a_share_with_its_interval() -> None:
    many = [incident("db", ("Mara", "", "db" if n < 7 else "web", 0.6, 5)) for n in range(10)]
    (mara,) = score_sources(many)
    assert (mara.first.share, mara.first.interval) == (0.7, (0.3968, 0.8922))


def test_a_tool_is_told_from_a_person_and_the_naive_guesses_stand_last() -> None:
    changed = TimelineEvent(ONSET - timedelta(minutes=9), "deploy", change="web")
    earlier = TimelineEvent(ONSET - timedelta(minutes=90), "deploy", change="db")
    later = TimelineEvent(ONSET + timedelta(minutes=9), "rollback", change="cache")
    one = incident(
        "db", ("Acme", "4.2", "db", 0.5, 8), ("Mara", "", "web", 0.5, 5), timeline=(earlier, changed, later),
        deviations=(("db", 3.0), ("web", 1.0)),
    )  # fmt: skip
    found = {each.source: each for each in score_sources([one])}
    assert list(found) == ["Mara", "Acme 4.2", LARGEST_DEVIATION, LAST_CHANGE]
    assert found["Acme 4.2"].kind.value == "tool"
    assert (found[LAST_CHANGE].first.hits, found[LAST_CHANGE].first_three.hits) == (0, 1)
    assert found[LARGEST_DEVIATION].first.hits == 1


def test_minutes_ahead_run_to_the_next_right_guess_and_minutes_lost_are_those_of_wrong_ones() -> None:
    tested = TimelineEvent(ONSET, "rolled back", tests="h2", minutes=14)
    one = incident(
        "db", ("Mara", "", "db", 0.5, 5), ("Jun", "", "web", 0.5, 6), ("Acme", "1", "db", 0.5, 20), timeline=(tested,)
    )
    found = {each.source: each for each in score_sources([one])}
    assert (found["Mara"].minutes_ahead, found["Acme 1"].minutes_ahead) == (15.0, 40.0 - 40.0)
    assert (found["Jun"].minutes_lost, found["Mara"].minutes_lost) == (14, None)


def test_a_guess_whose_seal_is_broken_does_not_count() -> None:
    one = incident("db", ("Mara", "", "db", 0.5, 5))
    forged = Incident(**{**{key: getattr(one, key) for key in one.__slots__}, "hypotheses": tuple(
        Hypothesis(**{**{key: getattr(each, key) for key in each.__slots__}, "text": "another"}) for each in one.hypotheses
    )})  # fmt: skip
    assert score_sources([forged]) == []
