"""The command `upward`."""
