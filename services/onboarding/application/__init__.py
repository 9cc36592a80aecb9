"""Use cases of onboarding, one file each; `handlers.py` is the table of contents."""
