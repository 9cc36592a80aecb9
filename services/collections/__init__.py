"""Collections: cases, the contact guard, promises."""
