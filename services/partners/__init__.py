"""Partners: who they are, and the webhooks they are told by."""
