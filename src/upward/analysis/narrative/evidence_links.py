"""Which evidence stories rest on."""

from __future__ import annotations

from upward.model.corpus import Corpus


def linked_evidence_ids(corpus: Corpus) -> frozenset[str]:
    """Give the ids of the evidence that a story links."""
    return frozenset(ident for story in corpus.records("story") for ident in story.strings("evidence"))
