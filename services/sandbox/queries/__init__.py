"""Reading: rows to plain answers, nothing locked."""
