"""What events say to a person, and what they add up to. Pure."""
