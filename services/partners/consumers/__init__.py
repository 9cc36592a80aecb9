"""What credit's events mean here."""
