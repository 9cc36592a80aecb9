"""Events by producing service; names follow domain.md section 4 with the owners of architecture.md 2."""
