"""What a stranger writes into: the file, the address or the page a request names; commands and headers of any text."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence

from upward.analysis.faults._tree import (
    FUNCTIONS,
    Around,
    Check,
    Found,
    Function,
    calls,
    is_name,
    is_text,
    name,
    on,
    owner,
    walked,
)
from upward.analysis.faults._values import imported, module_of
from upward.analysis.faults.logs import is_note
from upward.analysis.faults.served import routes
from upward.analysis.faults.strangers import asks_others, from_stranger, is_own_address

DIMENSION = "security"
_FILES = frozenset(
    "open send_file FileResponse remove unlink rmtree listdir scandir copyfile move rename makedirs".split()
)
_OF_PATHS = frozenset("open read_text read_bytes write_text write_bytes unlink iterdir rmdir".split())
_STARTS = frozenset({"run", "Popen", "call", "check_call", "check_output", "create_subprocess_exec"})
_REDIRECTS = frozenset({"redirect", "HttpResponseRedirect", "RedirectResponse", "HTTPFound", "HTTPSeeOther"})
_PAGES = frozenset({"HTMLResponse", "HttpResponse", "make_response", "Response"})
# Whoever asks one of these of a path has thought of one that leads elsewhere.
_ASKS_WHERE = frozenset("startswith is_relative_to relative_to commonpath commonprefix".split())


@on(ast.Call)
def _named(node: ast.AST, walk: Around) -> Found:
    """A file, an address, a template or a pattern that a stranger names."""
    if not isinstance(node, ast.Call) or walk.is_test or walk.function is None:
        return
    named, said = _kind(node, walk)
    # What is searched, and the values of a query, may be anybody's.
    given = node.args[:1] if named.startswith(("pattern", "query")) else list(node.args)
    if named.startswith("path") and isinstance(node.func, ast.Attribute) and node.func.attr in _OF_PATHS:
        given.append(node.func.value)
    if not named or not any(from_stranger(each, walk) for each in given):
        return
    if named.startswith("path") and _stays_inside(given, walk.outermost or walk.function):
        return
    yield node.lineno, named, DIMENSION, said


def _kind(node: ast.Call, walk: Around) -> tuple[str, str]:
    """Give what a stranger names in a call, and what comes of it; nothing for any other call."""
    whose, what = owner(node.func), name(node.func)
    found = ("", "")
    # What keeps an upload is given a path that is put together here, and not the upload.
    is_kept = what == "save" and bool(node.args) and isinstance(node.args[0], (ast.Call, ast.BinOp, ast.JoinedStr))
    if what in _FILES or is_kept or (isinstance(node.func, ast.Attribute) and what in _OF_PATHS):
        found = "path-from-request", "A stranger names the file: ../ leads anywhere."
    elif asks_others(node, walk) or what == "urlopen":
        found = "address-from-request", "A stranger names the address: also one inside the house."
    elif what in {"render_template", "get_template"}:
        found = "template-from-request", "A stranger names the template: also one that was never meant for them."
    elif what in {"render_template_string", "from_string", "Template"}:
        found = "template-from-request", "A stranger writes the template, and so what it runs."
    elif what in _REDIRECTS and not any(is_own_address(argument) for argument in node.args):
        found = "redirect-from-request", "A stranger names where your users are sent."
    elif what in {"execute", "executemany", "executescript", "raw"} and isinstance(node.func, ast.Attribute):
        found = "query-from-request", "A stranger writes the query: pass values as parameters."
    elif whose == "re":
        found = "pattern-from-request", "A stranger writes the pattern, and one can be made to take for ever."
    return found


def _stays_inside(given: Sequence[ast.expr], function: Function) -> bool:
    """Whether a function asks of what it opens, or of what that is made of, whether it stays where it belongs."""
    names = {each.id for part in given for each in walked(part) if isinstance(each, ast.Name)}
    asked = (call for call in calls(function) if name(call.func) in _ASKS_WHERE)
    return any(isinstance(each, ast.Name) and each.id in names for call in asked for each in walked(call))


@on(ast.Call)
def _put_together(node: ast.AST, walk: Around) -> Found:
    """A command for another machine, a module or a header made of what a stranger sent, or of any text."""
    if walk.is_test or not isinstance(node, ast.Call) or not node.args:
        return
    first, what = node.args[0], name(node.func)
    lines = any("\r\n" in str(each.value) for each in walked(first) if isinstance(each, ast.Constant))
    if what == "exec_command" and is_text(first) and not isinstance(first, ast.Constant):
        yield node.lineno, "built-command", DIMENSION, "The command is put together from text: quote what goes in."
    elif what in {"import_module", "__import__"} and from_stranger(first, walk):
        yield node.lineno, "module-from-request", DIMENSION, "A stranger names the code that runs."
    elif lines and from_stranger(first, walk):
        yield node.lineno, "header-from-request", DIMENSION, "A stranger can add headers: refuse line ends."
    elif is_name(node.func, "getattr") and len(node.args) > 1 and from_stranger(node.args[1], walk):
        message = "A stranger names what is asked for: a table of what may be."
        yield node.lineno, "attribute-from-request", DIMENSION, message
    elif what in _STARTS and isinstance(first, ast.List) and _is_handed(first, walk):
        message = "A stranger's text may begin with a dash, and is an option then: put -- before it."
        yield node.lineno, "option-from-request", DIMENSION, message
    elif is_note(node) and any(from_stranger(each, walk) for each in node.args):
        message = "A stranger writes into the log, lines of their own, too: repr, or a field of its own."
        yield node.lineno, "line-from-request", DIMENSION, message


def _is_handed(command: ast.List, walk: Around) -> bool:
    """Whether a command's arguments hold what a stranger sent, and nothing before it ends the options."""
    for each in command.elts[1:]:
        if isinstance(each, ast.Constant) and each.value == "--":
            return False
        if from_stranger(each, walk):
            return True
    return False


