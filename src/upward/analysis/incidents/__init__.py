"""Incidents: what happened when, who guessed what before the cause was known, and the outcome."""
