"""Assembly: from a service's definition to a running process."""
