"""Mentoring: private, by pseudonym, with consent, before and after."""
