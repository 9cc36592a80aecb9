"""Applications as lists show them."""
from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.application_repository import SqlApplications, with_history
from services.onboarding.adapters.tables import APPLICATION
from services.onboarding.domain.application import Application
from services.onboarding.domain.application_status import ApplicationStatus


@dataclass(frozen=True, slots=True)
class ApplicationFilter:
    """None leaves a condition out; `outlets` None means every outlet."""

    party_id: str | None = None
    outlets: frozenset[str] | None = None
    status: ApplicationStatus | None = None


async def find_application(connection: AsyncConnection, application_id: str) -> Application:
    """One application with its history; raises NotFound."""
    return await SqlApplications(connection).get(application_id)


async def list_applications(
    connection: AsyncConnection, wanted: ApplicationFilter, *, after: str | None, limit: int
) -> tuple[Application, ...]:
    """The newest first; ids are ordered by time."""
    query = select(APPLICATION)
    if wanted.party_id is not None:
        query = query.where(APPLICATION.c.party_id == wanted.party_id)
    if wanted.outlets is not None:
        query = query.where(APPLICATION.c.outlet_id.in_(sorted(wanted.outlets)))
    if wanted.status is not None:
        query = query.where(APPLICATION.c.status == wanted.status.value)
    if after is not None:
        query = query.where(APPLICATION.c.application_id < after)
    rows = (await connection.execute(query.order_by(APPLICATION.c.application_id.desc()).limit(limit))).mappings().all()
    return await with_history(connection, rows)
