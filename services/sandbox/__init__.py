"""The outside world for development and tests: core bank, bureau, courts, issuer, people. Never shipped to production."""
