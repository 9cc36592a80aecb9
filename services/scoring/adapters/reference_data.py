"""Products and regulatory parameters in Postgres, as credit published them."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.scoring.adapters.tables import product_version, reg_param
from services.scoring.domain.case import ProductTerms

_P, _R = product_version.c, reg_param.c


class PostgresReferenceData:
    """`application.ports.ReferenceData`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def keep_product(self, terms: ProductTerms, effective_from: date) -> None:
        row = {**asdict(terms), "effective_from": effective_from}
        await self._connection.execute(insert(product_version).values(row).on_conflict_do_nothing())

    async def keep_parameter(self, code: str, value: str, effective_from: date, effective_to: date | None) -> None:
        changes = {"value": value, "effective_to": effective_to}
        statement = insert(reg_param).values({"code": code, "effective_from": effective_from, **changes})
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["code", "effective_from"], set_=changes)
        )

    async def product(self, product_code: str, *, on: date) -> ProductTerms | None:
        """The highest version that has started."""
        query = (
            select(*(column for column in _P if column.name != "effective_from"))
            .where(_P.product_code == product_code, _P.effective_from <= on)
            .order_by(_P.version.desc())
            .limit(1)
        )
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            return None
        return ProductTerms(**{**row, "rate_min": row["rate_min"].normalize(), "rate_max": row["rate_max"].normalize()})

    async def parameters(self, *, on: date) -> Mapping[str, str]:
        """Of each code the value that started last and has not ended."""
        query = (
            select(_R.code, _R.value)
            .where(_R.effective_from <= on, or_(_R.effective_to.is_(None), _R.effective_to > on))
            .order_by(_R.code, _R.effective_from.desc())
            .ext(distinct_on(_R.code))
        )
        return {row.code: row.value for row in await self._connection.execute(query)}
