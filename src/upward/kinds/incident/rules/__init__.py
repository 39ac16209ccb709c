"""Rules for incidents, a file each."""
