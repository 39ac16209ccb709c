"""Rules for decisions, a file each."""
