"""What every service stands on: pure kernel, published language, and plumbing."""
