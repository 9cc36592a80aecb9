"""The registry in Postgres, and which product a loan is of."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, TextClause, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.partners.domain.partner import Partner, PartnerNameTaken, PartnerStatus, PartnerType
from shared.kernel.errors import NotFound, StaleVersion

_COLUMNS = "partner_id, name, partner_type, product_codes, status, version"
_ADD = text(f"""
INSERT INTO partner ({_COLUMNS})
VALUES (:partner_id, :name, :partner_type, CAST(:product_codes AS text[]), :status, :version)
""")  # noqa: S608
_GET = text(f"SELECT {_COLUMNS} FROM partner WHERE partner_id = :partner_id")  # noqa: S608
_LOCK = text(f"SELECT {_COLUMNS} FROM partner WHERE partner_id = :partner_id FOR UPDATE")  # noqa: S608
_SAVE = text("""
UPDATE partner SET status = :status, version = version + 1 WHERE partner_id = :partner_id AND version = :version
""")
_ADD_LOAN = text("""
INSERT INTO loan (loan_id, product_code) VALUES (:loan_id, :product_code) ON CONFLICT (loan_id) DO NOTHING
""")
_PRODUCT_OF = text("SELECT product_code FROM loan WHERE loan_id = :loan_id")


@dataclass(frozen=True, slots=True)
class PostgresPartners:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def add(self, partner: Partner) -> None:
        try:
            await self.connection.execute(
                _ADD,
                {
                    "partner_id": partner.partner_id,
                    "name": partner.name,
                    "partner_type": partner.partner_type.value,
                    "product_codes": list(partner.product_codes),
                    "status": partner.status.value,
                    "version": partner.version,
                },
            )
        except IntegrityError as error:
            raise PartnerNameTaken() from error

    async def get(self, partner_id: str) -> Partner:
        return await self._one(_GET, partner_id)

    async def lock(self, partner_id: str) -> Partner:
        return await self._one(_LOCK, partner_id)

    async def save(self, partner: Partner) -> None:
        saved = await self.connection.execute(
            _SAVE, {"partner_id": partner.partner_id, "status": partner.status.value, "version": partner.version}
        )
        if saved.rowcount != 1:
            raise StaleVersion()

    async def _one(self, statement: TextClause, partner_id: str) -> Partner:
        row = (await self.connection.execute(statement, {"partner_id": partner_id})).one_or_none()
        if row is None:
            raise NotFound()
        return _partner(row)


def _partner(row: Row[Any]) -> Partner:
    return Partner(
        partner_id=str(row.partner_id),
        name=row.name,
        partner_type=PartnerType(row.partner_type),
        product_codes=tuple(row.product_codes),
        status=PartnerStatus(row.status),
        version=row.version,
    )


@dataclass(frozen=True, slots=True)
class PostgresLoans:
    """Repository of one transaction."""

    connection: AsyncConnection

    async def add(self, *, loan_id: str, product_code: str) -> None:
        await self.connection.execute(_ADD_LOAN, {"loan_id": loan_id, "product_code": product_code})

    async def product_of(self, loan_id: str) -> str | None:
        found: str | None = (await self.connection.execute(_PRODUCT_OF, {"loan_id": loan_id})).scalar()
        return found
