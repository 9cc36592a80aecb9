"""What the outside world does, as pure rules: people's conduct, accounts, magic inputs."""
