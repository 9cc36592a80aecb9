"""The steps of closing a business day: one transaction each, resumable between any two (architecture.md 8)."""
