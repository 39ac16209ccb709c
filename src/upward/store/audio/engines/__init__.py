"""Engines that turn speech into words with their times, a file each; other packages add theirs by entry point."""
