"""Projections of the log: who a party is, where a loan stands, what a business date has brought."""
from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.ops.adapters.tables import daily_figures, loan_position, party_profile
from services.ops.domain.figures import FIGURES, LoanPosition, Movement
from services.ops.domain.sentence import Customer


class PostgresReadModel:
    """Writes are upserts of a whole batch: one round trip each."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def learn_customers(self, customers: Mapping[str, Customer]) -> None:
        if not customers:
            return
        rows = [
            {"party_id": party_id, "masked_name": each.masked_name, "trade_code": each.trade_code, "segment": each.segment}
            for party_id, each in customers.items()
        ]
        statement = insert(party_profile)
        fresh = statement.excluded
        statement = statement.on_conflict_do_update(
            index_elements=[party_profile.c.party_id],
            set_={
                "masked_name": fresh.masked_name,
                "trade_code": func.coalesce(fresh.trade_code, party_profile.c.trade_code),
                "segment": func.coalesce(fresh.segment, party_profile.c.segment),
            },
        )
        await self._connection.execute(statement, rows)

    async def positions(self, loan_ids: Collection[str]) -> dict[str, LoanPosition]:
        if not loan_ids:
            return {}
        rows = await self._connection.execute(select(loan_position).where(loan_position.c.loan_id.in_(loan_ids)))
        return {row.loan_id: LoanPosition(row.outstanding_principal_fen, row.is_overdue) for row in rows}

    async def keep_positions(self, positions: Mapping[str, LoanPosition]) -> None:
        if not positions:
            return
        statement = insert(loan_position)
        statement = statement.on_conflict_do_update(
            index_elements=[loan_position.c.loan_id],
            set_={name: statement.excluded[name] for name in ("outstanding_principal_fen", "is_overdue")},
        )
        rows = [{"loan_id": loan_id, **asdict(position)} for loan_id, position in positions.items()]
        await self._connection.execute(statement, rows)

    async def move_figures(self, movements: Mapping[date, Movement]) -> None:
        if not movements:
            return
        statement = insert(daily_figures)
        statement = statement.on_conflict_do_update(
            index_elements=[daily_figures.c.business_date],
            set_={name: daily_figures.c[name] + statement.excluded[name] for name in FIGURES},
        )
        rows = [{"business_date": business_date, **asdict(movement)} for business_date, movement in movements.items()]
        await self._connection.execute(statement, rows)
