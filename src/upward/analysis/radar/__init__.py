"""The radar of AI tools: dated claims, own trials, rings, and how they are drawn and exchanged."""
