"""Reads for people and partners."""
