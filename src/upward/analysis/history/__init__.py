"""Git history to efforts: log parsing, grouping, significance, hidden work, deduplication."""
