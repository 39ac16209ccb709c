"""Recordings decoded to 16 kHz mono: WAV by the standard library, other forms by `soundfile` if it is installed."""

from __future__ import annotations

import io
import sys
import wave
from array import array
from pathlib import Path

from upward.model.errors import MissingExtraError, SourceError
from upward.model.speech import RATE, Sound
from upward.store.bounded_file import NotReadableError

# In minutes. A story takes three; anything longer is another recording, and would not fit in memory.
MAX_MINUTES = 30
_BYTES_16, _BYTES_32 = 2, 4
_BLOCK = 65_536


def read_sound(path: Path) -> Sound:
    """Give the sound of a file; raises SourceError for what is not a recording, broken, empty or too long."""
    try:
        if not path.is_file():
            raise NotReadableError(0, "it is not a regular file", str(path))
        with path.open("rb") as file:
            head = file.read(12)
    except OSError as error:
        raise SourceError(f"{path.name} can't be read", why=error.strerror or "", next_step="check the path") from error
    sound = _wave(path) if head[:4] == b"RIFF" and head[8:] == b"WAVE" else _other(path)
    if not sound.samples:
        raise SourceError(f"{path.name} contains no sound", next_step="record again, and check the microphone")
    return sound


def _refused(path: Path, why: str) -> SourceError:
    return SourceError(
        f"{path.name} can't be decoded", why=why, next_step="save it as WAV (16 bit PCM), FLAC or OGG, and try again"
    )


def _check_length(path: Path, seconds: float) -> None:
    if seconds > MAX_MINUTES * 60:
        raise SourceError(
            f"{path.name} is {seconds / 60:.0f} minutes long",
            why=f"at most {MAX_MINUTES} are analysed",
            next_step="cut out the story that you want to analyse",
        )


def _wave(path: Path) -> Sound:
    try:
        with wave.open(str(path), "rb") as file:
            width, channels, rate = file.getsampwidth(), file.getnchannels(), file.getframerate()
            if rate <= 0 or channels <= 0:
                raise _refused(path, f"its header says {rate} samples a second in {channels} channels")
            _check_length(path, path.stat().st_size / (width * channels * rate))
            if width > _BYTES_32:
                raise _refused(path, f"its header says {width} bytes a sample")
            raw = file.readframes(file.getnframes())
    except (wave.Error, EOFError, RuntimeError, ValueError, OSError) as error:
        # A WAV of floating point, or with a broken header: soundfile knows more forms than the standard library.
        return _other(path, str(error))
    frames = len(raw) // (width * channels) * width * channels
    return Sound(resampled(_mono(_samples(raw[:frames], width), channels), rate), rate, channels)


def _samples(raw: bytes, width: int) -> array[int]:
    """Give 16-bit samples of raw ones; the upper bytes of wider ones are kept."""
    if width == 1:
        return array("h", [(byte - 128) << 8 for byte in raw])
    if width == _BYTES_16:
        samples = array("h", raw)
    else:
        upper = bytearray(len(raw) // width * 2)
        upper[0::2], upper[1::2] = raw[width - 2 :: width], raw[width - 1 :: width]
        samples = array("h", bytes(upper))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def _mono(samples: array[int], channels: int) -> array[int]:
    if channels == 1:
        return samples
    lanes = [samples[number::channels] for number in range(channels)]
    return array("h", [sum(frame) // channels for frame in zip(*lanes, strict=True)])


def resampled(samples: array[int], rate: int) -> array[int]:
    """Give samples at 16 kHz: averaged over whole groups where the rate is a multiple of it, else interpolated."""
    if rate == RATE or not samples:
        return samples
    if rate % RATE == 0:
        step = rate // RATE
        whole = len(samples) // step * step
        lanes = [samples[number:whole:step] for number in range(step)]
        return array("h", [sum(group) // step for group in zip(*lanes, strict=True)])
    count = len(samples) * RATE // rate
    last = len(samples) - 1
    found = array("h", bytes(2 * count))
    for number in range(count):
        place, rest = divmod(number * rate, RATE)
        here = samples[place]
        found[number] = here + (samples[min(place + 1, last)] - here) * rest // RATE
    return found


def _other(path: Path, why: str = "") -> Sound:
    try:
        import soundfile
    except (ImportError, OSError) as error:
        known = "it is not WAV of whole numbers" + (f" ({why})" if why else "")
        raise MissingExtraError(
            f"{path.name} can't be decoded",
            why=f"{known}, and the package soundfile, which reads FLAC and OGG, is not installed",
            next_step="pip install 'upward[transcribe]', or save it as WAV",
        ) from error
    try:
        with soundfile.SoundFile(str(path)) as file:
            rate, channels = int(file.samplerate), int(file.channels)
            _check_length(path, file.frames / rate)
            samples = array("h")
            while block := bytes(file.buffer_read(_BLOCK, dtype="int16")):
                samples.frombytes(block)
    except (soundfile.SoundFileError, ValueError, RuntimeError, TypeError, AssertionError) as error:
        # soundfile asserts that as many samples come as the header says: a broken MP3 gives fewer.
        raise _refused(path, " ".join(str(error).split())) from error
    return Sound(resampled(_mono(samples, channels), rate), rate, channels)


def write_wave(path: Path, sound: Sound) -> None:
    """Write sound as WAV."""
    path.write_bytes(wave_bytes(sound))


def wave_bytes(sound: Sound) -> bytes:
    """Give sound as the bytes of a WAV file."""
    held = io.BytesIO()
    with wave.open(held, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(_BYTES_16)
        file.setframerate(RATE)
        file.writeframes(sound.samples.tobytes())
    return held.getvalue()
