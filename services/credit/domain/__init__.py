"""The lending rules: pure functions over integer fen, Decimal rates and dates given as arguments."""
