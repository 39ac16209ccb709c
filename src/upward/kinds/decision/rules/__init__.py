"""Rules for stories, a file each."""
