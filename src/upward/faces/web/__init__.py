"""The page: screens in a browser for one logbook, served on this machine alone. Needs the extra `page`."""
