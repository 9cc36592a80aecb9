"""End of day in Postgres, by sets of loans, and at the core bank."""
