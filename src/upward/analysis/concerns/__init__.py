"""Concerns: indicators measured over time, error budgets, and code that changes often and has no owner."""
