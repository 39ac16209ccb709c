"""A take measured in tiers: levels, voice activity, words; what a tier can't know is named with its reason."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from upward.analysis.rehearsal.alignment import align, story_sentences
from upward.analysis.rehearsal.loudness import Loudness, frame_levels, measure_loudness, refusal
from upward.analysis.rehearsal.pauses import Delivery, find_pauses
from upward.analysis.rehearsal.spoken_numbers import SpokenNumber, judge_spoken_numbers
from upward.analysis.rehearsal.spoken_parts import SpokenStory, spoken_story
from upward.analysis.rehearsal.timing import clock_time
from upward.analysis.rehearsal.unheard import MAX_SHARE, unheard_speech, with_unheard
from upward.analysis.rehearsal.wording import Wording, measure_wording
from upward.model.errors import MissingExtraError, SourceError, UsageError
from upward.model.record import Record
from upward.model.speech import Sound, SpeechEngine, SpokenWord
from upward.session.session import Session
from upward.text.suggestion import closest_name

DEFAULT_ENGINE, NO_ENGINE, TRANSCRIPT = "faster-whisper", "none", "transcript"
MAX_TRANSCRIPT = 1024 * 1024


@dataclass
class Take:
    """What is known of a take; None where a tier was not there, with its reason in `not_measured`."""

    duration: float | None = None
    loudness: Loudness | None = None
    refused: str = ""
    delivery: Delivery | None = None
    engine: str = NO_ENGINE
    exact: bool = False
    timed: bool = True
    words: list[SpokenWord] | None = None
    wording: Wording | None = None
    # Whether words were heard for nearly all of the speech.
    complete: bool = True
    spoken: SpokenStory | None = None
    numbers: list[SpokenNumber] = field(default_factory=list)
    not_measured: list[tuple[str, str]] = field(default_factory=list)

    @property
    def words_per_minute(self) -> float | None:
        """Words said from the first to the last, a minute."""
        if self.wording is None or not self.timed or not self.words or not self.complete:
            return None
        span = (self.words[0].start, self.words[-1].stop)
        if self.delivery and self.delivery.speech:
            span = (self.delivery.speech[0].start, self.delivery.speech[-1].stop)
        return 60 * self.wording.words / (span[1] - span[0]) if span[1] > span[0] else None


def measure(session: Session, path: Path, story: Record | None, engine: str, model: str) -> Take:
    """Measure a recording or transcript; raises SourceError, MissingExtraError or UsageError where that fails."""
    from upward.store.audio import transcripts

    take = _transcript(path) if path.suffix.lower() in transcripts.ENDINGS else _recording(session, path, engine, model)
    if take.words is not None:
        _words(take, story)
    return take


def _transcript(path: Path) -> Take:
    from upward.store.audio.transcripts import read_transcript
    from upward.store.import_source import PathImportSource

    text = PathImportSource(str(path)).text()
    words, timed = read_transcript(text[:MAX_TRANSCRIPT])
    if not words:
        raise SourceError(f"{path.name} holds no words", next_step="check the file")
    take = Take(engine=TRANSCRIPT, exact=True, timed=timed, words=words)
    take.duration = words[-1].stop if timed else None
    take.not_measured.append(("pauses", "a transcript holds no sound"))
    if not timed:
        take.not_measured.append(("duration, parts in seconds, words a minute", "this transcript has no times"))
    return take


def _recording(session: Session, path: Path, engine: str, model: str) -> Take:
    from upward.store.audio.decoding import read_sound

    chosen = _engine(session, engine)
    sound = read_sound(path)
    levels = frame_levels(sound.samples)
    take = Take(duration=sound.seconds, loudness=measure_loudness(sound.samples, levels))
    take.refused = refusal(take.loudness) if take.loudness else ""
    if take.refused:
        take.not_measured.append(("pauses, words and numbers", take.refused))
        return take
    _voice(take, sound, levels)
    if take.delivery is not None and not take.delivery.speech:
        take.refused = "No speech was found in the recording: check the microphone with a short take."
        take.not_measured.append(("words and numbers", take.refused))
        return take
    _transcribe(take, sound, chosen, model, named=bool(engine))
    return take


def _engine(session: Session, name: str) -> SpeechEngine | None:
    """Give the engine of that name; None for "none"; raises UsageError, naming the nearest."""
    if name == NO_ENGINE:
        return None
    known = session.catalogue.engines
    found = known.get(name or DEFAULT_ENGINE)
    if found is None:
        hint = closest_name(name, [*known, NO_ENGINE])
        there = f"did you mean {hint}?" if hint else f"there are {', '.join([*known, NO_ENGINE])}"
        raise UsageError(f"No speech engine is called {name}", next_step=there)
    return found


def _voice(take: Take, sound: Sound, levels: list[float]) -> None:
    from upward.store.audio.voice_activity import speech_probabilities

    try:
        take.delivery = find_pauses(speech_probabilities(sound), levels)
    except MissingExtraError as error:
        take.not_measured.append(("pauses", f"{error.what}: {error.next_step}"))


def _transcribe(take: Take, sound: Sound, engine: SpeechEngine | None, model: str, *, named: bool) -> None:
    if engine is None:
        take.not_measured.append(("words, parts and numbers", "no engine was asked for"))
        return
    from upward.store.audio.transcription import transcribe

    try:
        found = engine.find_model(model)
    except MissingExtraError as error:
        # Asked for by name, it is missed; else the other tiers answer without it.
        if named or model:
            raise
        take.not_measured.append(("words, parts and numbers", f"{error.what}: {error.next_step}"))
        return
    take.engine, take.exact = f"{engine.name} ({Path(found).name or found})", engine.exact
    take.words = transcribe(sound, engine, found)


def _words(take: Take, story: Record | None) -> None:
    words = take.words or []
    take.wording = measure_wording(words, exact=take.exact)
    unheard = unheard_speech(words, take.delivery) if take.delivery and not take.exact else []
    if unheard:
        seconds = sum(stretch.duration for stretch in unheard)
        places = ", ".join(clock_time(stretch.start) for stretch in unheard)
        take.not_measured.append((f"{seconds:.0f} s of speech", f"{take.engine} gave no words for it (at {places})"))
        take.complete = take.delivery is not None and seconds <= MAX_SHARE * take.delivery.spoken
        words = with_unheard(words, unheard)
    if take.wording.fillers is None:
        take.not_measured.append(("fillers", f"{take.engine} leaves out “um” and “uh”"))
    if story is None:
        take.not_measured.append(("parts and numbers", "no story was named with --story"))
        return
    sentences = story_sentences(story)
    alignment = align(sentences, words)
    take.spoken = spoken_story(sentences, alignment, words, take.delivery, exact=take.exact)
    if not take.spoken.recognised:
        why = "hardly any of its words were heard: is it this story, told in English?"
        take.not_measured.append(("parts and numbers", why))
        return
    if not take.spoken.follows:
        take.not_measured.append(
            ("exact bounds of the parts", "the story is told freely; they are where its words change")
        )
    take.numbers = judge_spoken_numbers(story, alignment, words, exact=take.exact)
