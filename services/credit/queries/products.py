"""Published products."""
from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.catalogue_repository import product_of
from services.credit.adapters.tables import product_version
from services.credit.application.records.catalogue import ProductVersion

_P = product_version.c


async def list_products(connection: AsyncConnection, on: date) -> list[ProductVersion]:
    """Of each product the newest version in force."""
    query = (
        select(product_version)
        .where(_P.effective_from <= on)
        .order_by(_P.code, _P.version.desc())
        .ext(distinct_on(_P.code))
    )
    return [product_of(row) for row in (await connection.execute(query)).mappings()]


async def find_product(connection: AsyncConnection, code: str, version: int) -> ProductVersion | None:
    """One version."""
    query = select(product_version).where(_P.code == code, _P.version == version)
    row = (await connection.execute(query)).mappings().one_or_none()
    return None if row is None else product_of(row)
