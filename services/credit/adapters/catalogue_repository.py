"""Product versions and regulatory parameters in Postgres."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import exists, insert, or_, select, text
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncConnection

from services.credit.adapters.conventions_codec import conventions_from_json, conventions_to_json
from services.credit.adapters.row import Row
from services.credit.adapters.tables import product_version, reg_param
from services.credit.application.records.catalogue import ProductVersion, RegulatoryParameter
from services.credit.domain.product import ProductTerms, RepaymentMethod
from shared.kernel.errors import NotFound

_FIRST = text("SELECT pg_advisory_xact_lock(hashtext('credit.catalogue'))")
_PLAIN_TERMS = (
    "amount_min_fen",
    "amount_max_fen",
    "term_min_months",
    "term_max_months",
    "line_term_months",
    "revolving",
    "consumer",
    "min_read_seconds",
    "tail_days",
    "collection_tolerance_fen",
)
_RATES = ("rate_min", "rate_max", "annual_cost_cap", "last_wall")
_P, _R = product_version.c, reg_param.c


class PostgresCatalogue:
    """`application.ports.Catalogue`."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def is_empty(self) -> bool:
        """One transaction at a time may ask: whoever founds the bank does it alone."""
        await self._connection.execute(_FIRST)
        return not (await self._connection.execute(select(exists().select_from(product_version)))).scalar_one()

    async def publish_product(self, product: ProductVersion, at: datetime) -> None:
        """Inserts a version."""
        await self._connection.execute(insert(product_version).values({**product_row(product), "published_at": at}))

    async def publish_parameter(self, parameter: RegulatoryParameter, at: datetime) -> None:
        """Inserts a dated value."""
        await self._connection.execute(insert(reg_param).values({**asdict(parameter), "published_at": at}))

    async def product(self, code: str, version: int) -> ProductVersion:
        """Raises NotFound."""
        query = select(product_version).where(_P.code == code, _P.version == version)
        row = (await self._connection.execute(query)).mappings().first()
        if row is None:
            raise NotFound()
        return product_of(row)

    async def parameters(self, on: date) -> Mapping[str, str]:
        """Of each code the value that started last and has not ended."""
        query = (
            select(_R.code, _R.value)
            .where(_R.effective_from <= on, or_(_R.effective_to.is_(None), _R.effective_to > on))
            .order_by(_R.code, _R.effective_from.desc())
            .ext(distinct_on(_R.code))
        )
        return {row.code: row.value for row in await self._connection.execute(query)}


def product_row(product: ProductVersion) -> dict[str, Any]:
    """The row of a version."""
    terms = product.terms
    return {
        "code": terms.code,
        "version": terms.version,
        "methods": [method.value for method in terms.methods],
        "conventions": conventions_to_json(terms.conventions),
        **{name: getattr(terms, name) for name in (*_PLAIN_TERMS, *_RATES)},
        "name_zh": product.name_zh,
        "name_en": product.name_en,
        "segment": product.segment,
        "online": product.online,
        "effective_from": product.effective_from,
        "maker": product.maker,
        "checker": product.checker,
    }


def product_of(row: Row) -> ProductVersion:
    """The version of a row."""
    return ProductVersion(
        terms=terms_of(row),
        name_zh=row["name_zh"],
        name_en=row["name_en"],
        segment=row["segment"],
        online=row["online"],
        effective_from=row["effective_from"],
        maker=row["maker"],
        checker=row["checker"],
    )


def terms_of(row: Row) -> ProductTerms:
    """The terms of a row."""
    return ProductTerms(
        code=row["code"],
        version=row["version"],
        methods=tuple(RepaymentMethod(method) for method in row["methods"]),
        conventions=conventions_from_json(row["conventions"]),
        **{name: row[name] for name in _PLAIN_TERMS},
        **{name: row[name].normalize() for name in _RATES},
    )


@lru_cache(maxsize=256)
def terms_of_text(row_text: str) -> ProductTerms:
    """The terms of a row given as JSON text; hot paths read the same few versions over and over."""
    return terms_of(json.loads(row_text, parse_float=Decimal))
