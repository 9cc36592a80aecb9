"""The people outside the bank who use it over public HTTP, each with his own token."""
