"""Each attack on the reader of git works when its defence is taken away: or its test would show nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONFIGURED = "test_what_their_configuration_names_is_not_run"
# What is taken away (see tests/disarm.py), and the attacks that work then.
DEFENCES = {
    "quarantine": (
        *(f"{CONFIGURED}[{name}]" for name in ("fsmonitor", "external diff", "textconv", "filter", "an alias")),
        "test_their_pager_is_not_run",
    ),
    "quarantine,options": (f"{CONFIGURED}[hooks]",),
    "quarantine,signature": ("test_their_signature_program_is_not_run",),
    "quarantine,lazy": ("test_a_partial_clone_fetches_nothing",),
    "quarantine,replaced": ("test_replaced_and_grafted_histories_are_read_as_they_were_written",),
    "quarantine,graph": ("test_a_forged_commit_graph_hides_nothing",),
    "objects": (
        "test_objects_of_another_place_are_not_read_as_theirs",
        "test_a_pipe_among_the_objects_is_refused_without_waiting[objects/info/alternates]",
        "test_a_pipe_among_the_objects_is_refused_without_waiting[objects/pack/pack-x.idx]",
    ),
    "big": ("test_a_blob_that_unpacks_to_much_is_counted_as_binary",),
    "environment": ("test_their_environment_is_not_ours",),
    "mailmap": ("test_a_pipe_as_a_mailmap_keeps_nobody_waiting",),
    "references": (
        *(f"test_a_pipe_among_the_references_keeps_nobody_waiting[{name}]" for name in ("HEAD", "packed-refs")),
    ),
    "link": ("test_a_link_for_a_git_folder_is_refused",),
    "limits": (
        "test_git_that_hangs_is_stopped",
        "test_git_that_never_ends_what_it_says_is_stopped",
        "test_an_object_that_takes_all_memory_ends_git_and_nothing_else",
    ),
    "stall": ("test_a_tree_that_stands_for_billions_of_files_is_given_up_on",),
    "nonce,zeros": ("test_names_and_messages_full_of_escapes_and_separators_stay_what_they_are",),
}


@pytest.mark.parametrize("defences", DEFENCES)
def test_without_its_defence_an_attack_works(defences: str) -> None:
    wanted = [f"tests/store/test_attacks.py::{name}" for name in DEFENCES[defences]]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "tests.disarm", "-p", "no:cacheprovider", "-p", "no:xdist", *wanted],
        cwd=ROOT, env={**os.environ, "DISARM": defences}, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert f"{len(wanted)} failed" in done.stdout, done.stdout[-2000:]
    assert " passed" not in done.stdout.splitlines()[-1]
