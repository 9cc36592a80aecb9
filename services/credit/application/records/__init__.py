"""What the use cases hold in their hands: rows as frozen values, with their owners for authorisation."""
