"""Training of scorecards, offline: nothing here runs in a service."""
