"""Sound played by a program of the system."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from upward.model.errors import MissingExtraError
from upward.model.speech import Sound
from upward.store.audio.decoding import write_wave

# Each with what it takes before the file; PipeWire, PulseAudio, ALSA, macOS, ffmpeg.
_PLAYERS = (
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("afplay",),
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "quiet"),
)
# A program that hangs is ended so many seconds after the sound should have.
_SLACK = 10


def play_sound(sound: Sound) -> None:
    """Play a sound and wait for its end; raises MissingExtraError where no player is installed, or none works."""
    found = next(((program, *rest) for name, *rest in _PLAYERS if (program := shutil.which(name))), None)
    if found is None:
        raise MissingExtraError(
            "There is no program here that plays sound",
            next_step="write the part with --output moment.wav, and open that file",
        )
    with tempfile.TemporaryDirectory(prefix="upward-") as folder:
        path = Path(folder) / "moment.wav"
        write_wave(path, sound)
        try:
            subprocess.run([*found, str(path)], check=True, capture_output=True, timeout=sound.seconds + _SLACK)  # noqa: S603 - a player of the system, on a file of ours
        except (OSError, subprocess.SubprocessError) as error:
            raise MissingExtraError(
                f"{Path(found[0]).name} can't play the sound",
                next_step="write the part with --output moment.wav, and open that file",
            ) from error
