"""Logs that say nothing personal, and numbers about the platform itself."""
