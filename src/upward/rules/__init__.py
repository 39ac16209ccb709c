"""Rules for records of every kind, a file each."""
