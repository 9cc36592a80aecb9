"""The operator's tool: starts the platform, runs the demo and the journeys, checks the invariants. Talks to services over public HTTP."""
