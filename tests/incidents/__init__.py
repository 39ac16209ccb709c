"""Incidents: seals, scores, the first look at logs, the post-mortem."""
