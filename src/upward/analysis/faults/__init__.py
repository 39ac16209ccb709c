"""Faults somebody would meet in production, as checks of a syntax tree: line, name, dimension and message of each."""

import ast

from upward.analysis.faults import (
    agents,
    answers,
    believed,
    blocking,
    broken,
    certain,
    ciphers,
    error_handling,
    fields,
    for_nothing,
    gone,
    in_tests,
    injected,
    left_open,
    left_running,
    loaded,
    logs,
    mistaken,
    nowhere,
    objects,
    on_the_wire,
    performance,
    repeats,
    rights,
    round_trips,
    scopes,
    security,
    seeming,
    served,
    stand_ins,
    testability,
    unfinished,
    unguarded,
    wasteful,
    wholes,
    written_secrets,
    wrong_kind,
)
from upward.analysis.faults._tree import Around, Check, meant_for

CHECKS: tuple[Check, ...] = (
    *error_handling.CHECKS,
    *answers.CHECKS,
    *unguarded.CHECKS,
    *unfinished.CHECKS,
    *broken.CHECKS,
    *mistaken.CHECKS,
    *certain.CHECKS,
    *for_nothing.CHECKS,
    *wrong_kind.CHECKS,
    *fields.CHECKS,
    *objects.CHECKS,
    *gone.CHECKS,
    *nowhere.CHECKS,
    *seeming.CHECKS,
    *scopes.CHECKS,
    *left_open.CHECKS,
    *left_running.CHECKS,
    *logs.CHECKS,
    *security.CHECKS,
    *injected.CHECKS,
    *believed.CHECKS,
    *written_secrets.CHECKS,
    *on_the_wire.CHECKS,
    *ciphers.CHECKS,
    *rights.CHECKS,
    *served.CHECKS,
    *loaded.CHECKS,
    *agents.CHECKS,
    *blocking.CHECKS,
    *performance.CHECKS,
    *repeats.CHECKS,
    *round_trips.CHECKS,
    *wasteful.CHECKS,
    *wholes.CHECKS,
    *testability.CHECKS,
    *in_tests.CHECKS,
    *stand_ins.CHECKS,
)
_MEANT: dict[type[ast.AST], tuple[Check, ...]] = {}


def checks(kind: type[ast.AST]) -> tuple[Check, ...]:
    """Give the checks that look at nodes of a kind."""
    if kind not in _MEANT:
        _MEANT[kind] = meant_for(kind, CHECKS)
    return _MEANT[kind]


__all__ = ["CHECKS", "Around", "checks"]
