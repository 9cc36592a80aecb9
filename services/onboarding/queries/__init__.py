"""Reads: what people may see, in few statements, with nothing decrypted."""
