"""Forms to export records in, a folder each, with a recorded sample and what comes of it."""
