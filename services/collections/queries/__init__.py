"""Reads for people: rows to views, no aggregates."""
