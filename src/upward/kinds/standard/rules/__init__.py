"""Rules for standards, a file each."""
