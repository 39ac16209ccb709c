"""Checking records: the rule runner, selection, suppressions, baselines, custom rules, completion."""
