"""Reads: the log, the live feed, timelines, figures, reports."""
