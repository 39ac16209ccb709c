"""What is loaded and may bring code of a stranger's with it: weights, models, and what a hub holds today."""

from __future__ import annotations

import ast

from upward.analysis.faults._tree import Around, Check, Found, name, on, owner
from upward.analysis.faults._values import argument, says

DIMENSION = "security"
# Functions that unpickle what they are given, by their module's usual names.
_UNPICKLES = frozenset({
    ("joblib", "load"), ("cloudpickle", "load"), ("cloudpickle", "loads"), ("jsonpickle", "decode"), ("dill", "load"),
    ("dill", "loads"), ("pd", "read_pickle"), ("pandas", "read_pickle"), ("shelve", "open"),
})  # fmt: skip
_FROM_HUB = frozenset({"hf_hub_download", "snapshot_download", "load_dataset"})
# As long as the id of a commit: a name of a branch or a tag can be moved.
_COMMIT = 40


@on(ast.Call)
def _unpickled(node: ast.AST, walk: Around) -> Found:
    """A file that may hold any object is read, and with it what that object does when it is made."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    whose, what = owner(node.func), name(node.func)
    runs = (whose, what) in _UNPICKLES
    runs |= (whose, what) == ("torch", "load") and not says(argument(node, "weights_only"), True)  # noqa: FBT003 - what is compared
    runs |= whose in {"np", "numpy"} and what == "load" and says(argument(node, "allow_pickle"), True)  # noqa: FBT003 - as above
    runs |= what in {"load_model", "from_config"} and says(argument(node, "safe_mode"), False)  # noqa: FBT003 - as above
    if runs:
        yield (
            node.lineno,
            "loads-code",
            DIMENSION,
            "Whatever is in this file may run: read a format that holds data only.",
        )


@on(ast.Call)
def _from_hub(node: ast.AST, walk: Around) -> Found:
    """A model or a data set from a hub, as it is there today, or with the program that comes with it."""
    if walk.is_test or not isinstance(node, ast.Call):
        return
    if says(argument(node, "trust_remote_code"), True):  # noqa: FBT003 - what is compared
        yield node.lineno, "runs-strangers-code", DIMENSION, "A program of whoever owns the repository runs here."
    is_remote = name(node.func) in _FROM_HUB or (name(node.func) == "from_pretrained" and _names_repository(node))
    revision = argument(node, "revision")
    is_pinned = revision is not None and not (isinstance(revision, ast.Constant) and len(str(revision.value)) < _COMMIT)
    if is_remote and not is_pinned and not any(each.arg is None for each in node.keywords):
        yield node.lineno, "not-pinned", DIMENSION, "Whoever owns it may change it: revision=… with a commit's id."


def _names_repository(call: ast.Call) -> bool:
    """Whether the first argument is written out, and no path."""
    first = call.args[0] if call.args else argument(call, "pretrained_model_name_or_path")
    return isinstance(first, ast.Constant) and isinstance(first.value, str) and not first.value.startswith((".", "/"))


CHECKS: tuple[Check, ...] = (_unpickled, _from_hub)
