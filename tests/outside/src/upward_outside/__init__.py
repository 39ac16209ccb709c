"""A small package of somebody else, which adds one of everything to upward."""
