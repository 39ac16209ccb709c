"""The command `upward`, and `python -m upward`: chooses the face."""

from __future__ import annotations

import sys

if __name__ == "__main__" and not sys.flags.safe_path:
    # `python -m` looks for modules in the current folder first: in an untrusted one, its queue.py would run.
    del sys.path[0]

import atexit
import contextlib
import os


def main() -> int:
    """Run the face that the first word names, else the command line; give the exit code."""
    if os.name == "nt":
        sys.stderr.write("upward: Windows is not supported; install and run upward in WSL [usage]\n")
        return 2
    try:
        return _face()
    except Exception as error:  # noqa: BLE001 - the guard of every face: a sentence, and the traceback in a file
        from upward.store.crash_log import report_error

        return report_error(error)


def _face() -> int:
    if sys.argv[1:2] == ["lsp"]:
        from upward.faces.lsp import main as server

        return server.main(sys.argv[2:])
    if sys.argv[1:2] == ["mcp"]:
        from upward.faces.mcp import main as door

        return door.main(sys.argv[2:])
    if sys.argv[1:2] == ["serve"]:
        from upward.faces.web import main as page

        return page.main(sys.argv[2:])
    from upward.faces.cli.main import main as command

    return command()


def program() -> None:
    """Run as a program of its own, and end with the exit code."""
    code = main()
    threads = sys.modules.get("threading")
    if sys.gettrace() or sys.getprofile() or (threads and threads.active_count() > 1):
        sys.exit(code)
    # The system takes the memory back at once; Python would take it apart value by value, for a tenth of the
    # time of a short command. What was registered for the end is run; each face flushes and reports its own errors.
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
        sys.stderr.flush()
    atexit._run_exitfuncs()  # noqa: SLF001 - as the child processes of multiprocessing do
    os._exit(code)


if __name__ == "__main__":
    program()
