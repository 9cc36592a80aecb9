"""Postgres, the vault and the text gateway."""
