"""What anybody on the machine may do: write a file, read a password as it is given, be root, send a configuration."""

from __future__ import annotations

import ast
import re
import stat

from upward.analysis.faults._tree import Around, Check, Found, calls, every, name, on, owner
from upward.analysis.faults._values import argument, is_none, value_of

DIMENSION = "security"
_BY_OTHERS = stat.S_IWGRP | stat.S_IWOTH
# Where each takes the rights, counted from nought; those of a path's own methods stand below.
_RIGHTS = {"chmod": 1, "fchmod": 1, "lchmod": 1, "mkdir": 1, "makedirs": 1, "mkfifo": 1, "mknod": 1, "open": 2}
_OF_A_PATH = {"chmod": 0, "lchmod": 0, "mkdir": 0, "touch": 0}
_BECOMES = frozenset({"setuid", "seteuid", "setgid", "setegid"})
_SECRET_OPTION = re.compile(r"--(?:[\w-]+-)?(?:password|passwd|passphrase|token|api-?key|secret(?:-key)?|private-key)")
_OPERATIONS = {ast.BitOr: int.__or__, ast.BitAnd: int.__and__, ast.Add: int.__add__}


def _rights(node: ast.expr | None, module: ast.Module) -> int:
    """Give the rights an expression stands for, of numbers and the constants of `stat`; none where nobody can tell."""
    found = value_of(node, module)
    match found:
        case ast.Constant(value=int(value)):
            return value
        case ast.Name() | ast.Attribute():
            said = name(found)
            return int(getattr(stat, said, 0)) if re.fullmatch(r"S_I\w+", said) else 0
        case ast.BinOp(left=left, op=ast.BitAnd(), right=ast.UnaryOp(op=ast.Invert(), operand=less)):
            return _rights(left, module) & ~_rights(less, module)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATIONS:
            return _OPERATIONS[type(op)](_rights(left, module), _rights(right, module))
    return 0


@on(ast.Module)
def _open_to_others(node: ast.AST, walk: Around) -> Found:
    """A file or a folder that others may write."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    changed = {name(each.target) for each in every(node, ast.AugAssign)}
    for call in calls(node):
        what, of_os = name(call.func), owner(call.func) == "os"
        if what not in (_RIGHTS if of_os else _OF_A_PATH) or not isinstance(call.func, ast.Attribute):
            continue
        given = argument(call, "mode", (_RIGHTS if of_os else _OF_A_PATH)[what])
        # Ruff tells of os.chmod itself where the number stands in the call.
        if (of_os and what == "chmod" and isinstance(given, ast.Constant)) or name(given or node) in changed:
            continue
        if _rights(given, node) & _BY_OTHERS:
            yield call.lineno, "open-to-others", DIMENSION, "Others may write this: give them no right they don't need."


@on(ast.Call)
def _root_again(node: ast.AST, walk: Around) -> Found:
    """A process that makes itself root."""
    if isinstance(node, ast.Call) and not walk.is_test and owner(node.func) == "os" and name(node.func) in _BECOMES:
        match node.args:
            case [ast.Constant(value=0)]:
                yield node.lineno, "root-again", DIMENSION, "From here on everything is done as root: give up rights."


@on(ast.Call)
def _secret_as_argument(node: ast.AST, walk: Around) -> Found:
    """A password given on the command line, where every process of the machine sees it, and the shell keeps it."""
    if walk.is_test or not isinstance(node, ast.Call) or name(node.func) != "add_argument":
        return
    options = [each.value for each in node.args if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    action = argument(node, "action")
    kept = action is None or (isinstance(action, ast.Constant) and action.value == "store")
    if kept and any(_SECRET_OPTION.fullmatch(each) for each in options):
        message = "Every process sees what is given here, and the shell keeps it: ask for it, or read a file."
        yield node.lineno, "secret-as-argument", DIMENSION, message


@on(ast.Module)
def _configured_by_anybody(node: ast.AST, walk: Around) -> Found:
    """Logging that takes its configuration, and so code, from whoever connects."""
    if walk.is_test or not isinstance(node, ast.Module):
        return
    for call in calls(node):
        listens = name(call.func) == "listen" and ast.unparse(call.func) == "logging.config.listen"
        if listens and is_none(argument(call, "verify", 1), node):
            message = "A configuration runs code: give verify=…, which refuses what nobody signed."
            yield call.lineno, "configured-by-anybody", DIMENSION, message


CHECKS: tuple[Check, ...] = (_open_to_others, _root_again, _secret_as_argument, _configured_by_anybody)
