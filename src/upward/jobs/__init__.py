"""Verbs, a file each: every face offers them from their signatures."""
