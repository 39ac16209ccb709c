"""A moment of a recording: to hear what a verdict rests on."""

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
    start: Annotated[float, "From which second"],
    stop: Annotated[float, "To which second"],
    *,
    play: Annotated[bool, "Play it"] = False,
) -> JobResult:
    """Cut a moment out of a recording, with half a second around it; `--output moment.wav` writes it."""
    from upward.store.audio.decoding import read_sound, wave_bytes
    from upward.store.audio.playback import play_sound

    if not 0 <= start < stop:
        raise UsageError(
            f"{start} to {stop} is not a moment",
            next_step="name two rising seconds, as `upward rehearse analyse` gives them",
        )
    path = session.here / Path(file).expanduser()
    sound = read_sound(path)
    if start >= sound.seconds:
        raise UsageError(
            f"{path.name} ends at {sound.seconds:.1f} s", next_step=f"name seconds from 0 to {sound.seconds:.1f}"
        )
    cut = sound.between(start - _AROUND, stop + _AROUND)
    if play:
        play_sound(cut)
    facts = (("from", f"{max(0.0, start - _AROUND):.1f} s"), ("length", f"{cut.seconds:.1f} s"))
    page = Page(path.name, (FactList(facts), Callout("Write it with --output moment.wav, or hear it with --play.")))
    data = {"file": path.name, "start": max(0.0, start - _AROUND), "seconds": round(cut.seconds, 2), "played": play}
    return JobResult(page, data, artefacts=(Artefact(wave_bytes(cut), (".wav",)),))


JOB = Job("rehearse excerpt", run)
