"""`python -m o2o`."""

from o2o.cli import app

app()
