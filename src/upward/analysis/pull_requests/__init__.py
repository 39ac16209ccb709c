"""Pull requests: which records a change touches, and which notes on its commits a rebase lost."""
