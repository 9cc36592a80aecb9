"""Postgres, keys and outgoing calls."""
