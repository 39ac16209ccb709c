"""Sources of evidence, a folder each, with a recorded sample and what comes of it."""
