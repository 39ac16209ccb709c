"""AI use in commits against the policy of a repository."""
