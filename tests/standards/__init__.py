"""Standards: checking, replaying, adopting, signing, retiring."""
