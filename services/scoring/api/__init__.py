"""HTTP routes of scoring."""
