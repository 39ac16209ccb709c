"""Which people a story names, so that an export can ask about them."""

from upward.analysis.narrative.people_named import named_people, private_words
from upward.text.record_reader import parse_record


def story(text: str, title: str = "A move"):
    return parse_record("stories/s.md", f"---\ntitle: {title}\n---\n\n## Action\n\n{text}\n", {"stories": "story"})


def test_people_are_known_by_their_role_or_by_what_they_do() -> None:
    text = "My colleague Jorun reviewed it. Edda objected. Sven from sales waited. Redis failed, and Kafka was down."
    assert named_people(story(text)) == ["Jorun", "Edda", "Sven"]


def test_the_person_in_the_title_is_found_and_what_is_private_to_them() -> None:
    found = story("She was afraid to ask.", "Mentoring Runa")
    assert named_people(found) == ["Runa"]
    assert private_words(found) == ["afraid"]
    assert private_words(story("I was afraid of the lock.")) == []
