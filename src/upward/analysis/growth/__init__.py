"""Readiness against a rubric, assessments, growth plans."""
