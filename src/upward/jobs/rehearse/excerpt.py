"""Part of a recording: listen to what a verdict is based on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from upward.model.errors import UsageError
from upward.model.job import PLACE, Artefact, Job, JobResult
from upward.model.page import Callout, FactList, Page
from upward.session.session import Session

# In seconds, around what is asked for: a word alone is hard to understand.
_AROUND = 0.5


def run(
    session: Session,
    file: Annotated[str, "A recording", PLACE],
    start: Annotated[float, "The first second"],
    stop: Annotated[float, "The last second"],
    *,
    play: Annotated[bool, "Play it"] = False,
) -> JobResult:
    """Extract part of a recording, with half a second around it; `--output moment.wav` writes it."""
    from upward.store.audio.decoding import read_sound, wave_bytes
    from upward.store.audio.playback import play_sound

    if not 0 <= start < stop:
        raise UsageError(
            f"{start} to {stop} is not a valid range",
            next_step="give two rising times in seconds, as `upward rehearse analyse` shows them",
        )
    path = session.here / Path(file).expanduser()
    sound = read_sound(path)
    if start >= sound.seconds:
        raise UsageError(
            f"{path.name} ends at {sound.seconds:.1f} s", next_step=f"give seconds from 0 to {sound.seconds:.1f}"
        )
    cut = sound.between(start - _AROUND, stop + _AROUND)
    if play:
        play_sound(cut)
    facts = (("from", f"{max(0.0, start - _AROUND):.1f} s"), ("length", f"{cut.seconds:.1f} s"))
    page = Page(
        path.name, (FactList(facts), Callout("Write it with --output moment.wav, or listen to it with --play."))
    )
    data = {"file": path.name, "start": max(0.0, start - _AROUND), "seconds": round(cut.seconds, 2), "played": play}
    return JobResult(page, data, artefacts=(Artefact(wave_bytes(cut), (".wav",)),))


JOB = Job("rehearse excerpt", run)
