"""Single keys from a terminal, while a line is kept up to date."""

from __future__ import annotations

import os
import select
import sys
import termios
import tty
from collections.abc import Callable, Iterator

# How often the line is drawn, in seconds: often enough that no second is skipped.
_REDRAW = 0.5
_END = frozenset({"\n", "\r", "\x04", ""})


def keys(draw: Callable[[], object]) -> Iterator[str]:
    """Yield each key pressed until Enter or the end of input; `draw` is called twice a second.

    The terminal gets its mode back, also where the reader stops or is interrupted.
    """
    handle = sys.stdin.fileno()
    before = termios.tcgetattr(handle)
    try:
        tty.setcbreak(handle)
        while True:
            draw()
            sys.stderr.flush()
            if not select.select([handle], [], [], _REDRAW)[0]:
                continue
            key = os.read(handle, 1).decode("utf-8", "replace")
            if key in _END:
                return
            yield key
    finally:
        termios.tcsetattr(handle, termios.TCSADRAIN, before)
