"""Fixtures that every suite may ask for by name, and the record of which features the passing tests prove."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.postgres import PostgresForTests, running_postgres

pytest_plugins = ["tests.support.feature_record", "tests.support.scheduling"]


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresForTests]:
    """The shared Postgres. `async with postgres.migrated("credit") as database:` gives a test its own database."""
    with running_postgres() as server:
        yield server
