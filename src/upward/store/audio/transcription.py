"""An engine run in a process of its own: without a network, and ended when it takes too long."""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import socket
import tempfile
from collections.abc import Callable, Iterable, Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NoReturn

from upward.model.errors import SourceError
from upward.model.speech import GuidedEngine, Sound, SpeechEngine, SpokenWord
from upward.store.audio.decoding import write_wave

# An engine may take four times as long as the recording, and a minute to load; then it hangs. In seconds.
_LOADING, _PER_SECOND = 60.0, 4.0
_ENDING = 10.0


def transcribe(sound: Sound, engine: SpeechEngine, model: str) -> list[SpokenWord]:
    """Give the words of a sound; raises SourceError where the engine fails or hangs. The sound is left as it is."""
    return _apart(engine.name, engine.transcribe, sound, (model,))


def hear_phrases(
    sound: Sound, engine: GuidedEngine, model: str, phrases: Sequence[Sequence[str]], extra: Iterable[str]
) -> list[SpokenWord]:
    """Give the words of a sound, heard against the phrases that are expected; raises SourceError likewise."""
    return _apart(engine.name, engine.transcribe, sound, (model, phrases, list(extra)))


def _apart(name: str, run: Callable[..., list[SpokenWord]], sound: Sound, given: tuple[Any, ...]) -> list[SpokenWord]:
    """Run an engine in a process of its own, on a copy of the sound, with a limit on its time."""
    limit = _LOADING + _PER_SECOND * sound.seconds
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory(prefix="upward-") as folder:
        path = Path(folder) / "take.wav"
        write_wave(path, sound)
        process = context.Process(target=_work, args=(run, (str(path), *given), theirs), daemon=True)
        process.start()
        theirs.close()
        try:
            if not ours.poll(limit):
                raise SourceError(
                    f"{name} did not answer within {limit:.0f} s",
                    why="it was stopped, and the recording is unchanged",
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
        raise SourceError(f"{name} failed", why=cause, next_step="check --model, or analyse with --engine none")
    return [SpokenWord(*word) for word in words]


def _work(run: Callable[..., list[SpokenWord]], given: tuple[Any, ...], answer: Connection) -> None:
    os.environ["HF_HUB_OFFLINE"] = "1"
    socket.socket.connect = _refuse  # type: ignore[method-assign]
    try:
        answer.send(([tuple(word) for word in run(*given)], ""))
    except Exception as error:  # noqa: BLE001 - whatever an engine raises is reported by the other process
        # Where that one is gone, there is no reader.
        with contextlib.suppress(OSError):
            answer.send(([], f"{type(error).__name__}: {error}"))


def _refuse(*_: Any) -> NoReturn:
    message = "an engine has no network"
    raise OSError(message)
