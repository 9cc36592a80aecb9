"""Product versions and regulatory parameters in Postgres, as credit published them."""
from __future__ import annotations

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.onboarding.adapters.tables import PRODUCT_VERSION, REGULATORY_PARAMETER
from services.onboarding.application.ports import RegulatoryParameter
from services.onboarding.domain.product_version import ProductVersion


class SqlProducts:
    """Port `Products`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, version: ProductVersion) -> None:
        values = {column.name: getattr(version, column.name) for column in PRODUCT_VERSION.c}
        statement = upsert(PRODUCT_VERSION).values(**values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["product_code", "version"], set_=values)
        )

    async def versions_of(self, product_code: str) -> tuple[ProductVersion, ...]:
        query = select(PRODUCT_VERSION).where(PRODUCT_VERSION.c.product_code == product_code)
        return tuple(ProductVersion(**row) for row in (await self._connection.execute(query)).mappings())


class SqlRegulatoryParameters:
    """Port `RegulatoryParameters`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def put(self, parameter: RegulatoryParameter) -> None:
        values = {column.name: getattr(parameter, column.name) for column in REGULATORY_PARAMETER.c}
        statement = upsert(REGULATORY_PARAMETER).values(**values)
        await self._connection.execute(
            statement.on_conflict_do_update(index_elements=["code", "effective_from"], set_=values)
        )

    async def value(self, code: str, *, on: date) -> str | None:
        table = REGULATORY_PARAMETER.c
        query = (
            select(table.value)
            .where(
                table.code == code,
                table.effective_from <= on,
                or_(table.effective_to.is_(None), table.effective_to > on),
            )
            .order_by(table.effective_from.desc())
            .limit(1)
        )
        found: str | None = (await self._connection.execute(query)).scalar_one_or_none()
        return found
