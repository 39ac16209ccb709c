"""Rehearsing stories: what is due, and how a run went."""
