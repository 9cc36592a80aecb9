"""Reads: SQL straight to what a caller sees."""
