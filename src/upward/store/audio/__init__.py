"""Recordings: decoding, voice activity, transcription. Nothing here reaches the network."""
