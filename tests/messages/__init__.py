"""Messages: skeletons, facts against the source, terms, asks, readers."""
