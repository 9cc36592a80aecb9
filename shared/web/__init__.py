"""HTTP at the edge: problems, authentication, idempotent writes, cursors, health."""
