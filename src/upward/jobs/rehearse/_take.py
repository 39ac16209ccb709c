"""A recording measured in steps: levels, voice activity, words; what a step can't measure is named with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from upward.analysis.rehearsal.alignment import FOLLOWS, StorySentence, align, story_sentences
from upward.analysis.rehearsal.expected_phrases import ANYWHERE, expected_phrases
from upward.analysis.rehearsal.fillers import NO_WORD, find_fillers
from upward.analysis.rehearsal.loudness import Loudness, frame_levels, measure_loudness, refusal
from upward.analysis.rehearsal.number_words import with_figures
from upward.analysis.rehearsal.pauses import Delivery, Stretch, find_pauses
from upward.analysis.rehearsal.spoken_numbers import Hearing, SpokenNumber, judge_spoken_numbers
from upward.analysis.rehearsal.spoken_parts import SpokenStory, spoken_story, with_texts
from upward.analysis.rehearsal.timing import clock_time
from upward.analysis.rehearsal.unheard import MAX_SHARE, unheard_speech, with_unheard
from upward.analysis.rehearsal.wording import Wording, count_spoken, measure_wording
from upward.model.errors import MissingExtraError, SourceError, UsageError
from upward.model.record import Record
from upward.model.speech import GuidedEngine, Sound, SpeechEngine, SpokenWord
from upward.session.session import Session
from upward.text.suggestion import closest_name

DEFAULT_ENGINE, NO_ENGINE, TRANSCRIPT = "faster-whisper", "none", "transcript"
DEFAULT_SECOND = "pocketsphinx"
MAX_TRANSCRIPT = 1024 * 1024
AnyEngine = TypeVar("AnyEngine", SpeechEngine, GuidedEngine)


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
    # What the second engine heard, and where it heard fillers; None where there was none.
    second: list[SpokenWord] | None = None
    fillers: list[Stretch] | None = None
    # How many words the second engine heard, where it followed the story.
    word_count: int = 0
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
        return 60 * (self.word_count or self.wording.words) / (span[1] - span[0]) if span[1] > span[0] else None


class Engines(NamedTuple):
    """What the person asked for: the engine, its model's folder, and the second engine; empty ones are chosen."""

    engine: str = ""
    model: str = ""
    second: str = ""


def measure(session: Session, path: Path, story: Record | None, engines: Engines) -> Take:
    """Measure a recording or transcript; raises SourceError, MissingExtraError or UsageError where that fails."""
    from upward.store.audio import transcripts

    sentences = story_sentences(story) if story else []
    is_text = path.suffix.lower() in transcripts.ENDINGS
    take = _transcript(path) if is_text else _recording(session, path, sentences, engines)
    if take.words is not None:
        _words(take, story, sentences)
    return take


def _transcript(path: Path) -> Take:
    from upward.store.audio.transcripts import read_transcript
    from upward.store.import_source import PathImportSource

    text = PathImportSource(str(path)).text()
    words, timed = read_transcript(text[:MAX_TRANSCRIPT])
    if not words:
        raise SourceError(f"{path.name} contains no words", next_step="check the file")
    take = Take(engine=TRANSCRIPT, exact=True, timed=timed, words=words)
    take.duration = words[-1].stop if timed else None
    take.not_measured.append(("pauses", "a transcript contains no sound"))
    if not timed:
        take.not_measured.append(("duration, parts in seconds, words a minute", "this transcript has no times"))
    return take


