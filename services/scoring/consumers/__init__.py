"""From events and due work to commands."""
