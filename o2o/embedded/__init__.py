"""Postgres and the broker as child processes of the supervisor, from wheels: no container, no system service."""
