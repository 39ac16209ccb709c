"""Reading git repositories safely."""
