"""Use cases of scoring, one file each; `handlers.py` is the table of contents."""
