"""Events and due work in, commands out."""
