"""The rules of the partner edge: pure values and functions."""
