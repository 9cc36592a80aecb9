"""What other services' events mean here."""
