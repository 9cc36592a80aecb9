"""Credit: products, lines, drawdowns, loans, the ledger and the bank's business day."""
