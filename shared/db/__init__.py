"""Postgres: engine, the tables every service has, and what happens inside one transaction."""
