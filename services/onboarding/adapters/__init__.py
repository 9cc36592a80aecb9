"""Postgres and the identity source, behind the ports."""
