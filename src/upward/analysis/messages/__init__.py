"""Messages to people outside of engineering: skeletons, facts against their source, terms, reading grade."""
