"""One word for one thing: the options of all verbs."""

from __future__ import annotations

import pytest

from upward.catalogue.catalogue import Catalogue
from upward.faces.cli.parser import build_parser
from upward.model.job import Job, parameters

JOBS = sorted(Catalogue().jobs(), key=lambda job: job.name)
# Other words for what has one: --output, --format, --limit, --from, --dry-run, --since, --until.
OTHER_WORDS = {
    *("out", "outfile", "dest", "to-file", "save-as", "most", "max", "top", "count", "take", "read", "input", "in"),
    *("infile", "as", "json", "dry", "simulate", "preview-only", "after", "before", "start", "end"),
}
SHORT = {"--output": "-o", "--limit": "-n", "--quiet": "-q", "--verbose": "-v", "--help": "-h"}


def visible(job: Job) -> list[tuple[str, ...]]:
    """Give the spellings of each option that help shows."""
    return [
        tuple(action.option_strings)
        for action in build_parser(job)._actions
        if action.option_strings and action.help != "==SUPPRESS=="
    ]


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_verb_has_the_common_options_and_no_other_word_for_them(job: Job) -> None:
    spelled = visible(job)
    names = {each[0] for each in spelled}
    assert {"--format", "--output", "--quiet", "--verbose", "--logbook"} <= names
    assert not {name.removeprefix("--") for name in names} & OTHER_WORDS
    for each in spelled:
        short = [one for one in each if not one.startswith("--")]
        assert short == ([SHORT[max(each, key=len)]] if max(each, key=len) in SHORT else [])


@pytest.mark.parametrize("job", JOBS, ids=lambda job: job.name)
def test_a_number_of_rows_is_a_limit_and_a_help_text_is_one_line(job: Job) -> None:
    for parameter in parameters(job):
        assert parameter.help.strip(), parameter.name
        assert "\n" not in parameter.help
        if parameter.help.startswith("How many") and parameter.kind is int and parameter.name != "questions":
            assert parameter.name == "limit" or not {"show", "give", "name", "lines"} & set(parameter.help.split()), (
                parameter
            )


def test_the_former_names_of_options_are_still_read() -> None:
    rubric = next(job for job in JOBS if job.name == "rubric")
    assert build_parser(rubric).parse_args(["--take", "x.md"]).from_ == "x.md"
    assert "--take" not in build_parser(rubric).format_help()
