"""Onboarding on a real Postgres and the memory broker, business date 2026-11-22."""
from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from services.onboarding.main import create_app
from services.onboarding.settings import OnboardingSettings
from tests.component.onboarding.world import BUSINESS_DATE, Outside, World
from tests.support.postgres import PostgresForTests
from tests.support.service import running


@pytest.fixture
async def world(postgres: PostgresForTests) -> AsyncIterator[World]:
    """One service of its own for the test."""
    outside = Outside()
    async with (
        postgres.migrated("onboarding") as database,
        running(create_app, OnboardingSettings, database.url, business_date=BUSINESS_DATE, http=outside.client()) as service,
    ):
        yield World(service, outside)
