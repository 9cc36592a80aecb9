"""Applications in Postgres: one row for where they stand, one row per step of their history."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from sqlalchemy import RowMapping, Select, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.tables import APPLICATION, APPLICATION_STEP
from services.onboarding.domain.application import Application, Step, Terms
from services.onboarding.domain.application_status import ApplicationStatus, Stage
from shared.kernel.errors import NotFound, StaleVersion

_UNDER_REVIEW = (ApplicationStatus.SUBMITTED.value, ApplicationStatus.REFERRED.value)


class SqlApplications:
    """Port `Applications`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, application: Application) -> None:
        first = application.history[0]
        await self._connection.execute(
            insert(APPLICATION).values(
                application_id=application.application_id,
                party_id=application.party_id,
                outlet_id=application.outlet_id,
                channel_code=application.channel_code,
                product_code=application.product_code,
                amount_fen=application.amount_fen,
                term_months=application.term_months,
                purpose_code=application.purpose_code,
                facts=dict(application.facts),
                made_by=application.made_by,
                drafted_on=first.on,
                status=first.status.value,
                version=application.version,
            )
        )
        await self._add_last_step(application)

    async def get(self, application_id: str) -> Application:
        return await self._one(select(APPLICATION).where(APPLICATION.c.application_id == application_id))

    async def get_for_update(self, application_id: str) -> Application:
        query = select(APPLICATION).where(APPLICATION.c.application_id == application_id)
        return await self._one(query.with_for_update(key_share=True))

    async def save(self, application: Application) -> None:
        terms = application.terms
        written = await self._connection.execute(
            update(APPLICATION)
            .where(
                APPLICATION.c.application_id == application.application_id,
                APPLICATION.c.version == application.version - 1,
            )
            .values(
                status=application.status.value,
                version=application.version,
                decision_id=application.decision_id,
                decided_by=application.decided_by,
                approved_amount_fen=terms.amount_fen if terms else None,
                approved_term_months=terms.term_months if terms else None,
                approved_rate=terms.annual_rate if terms else None,
                approved_product_version=terms.product_version if terms else None,
                line_id=application.line_id,
            )
        )
        if written.rowcount != 1:
            raise StaleVersion()
        await self._add_last_step(application)

    async def under_review_of(self, party_id: str) -> tuple[Application, ...]:
        query = select(APPLICATION).where(
            APPLICATION.c.party_id == party_id, APPLICATION.c.status.in_(_UNDER_REVIEW)
        )
        return await self._many(query.order_by(APPLICATION.c.application_id).with_for_update(key_share=True))

    async def has_approved(self, party_id: str) -> bool:
        approved = (APPLICATION.c.party_id == party_id) & (APPLICATION.c.status == ApplicationStatus.APPROVED.value)
        return bool((await self._connection.execute(select(exists().where(approved)))).scalar_one())

    async def drafts_until(self, day: date, *, limit: int) -> tuple[Application, ...]:
        query = (
            select(APPLICATION)
            .where(APPLICATION.c.status == ApplicationStatus.DRAFT.value, APPLICATION.c.drafted_on <= day)
            .order_by(APPLICATION.c.drafted_on, APPLICATION.c.application_id)
            .limit(limit)
        )
        return await self._many(query.with_for_update(key_share=True))

    async def _add_last_step(self, application: Application) -> None:
        step = application.history[-1]
        await self._connection.execute(
            insert(APPLICATION_STEP).values(
                application_id=application.application_id,
                position=application.version,
                status=step.status.value,
                stage=step.stage.value,
                at=step.at,
                business_date=step.on,
                actor=step.actor,
                reasons=list(step.reasons),
                comment=step.comment,
            )
        )

    async def _one(self, query: Select[tuple[object, ...]]) -> Application:
        found = await self._many(query)
        if not found:
            raise NotFound()
        return found[0]

    async def _many(self, query: Select[tuple[object, ...]]) -> tuple[Application, ...]:
        rows = (await self._connection.execute(query)).mappings().all()
        return await with_history(self._connection, rows)


async def with_history(connection: AsyncConnection, rows: Sequence[RowMapping]) -> tuple[Application, ...]:
    """The applications of their rows, in the same order, each with its steps: two statements in all."""
    if not rows:
        return ()
    query = (
        select(APPLICATION_STEP)
        .where(APPLICATION_STEP.c.application_id.in_([row["application_id"] for row in rows]))
        .order_by(APPLICATION_STEP.c.application_id, APPLICATION_STEP.c.position)
    )
    history: dict[str, list[Step]] = defaultdict(list)
    for step in (await connection.execute(query)).mappings():
        history[step["application_id"]].append(_to_step(step))
    return tuple(_to_application(row, tuple(history[row["application_id"]])) for row in rows)


def _to_step(row: RowMapping) -> Step:
    return Step(
        status=ApplicationStatus(row["status"]),
        stage=Stage(row["stage"]),
        at=row["at"],
        on=row["business_date"],
        actor=row["actor"],
        reasons=tuple(row["reasons"]),
        comment=row["comment"],
    )


def _to_application(row: RowMapping, history: tuple[Step, ...]) -> Application:
    return Application(
        application_id=row["application_id"],
        party_id=row["party_id"],
        outlet_id=row["outlet_id"],
        channel_code=row["channel_code"],
        product_code=row["product_code"],
        amount_fen=row["amount_fen"],
        term_months=row["term_months"],
        purpose_code=row["purpose_code"],
        facts=row["facts"],
        made_by=row["made_by"],
        history=history,
        decision_id=row["decision_id"],
        terms=_to_terms(row),
        decided_by=row["decided_by"],
        line_id=row["line_id"],
    )


def _to_terms(row: RowMapping) -> Terms | None:
    if row["approved_amount_fen"] is None:
        return None
    return Terms(
        amount_fen=row["approved_amount_fen"],
        term_months=row["approved_term_months"],
        annual_rate=row["approved_rate"],
        product_version=row["approved_product_version"],
    )
