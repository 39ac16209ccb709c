"""An engine run in a process of its own: without a network, and ended when it takes too long."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import socket
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from upward.model.errors import SourceError
from upward.model.speech import Sound, SpeechEngine, SpokenWord
from upward.store.audio.decoding import write_wave

# An engine may take four times as long as the recording, and a minute to load; then it hangs. In seconds.
_LOADING, _PER_SECOND = 60.0, 4.0
_ENDING = 10.0


def transcribe(sound: Sound, engine: SpeechEngine, model: str) -> list[SpokenWord]:
    """Give the words of a sound; raises SourceError where the engine fails or hangs. The sound is left as it is."""
    with tempfile.TemporaryDirectory(prefix="upward-") as folder:
        path = Path(folder) / "take.wav"
        write_wave(path, sound)
        return _apart(engine, str(path), model, _LOADING + _PER_SECOND * sound.seconds)


def _apart(engine: SpeechEngine, path: str, model: str, limit: float) -> list[SpokenWord]:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(engine.transcribe, path, model, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        if not ours.poll(limit):
            raise SourceError(
                f"{engine.name} gave no answer within {limit:.0f} s",
                why="it was ended; the recording is unchanged",
                next_step="try again when the machine is less busy, or analyse with --engine none",
            )
        words, cause = ours.recv()
        # It ends by itself, and lets go of what it holds.
        process.join(_ENDING)
    except EOFError:
        words, cause = [], "its process ended"
    finally:
        process.kill()
        process.join()
        ours.close()
    if cause:
        raise SourceError(f"{engine.name} failed", why=cause, next_step="check --model, or analyse with --engine none")
    return [SpokenWord(*word) for word in words]


def _work(run: Callable[[str, str], list[SpokenWord]], path: str, model: str, answer: Connection) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    try:
        answer.send(([tuple(word) for word in run(path, model)], ""))
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is told in the other process
        # Where that one is gone, there is no reader.
        with contextlib.suppress(OSError):
            answer.send(([], f"{type(error).__name__}: {error}"))


def _refuse(*_: Any) -> NoReturn:
    message = "an engine has no network"
    raise OSError(message)
