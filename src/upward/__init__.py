"""Turn real engineering work into evidence, stories and readiness."""

__version__ = "0.2.0"
