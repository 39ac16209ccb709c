"""The radar: claims, trials, rings, drawing and exchange."""
