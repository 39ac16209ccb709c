"""Rules for concerns, a file each."""
