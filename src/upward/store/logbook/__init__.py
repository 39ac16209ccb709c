"""The logbook's folder: files, index, full text, proposals."""
