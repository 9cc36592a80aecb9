"""Use cases of the outside world, one file each."""
