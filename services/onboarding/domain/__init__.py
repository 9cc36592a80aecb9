"""Rules of who a customer is, what he agreed to and how he applies. Standard library and kernel only."""
