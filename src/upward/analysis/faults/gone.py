"""What newer Pythons took away: modules, functions and methods that old code and assistants still use."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from upward.analysis.faults._tree import Around, Check, Found, every, name, on, owner
from upward.analysis.faults._values import imported
from upward.analysis.faults.nowhere import guarded

DIMENSION = "error handling"
# By the version that has them no longer, from the lists of what was removed in "What's New in Python". Names that a
# file beside may well bear (`parser`, `commands`, `formatter`) are left out.
_MODULES = {
    each: version
    for version, names in {
        "3": "urllib2 urlparse ConfigParser cPickle cStringIO httplib cookielib HTMLParser xmlrpclib Tkinter"
        " __builtin__ copy_reg UserDict SimpleHTTPServer BaseHTTPServer htmlentitydefs",
        "3.9": "_dummy_thread dummy_threading",
        "3.12": "asynchat asyncore distutils imp smtpd",
        "3.13": "aifc audioop cgi cgitb crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev sndhdr spwd"
        " sunau telnetlib uu xdrlib",
    }.items()
    for each in names.split()
}
_FUNCTIONS = {
    (module, each): version
    for version, module, names in (
        ("3", "itertools", "izip imap ifilter izip_longest ifilterfalse"),
        ("3", "string", "letters lowercase uppercase maketrans join split replace atoi atof"),
        ("3", "sys", "maxint exc_clear exc_type setdefaultencoding"),
        ("3", "os", "getcwdu popen2 popen3 popen4 tmpnam tempnam"),
        ("3", "urllib", "urlopen urlencode quote unquote urlretrieve quote_plus"),
        ("3.8", "time", "clock"), ("3", "types", "StringType ListType DictType IntType"),
        ("3.8", "platform", "linux_distribution dist popen"), ("3.9", "base64", "encodestring decodestring"),
        ("3.9", "fractions", "gcd"), ("3.11", "inspect", "getargspec formatargspec"),
        ("3.11", "asyncio", "coroutine async"), ("3.11", "gettext", "lgettext ldgettext lngettext"),
        ("3.12", "ssl", "wrap_socket match_hostname RAND_pseudo_bytes"), ("3.12", "locale", "format"),
        ("3.12", "configparser", "SafeConfigParser"), ("3.12", "pkgutil", "ImpImporter ImpLoader"),
        ("3.12", "importlib", "find_loader"), ("3.13", "re", "template"),
        ("3.13", "unittest", "makeSuite findTestCases getTestCaseNames"), ("3.9", "Task", "current_task all_tasks"),
    )
    for each in names.split()
}  # fmt: skip
# The modules of what is asked by another name than its module's.
_HOMES = {"Task": "asyncio"}
_METHODS = {"isAlive": "is_alive()", "iteritems": "items()", "itervalues": "values()", "iterkeys": "keys()",
            "viewitems": "items()", "viewkeys": "keys()", "tostring": "tobytes()"}  # fmt: skip
_TESTS = {
    "assertEquals": "assertEqual", "assertNotEquals": "assertNotEqual", "assert_": "assertTrue",
    "failUnless": "assertTrue", "failIf": "assertFalse", "failUnlessEqual": "assertEqual",
    "assertItemsEqual": "assertCountEqual", "assertRaisesRegexp": "assertRaisesRegex",
    "assertRegexpMatches": "assertRegex", "assertNotRegexpMatches": "assertNotRegex",
    "assertAlmostEquals": "assertAlmostEqual", "assertNotAlmostEquals": "assertNotAlmostEqual",
    "assertDictContainsSubset": "a subset compared as items",
}  # fmt: skip


@on(ast.Module)
def _taken_away(node: ast.AST, walk: Around) -> Found:  # noqa: ARG001 - every check is given the walk
    """A module, a function or a method that newer Pythons do not have, where nobody asks which Python it is."""
    if not isinstance(node, ast.Module):
        return
    known = guarded(node)
    brought = imported(node)
    for line, whole in _imports(node, known):
        module, _, function = whole.rpartition(".")
        first = whole.partition(".")[0]
        # setuptools brings distutils along.
        if first in _MODULES and not (first == "distutils" and "setuptools" in brought):
            yield line, "taken-away", DIMENSION, f"Python {_MODULES[first]} has no {first}: importing it fails."
        elif (module, function) in _FUNCTIONS:
            yield line, "taken-away", DIMENSION, f"Python {_FUNCTIONS[module, function]} has no {whole}."
    for each in every(node, ast.Attribute):
        read = isinstance(each.ctx, ast.Load) and id(each) not in known
        version = _FUNCTIONS.get((owner(each), each.attr)) if read else None
        if version is not None and (_HOMES.get(owner(each)) or owner(each)) in brought:
            yield each.lineno, "taken-away", DIMENSION, f"Python {version} has no {owner(each)}.{each.attr}."
    for call in every(node, ast.Call):
        what = name(call.func) if isinstance(call.func, ast.Attribute) and id(call) not in known else ""
        if what in _METHODS and not call.args and not call.keywords:
            yield call.lineno, "taken-away", DIMENSION, f"{what} is gone: {_METHODS[what]}."
        elif what in _TESTS and owner(call.func) == "self":
            yield call.lineno, "taken-away", DIMENSION, f"Python 3.12 has no {what}: {_TESTS[what]}."


def _imports(module: ast.Module, known: set[int]) -> Iterator[tuple[int, str]]:
    """Yield what a file imports where nobody asks whether it is there, by whole names, with their lines."""
    for part in every(module, ast.Import):
        yield from ((part.lineno, each.name) for each in part.names if id(part) not in known)
    for whole in every(module, ast.ImportFrom):
        if whole.module and not whole.level and id(whole) not in known:
            yield from ((whole.lineno, f"{whole.module}.{each.name}") for each in whole.names)


CHECKS: tuple[Check, ...] = (_taken_away,)
