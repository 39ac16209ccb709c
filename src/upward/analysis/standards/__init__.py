"""Standards: what good looks like, checked over files, replayed over past fixes, adopted and signed."""
