"""Reads: SQL to plain rows, no aggregates."""
