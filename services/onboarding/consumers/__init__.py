"""What other services said, and work that falls due, turned into commands."""
