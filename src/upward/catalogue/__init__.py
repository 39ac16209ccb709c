"""What upward is made of, found rather than listed."""
