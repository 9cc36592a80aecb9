"""Postgres and the neighbours: everything that is not a rule."""
