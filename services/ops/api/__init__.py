"""HTTP: the stream and the lists, the page, sign-in, the way through to the other services."""
