"""Use cases, one file each; `handlers` is the table of contents."""
