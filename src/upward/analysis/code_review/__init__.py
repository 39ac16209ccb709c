"""Code review: dimensions, checks of Python, patterns of other languages, SARIF, suppressions and merging."""
