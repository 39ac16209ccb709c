"""From records to judgements; no input or output, and the time is passed in."""
