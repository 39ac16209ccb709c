"""The only room that touches the disk, SQLite, other programs or configuration."""
