"""Doors to the jobs: thin, and generated from their signatures."""
