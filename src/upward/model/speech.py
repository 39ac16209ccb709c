"""Speech: sound decoded, words with their times, and the engines that make the one from the other."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

# In samples a second; everything is analysed at this rate, in mono.
RATE = 16_000


@dataclass(frozen=True, slots=True)
class Sound:
    """Sound at 16 kHz in mono, as 16-bit samples, and the rate and channels it was recorded with."""

    samples: array[int]
    rate: int = RATE
    channels: int = 1

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE

    def between(self, start: float, stop: float) -> Sound:
        """Give the part between two times in seconds, as far as there is any."""
        return Sound(self.samples[max(0, round(start * RATE)) : max(0, round(stop * RATE))], self.rate, self.channels)


class SpokenWord(NamedTuple):
    """A word as it was heard: its text, start and stop in seconds, and how sure the engine says it is, from 0 to 1.

    What an engine says of its own certainty is not calibrated, and is never shown as a probability.
    """

    text: str
    start: float
    stop: float
    certainty: float = 1.0


class SpeechEngine(NamedTuple):
    """Turns sound into words.

    `find_model` takes the folder the user named, or nothing, and gives the model to use; raises MissingExtraError
    where the engine or a model is not installed. `transcribe` takes the path of a WAV file (16 kHz, mono, 16 bit)
    and that model. It runs in a process of its own, without a network and with a time limit.
    `exact` says that what it gives is what was said: true of a transcript that a person wrote, of no recogniser.
    """

    name: str
    summary: str
    find_model: Callable[[str], str]
    transcribe: Callable[[str, str], list[SpokenWord]]
    exact: bool = False


class GuidedEngine(NamedTuple):
    """Turns sound into words where the phrases that may be said are known; asked about what another engine tidies.

    `find_model` is that of a SpeechEngine. `transcribe` takes the path of a WAV file (16 kHz, mono, 16 bit), the
    model, the phrases in lower case with numbers in words, and words that may be said anywhere; what is not one of them
    it gives as "[SPEECH]".
    """

    name: str
    summary: str
    find_model: Callable[[str], str]
    transcribe: Callable[[str, str, Sequence[Sequence[str]], Iterable[str]], list[SpokenWord]]
