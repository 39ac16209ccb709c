"""Kinds of record, a folder each."""
