"""Front matter is read as written, with places, and nothing in it can hurt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from upward.text import edits, frontmatter, record_writer
from upward.text.frontmatter import parse_front_matter, plain_values

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
keys = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
values = st.recursive(
    text,
    lambda inner: st.lists(inner, min_size=1, max_size=4) | st.dictionaries(keys, inner, min_size=1, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(keys, values, max_size=6), text)
def test_what_is_composed_is_read_back(fields, body) -> None:
    kept = {key: value for key, value in fields.items() if value}
    found = parse_front_matter(record_writer.compose_record(fields, body))
    assert not found.problems
    assert plain_values(found.fields) == plain_values(kept)


def test_values_stay_as_they_are_written() -> None:
    fields = parse_front_matter("---\nanswer: no\nnumber: 012\nversion: 1.10\nwhen: 2026-03-09\n---\n").fields
    assert fields == {"answer": "no", "number": "012", "version": "1.10", "when": "2026-03-09"}


def test_every_value_has_its_place() -> None:
    source = "\ufeff---\r\ntitle: Größe\r\nmetrics:\r\n  - {id: p95, value: '40'}\r\n---\r\n"
    front = parse_front_matter(source)
    assert front.values["title",].cut(source) == "Größe"
    assert front.values["metrics", 0, "value"].cut(source) == "'40'"
    assert front.keys["metrics", 0, "id"].cut(source) == "id"


def slugs(source: str) -> list[str]:
    return [problem.slug for problem in parse_front_matter(source).problems]


def test_a_tab_is_explained_and_what_stood_before_it_is_kept() -> None:
    front = parse_front_matter("---\ntitle: Kept\nlist:\n\t- a\n---\n")
    assert front.fields["title"] == "Kept"
    assert "a tab is used where YAML requires spaces" in front.problems[0].message


def test_a_key_that_stands_twice_is_a_problem_at_the_second_place() -> None:
    source = "---\ntitle: One\ntitle: Two\n---\n"
    front = parse_front_matter(source)
    assert front.fields == {"title": "One"}
    assert front.problems[0].span.start == source.rindex("title")


def test_anchors_that_multiply_are_stopped_within_bounds() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    assert "yaml-bomb" in slugs("---\n" + "\n".join(lines) + "\n---\n")


def test_an_alias_inside_its_own_anchor_is_a_problem_and_no_endless_loop() -> None:
    assert slugs("---\na: &a [*a]\n---\n") == ["broken-yaml"]


def test_depth_is_bounded() -> None:
    assert "yaml-bomb" in slugs("---\na: " + "[" * 500 + "]" * 500 + "\n---\n")


def test_a_tag_is_named_and_builds_no_object() -> None:
    front = parse_front_matter("---\na: !!python/object/apply:os.system ['true']\n---\n")
    assert [problem.slug for problem in front.problems] == ["yaml-tag"]
    assert plain_values(front.fields) == {"a": ["true"]}


def test_a_front_matter_that_never_closes_is_a_problem() -> None:
    assert slugs("---\ntitle: Open\n") == ["front-matter-open"]


def test_a_front_matter_of_a_megabyte_is_not_parsed() -> None:
    assert slugs("---\n" + "a: b\n" * 250_000 + "---\n") == ["front-matter-size"]


@given(st.text(max_size=200))
def test_any_text_is_read_without_raising(source: str) -> None:
    for candidate in (source, f"---\n{source}\n---\n"):
        front = parse_front_matter(candidate)
        assert all(0 <= span.start <= span.stop <= len(candidate) for span in front.values.values())


@given(st.dictionaries(keys, values, max_size=5), keys, text.filter(bool), text)
def test_setting_a_value_changes_that_value_and_no_other_character(fields, key, value, body) -> None:
    source = record_writer.compose_record({name: item for name, item in fields.items() if name != key}, body)
    once = edits.apply_edits([edits.set_value(source, key, value)], source)
    assert frontmatter.parse_front_matter(once).fields[key] == value
    again = edits.apply_edits([edits.set_value(once, key, "other")], once)
    place = frontmatter.parse_front_matter(again).values[key,]
    assert again[: place.start] + "\0" + again[place.stop :] == _around(once, key)


def _around(source: str, key: str) -> str:
    place = frontmatter.parse_front_matter(source).values[key,]
    return source[: place.start] + "\0" + source[place.stop :]


def test_setting_a_value_keeps_comments_quotes_and_line_endings() -> None:
    source = "---\r\n# mine\r\nlevel:   'mid'   # for now\r\nother: |\r\n  text\r\n---\r\nBody\r\n"
    assert edits.apply_edits([edits.set_value(source, "level", "senior")], source) == source.replace("'mid'", "senior")


def test_a_list_grows_as_it_is_written() -> None:
    flow = "---\ntags: [a, b]  # mine\n---\n"
    assert edits.apply_edits([edits.add_to_list(flow, "tags", "c")], flow) == "---\ntags: [a, b, c]  # mine\n---\n"
    block = "---\ntags:\n    - a\n    - b # last\nx: y\n---\n"
    assert (
        edits.apply_edits([edits.add_to_list(block, "tags", "c")], block)
        == "---\ntags:\n    - a\n    - b # last\n    - c\nx: y\n---\n"
    )
    single = "---\ntags: a\n---\n"
    assert edits.apply_edits([edits.add_to_list(single, "tags", "b")], single) == "---\ntags: [a, b]\n---\n"
    missing = "Just text.\n"
    assert edits.apply_edits([edits.add_to_list(missing, "tags", "a")], missing) == "---\ntags: [a]\n---\nJust text.\n"


@given(st.lists(text.filter(bool), max_size=4), text.filter(bool), st.booleans())
def test_adding_to_a_list_adds_just_that(items, value, flow) -> None:
    lines = (
        [f"tags: [{', '.join(record_writer.yaml_scalar(item) for item in items)}]"]
        if flow or not items
        else ["tags:", *(f"  - {record_writer.yaml_scalar(item)}" for item in items)]
    )
    source = "\n".join(["---", "before: x", *lines, "after: y", "---", "body"])
    grown = frontmatter.parse_front_matter(edits.apply_edits([edits.add_to_list(source, "tags", value)], source))
    assert not grown.problems
    assert plain_values(grown.fields) == {"before": "x", "tags": [*items, value], "after": "y"}
