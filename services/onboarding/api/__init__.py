"""Onboarding over HTTP: the borrower's own, the staff's, and the vault's internal route."""
