"""One logbook, opened with everything that the catalogue finds."""
