"""Turn real engineering work into evidence, stories and readiness."""

__version__ = "0.3.0"
