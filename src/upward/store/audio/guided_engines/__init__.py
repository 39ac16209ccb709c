"""Engines that hear a take against the phrases it is expected to hold, a file each; others come by entry point."""
