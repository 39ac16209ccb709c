"""Who is a person, a bot or an AI tool."""
