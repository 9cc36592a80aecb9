"""HTTP: bodies, routes, views."""
