"""Rules for reading, a file each."""
