"""Words heard by `pocketsphinx`, led by a trigram model of the story: numbers and "um", which Whisper tidies."""

from __future__ import annotations

import tempfile
import wave
from collections.abc import Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

from upward.analysis.rehearsal.trigram_model import arpa_model
from upward.model.errors import MissingExtraError
from upward.model.speech import GuidedEngine, SpokenWord

# Frames a second, in which pocketsphinx gives times.
_FRAMES = 100
# A word made of two that the dictionary knows ("codebase"): each has at least so many letters.
_LEAST_PIECE = 3
_SHORTEST = 4


def find_model(folder: str) -> str:
    """Give the folder of the acoustic model, by default the package's own; raises MissingExtraError without it."""
    if find_spec("pocketsphinx") is None:
        raise MissingExtraError(
            "Hearing numbers a second time needs the package pocketsphinx",
            next_step="pip install 'upward[second-engine]'",
        )
    if not folder:
        from pocketsphinx import get_model_path

        folder = str(Path(get_model_path(), "en-us"))
    if not Path(folder, "cmudict-en-us.dict").is_file() or not Path(folder, "en-us", "mdef").is_file():
        raise MissingExtraError(
            f"{folder} contains no pocketsphinx model", next_step="leave out the model: the package contains one"
        )
    return folder


def transcribe(path: str, model: str, phrases: Sequence[Sequence[str]], extra: Iterable[str]) -> list[SpokenWord]:
    """Give the words of a WAV file (16 kHz, mono, 16 bit); only words of the phrases and `extra` are heard.

    A sound that is not one of them is "[SPEECH]".
    """
    from pocketsphinx import Config, Decoder

    known = _dictionary(Path(model, "cmudict-en-us.dict"))
    pieces = {word: _known_pieces(word, known) for phrase in phrases for word in phrase}
    spoken = [[piece for word in phrase for piece in pieces[word]] for phrase in phrases]
    with tempfile.TemporaryDirectory(prefix="upward-") as folder:
        words = {*(piece for phrase in spoken for piece in phrase), *(word for word in extra if word in known)}
        lexicon = "\n".join(line for word in sorted(words) for line in known[word]) + "\n"
        Path(folder, "words.dict").write_text(lexicon, "utf-8")
        Path(folder, "story.lm").write_text(arpa_model(spoken, extra), "utf-8")
        config = Config(
            hmm=str(Path(model, "en-us")),
            dict=str(Path(folder, "words.dict")),
            lm=str(Path(folder, "story.lm")),
            loglevel="FATAL",
        )
        decoder = Decoder(config)
    with wave.open(path, "rb") as file:
        sound = file.readframes(file.getnframes())
    decoder.start_utt()
    decoder.process_raw(sound, full_utt=True)
    decoder.end_utt()
    heard = [
        SpokenWord(segment.word.partition("(")[0], segment.start_frame / _FRAMES, (segment.end_frame + 1) / _FRAMES)
        for segment in decoder.seg()
        if segment.word[:1] != "<" and segment.word != "[NOISE]"
    ]
    return joined_pieces(heard, pieces)


def joined_pieces(heard: Sequence[SpokenWord], pieces: Mapping[str, Sequence[str]]) -> list[SpokenWord]:
    """Give what was heard with the pieces of a word as that word: it was said as one, and is written as one."""
    whole = {tuple(parts): word for word, parts in pieces.items() if len(parts) > 1}
    longest = max(map(len, whole), default=1)
    found: list[SpokenWord] = []
    at = 0
    while at < len(heard):
        for size in range(min(longest, len(heard) - at), 1, -1):
            run = heard[at : at + size]
            word = whole.get(tuple(each.text for each in run))
            if word:
                found.append(SpokenWord(word, run[0].start, run[-1].stop))
                at += size
                break
        else:
            found.append(heard[at])
            at += 1
    return found


def _dictionary(path: Path) -> dict[str, list[str]]:
    """Give the lines of the dictionary by word; "read(2)" is another way to say "read"."""
    known: dict[str, list[str]] = {}
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                known.setdefault(line.split(None, 1)[0].partition("(")[0], []).append(line.rstrip())
    return known


def _known_pieces(word: str, known: dict[str, list[str]]) -> list[str]:
    """Give a word as the dictionary has it: itself, two words, or the letters of a short one; else nothing."""
    if word in known:
        return [word]
    for cut in range(_LEAST_PIECE, len(word) - _LEAST_PIECE + 1):
        if word[:cut] in known and word[cut:] in known:
            return [word[:cut], word[cut:]]
    letters = [f"{letter}." if f"{letter}." in known else letter for letter in word]
    return letters if len(word) <= _SHORTEST and all(letter in known for letter in letters) else []


GUIDED_ENGINE = GuidedEngine(
    "pocketsphinx", "pocketsphinx with a trigram model of the story, in upward[second-engine]", find_model, transcribe
)
