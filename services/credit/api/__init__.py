"""HTTP in, commands and views out."""
