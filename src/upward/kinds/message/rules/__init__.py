"""Rules for messages, a file each."""
