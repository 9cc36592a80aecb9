"""Postgres repositories and HTTP clients of scoring."""
