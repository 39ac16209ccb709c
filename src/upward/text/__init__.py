"""From text to values and back, with positions; no input or output."""
