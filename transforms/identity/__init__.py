"""Who is the same person: candidates, evidence, a model of its weight, and groups."""
