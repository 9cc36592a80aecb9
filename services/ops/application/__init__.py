"""What the service does: archive events, keep browser sessions."""
