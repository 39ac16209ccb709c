"""Rules for mentoring, a file each."""
