"""Concerns: measuring, series, error budgets, closing, candidates from git."""
