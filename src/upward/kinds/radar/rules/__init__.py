"""Rules for the radar, a file each."""
