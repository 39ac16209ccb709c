"""The nouns: frozen values built on the standard library alone, without input or output."""
