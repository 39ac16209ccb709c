"""Story text: its parts and sentences, patterns, outcome, claims, drafts, links to evidence."""
