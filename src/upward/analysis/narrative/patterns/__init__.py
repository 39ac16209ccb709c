"""Patterns of words that rules of stories look for."""
