"""The drawdown benchmark's parts: a prepared bank, the floor script, the service as it is measured, the load."""
