"""The assistant's door: jobs as tools, records as resources, prompts; over the Model Context Protocol."""