@on(ast.Assign, ast.Dict)
def _set(node: ast.AST, walk: Around) -> Found:
    """A header that a stranger sends back to somebody, or a query whose program is put together from text."""
    if walk.is_test:
        return
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        if name(node.targets[0].value) == "headers" and from_stranger(node.value, walk):
            yield node.lineno, "header-from-request", DIMENSION, "A stranger can add headers: refuse line ends."
    elif isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and key.value == "$where" and not isinstance(value, ast.Constant):
                message = "The database runs what is put together here: ask by values."
                yield node.lineno, "built-query", DIMENSION, message


@on(*FUNCTIONS)
def _out_of_archive(node: ast.AST, walk: Around) -> Found:
    """A file written where an archive says, which may be anywhere."""
    if walk.is_test or not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return
    named = {name(each.target) for each in walked(node) if isinstance(each, ast.For) and isinstance(each.iter, ast.Call)
             and name(each.iter.func) in {"namelist", "infolist", "getmembers", "getnames"}}  # fmt: skip
    if not named or any(name(call.func) in {*_ASKS_WHERE, "resolve", "realpath", "basename"} for call in calls(node)):
        return
    for call in calls(node):
        path = call.args[0] if is_name(call.func, "open") and call.args else None
        # What is opened by its own name is a file of the archive.
        if path is not None and not isinstance(path, ast.Name) and named & {name(each) for each in walked(path)}:
            yield call.lineno, "path-from-archive", DIMENSION, "The archive names the file: ../ leads anywhere."
            return


@on(ast.Return)
def _written(node: ast.AST, walk: Around) -> Found:
    """A page that a stranger writes."""
    if walk.is_test or not isinstance(node, ast.Return) or node.value is None:
        return
    page = node.value
    is_page = _is_view_of_flask(node, walk)
    if isinstance(page, ast.Call) and page.args and name(page.func) in _PAGES:
        is_page = is_page and not {each.arg for each in page.keywords} & {"mimetype", "content_type"}
        page = page.args[0]
    if is_text(page):
        said = " ".join(str(each.value) for each in walked(page) if isinstance(each, ast.Constant))
        marked = is_page or re.search(r"<[a-z][\w-]*[ />]", said)
        if marked and from_stranger(page, walk):
            yield node.lineno, "raw-markup", DIMENSION, "A stranger writes this page, with whatever script: escape it."


def _is_view_of_flask(node: ast.AST, walk: Around) -> bool:
    """Whether what is given back here as text is a page, also where there is no markup in it yet."""
    flask = any(each.partition(".")[0] == "flask" for each in imported(module_of(node)))
    return flask and walk.function is not None and bool(routes(walk.function))


CHECKS: tuple[Check, ...] = (_named, _put_together, _set, _out_of_archive, _written)
