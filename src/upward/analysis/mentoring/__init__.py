"""Mentoring: before and after of one person, only where there is a before, and never beside another."""