def _recording(session: Session, path: Path, sentences: Sequence[StorySentence], engines: Engines) -> Take:
    from upward.store.audio.decoding import read_sound

    chosen = _named(session.catalogue.engines, engines.engine, DEFAULT_ENGINE)
    second = _named(session.catalogue.guided_engines, engines.second, DEFAULT_SECOND)
    sound = read_sound(path)
    levels = frame_levels(sound.samples)
    take = Take(duration=sound.seconds, loudness=measure_loudness(sound.samples, levels))
    take.refused = refusal(take.loudness) if take.loudness else ""
    if take.refused:
        take.not_measured.append(("pauses, words and numbers", take.refused))
        return take
    _voice(take, sound, levels)
    if take.delivery is not None and not take.delivery.speech:
        take.refused = "No speech was found in the recording: check the microphone with a short recording."
        take.not_measured.append(("words and numbers", take.refused))
        return take
    _transcribe(take, sound, chosen, engines.model, named=bool(engines.engine))
    if take.words is not None and not take.exact and sentences:
        _hear_again(take, sound, second, sentences, named=bool(engines.second))
    return take


def _named(known: Mapping[str, AnyEngine], name: str, otherwise: str) -> AnyEngine | None:
    """Give the engine of that name; None for "none"; raises UsageError, naming the nearest."""
    if name == NO_ENGINE:
        return None
    found = known.get(name or otherwise)
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


def _hear_again(
    take: Take, sound: Sound, engine: GuidedEngine | None, sentences: Sequence[StorySentence], *, named: bool
) -> None:
    """Let the second engine hear the take; where it fails, that is named and the first one's figures stand."""
    if engine is None:
        return
    from upward.store.audio.transcription import hear_phrases

    try:
        model = engine.find_model("")
        heard = hear_phrases(sound, engine, model, expected_phrases(sentences), ANYWHERE)
    except (MissingExtraError, SourceError) as error:
        if named and isinstance(error, MissingExtraError):
            raise
        why = error.why or error.next_step if isinstance(error, SourceError) else error.next_step
        take.not_measured.append((f"doubtful numbers and fillers by {engine.name}", f"{error.what}: {why}"))
        return
    take.engine = f"{take.engine}, {engine.name}"
    take.second = heard
    take.fillers = find_fillers(heard, take.words or [])


def _words(take: Take, story: Record | None, sentences: Sequence[StorySentence]) -> None:
    words = take.words or []
    take.wording = measure_wording(words, exact=take.exact)
    unheard = unheard_speech(words, take.delivery) if take.delivery and not take.exact else []
    if unheard:
        seconds = sum(stretch.duration for stretch in unheard)
        places = ", ".join(clock_time(stretch.start) for stretch in unheard)
        take.not_measured.append((f"{seconds:.0f} s of speech", f"{take.engine} gave no words for it (at {places})"))
        take.complete = take.delivery is not None and seconds <= MAX_SHARE * take.delivery.spoken
        words = with_unheard(words, unheard)
    if take.wording.fillers is None and take.fillers is None:
        take.not_measured.append(("fillers", f"{take.engine} leaves out “um” and “uh”"))
    if story is None:
        take.not_measured.append(("parts and numbers", "no story was named with --story"))
        return
    _follow(take, story, sentences, words)


def _follow(take: Take, story: Record, sentences: Sequence[StorySentence], words: Sequence[SpokenWord]) -> None:
    """Hold the words against the story: by the second engine where it followed, since it knows the words."""
    alignment = align(sentences, words)
    second = with_figures([word for word in take.second or [] if word.text != NO_WORD])
    again = Hearing(align(sentences, second), second) if second else None
    if again and again.alignment.followed >= FOLLOWS:
        led = spoken_story(sentences, again.alignment, second, take.delivery)
        take.spoken = with_texts(led, words)
        take.word_count, take.complete = count_spoken(take.second or []), True
    else:
        take.spoken = spoken_story(sentences, alignment, words, take.delivery, exact=take.exact)
    if not take.spoken.recognised:
        why = "few of the story's words were heard: is this the right story, told in English?"
        take.not_measured.append(("parts and numbers", why))
        return
    if not take.spoken.follows:
        take.not_measured.append(
            ("exact bounds of the parts", "the story was told freely: a part begins where the wording changes")
        )
    take.numbers = judge_spoken_numbers(story, alignment, words, exact=take.exact, second=again)
