"""Postgres, keys and signatures, HTTP to partners."""
