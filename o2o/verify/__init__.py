"""The invariants of the whole platform, checked read-only over every database."""
