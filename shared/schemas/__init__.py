"""The published language: what services say to each other. No behaviour."""
