"""The outside systems' HTTP interfaces, one file per system."""
