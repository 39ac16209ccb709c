"""Interview questions: labels, levels, matching with stories, coverage."""
