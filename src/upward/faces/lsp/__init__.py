"""The language server: the linter, live in an editor. Needs the extra `editor`."""
