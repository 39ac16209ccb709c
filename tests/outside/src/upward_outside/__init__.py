"""A small package by another author, which adds one of everything to upward."""
