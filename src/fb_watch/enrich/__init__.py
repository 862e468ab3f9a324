"""Post in, Language and Tags out. Pure; data/ holds what it knows."""
