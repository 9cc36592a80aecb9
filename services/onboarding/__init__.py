"""Onboarding: the vault of personal data, consents, identity and credit applications."""
