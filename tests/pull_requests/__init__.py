"""Pull requests: one comment with everything that a change touches."""
