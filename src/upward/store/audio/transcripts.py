"""Transcripts that a person or another program wrote: plain text, SubRip and WebVTT."""

from __future__ import annotations

import re

from upward.model.speech import SpokenWord

ENDINGS = (".txt", ".md", ".srt", ".vtt")
_TIME = r"(?:(\d+):)?(\d{1,2}):(\d{2})[.,](\d{3})"
_CUE = re.compile(rf"^{_TIME}[ \t]+-->[ \t]+{_TIME}[^\n]*\n((?:[^\n]+\n?)*)", re.MULTILINE)
_TAG = re.compile(r"<[^>\n]*>")


def read_transcript(text: str) -> tuple[list[SpokenWord], bool]:
    """Give the words of a transcript, and whether it has times; within a cue they are spread by their length."""
    cues = list(_CUE.finditer(text.replace("\r\n", "\n")))
    if not cues:
        return [SpokenWord(word, 0.0, 0.0) for word in text.split()], False
    words: list[SpokenWord] = []
    for cue in cues:
        start, stop = _seconds(cue.groups()[:4]), _seconds(cue.groups()[4:8])
        said = _TAG.sub("", cue.group(9)).split()
        whole = sum(len(word) + 1 for word in said) or 1
        at = start
        for word in said:
            end = at + (stop - start) * (len(word) + 1) / whole
            words.append(SpokenWord(word, at, end))
            at = end
    return words, True


def _seconds(parts: tuple[str | None, ...]) -> float:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + seconds + thousandths / 1000
