"""Which evidence stories rest on."""

from __future__ import annotations

from collections.abc import Sequence

from upward.model.corpus import Corpus
from upward.model.record import Record

# Asked for once a piece of evidence: the stories of the corpus asked last, and what they rest on.
_LAST: list[tuple[Sequence[Record], frozenset[str]]] = []


def linked_evidence_ids(corpus: Corpus) -> frozenset[str]:
    """Give the ids of the evidence that a story links."""
    stories = corpus.records("story")
    if not _LAST or _LAST[0][0] is not stories:
        _LAST[:] = [(stories, frozenset(ident for story in stories for ident in story.strings("evidence")))]
    return _LAST[0][1]
