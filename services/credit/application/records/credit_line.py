"""A credit line and the contract that makes it binding."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from services.credit.domain.drawdown import LineStanding
from services.credit.domain.lifecycle import LineStatus


@dataclass(frozen=True, slots=True)
class CreditLine:
    """`limit_path` names the nodes from root to this line's own; `approved_fen` is what the contract says."""

    line_id: str
    party_id: str
    outlet_id: str
    application_id: str
    decision_id: str
    product_code: str
    product_version: int
    purpose_code: str
    approved_fen: int
    annual_rate: Decimal
    term_months: int
    limit_path: tuple[str, ...]
    status: LineStatus
    sign_by: date
    start_date: date | None = None
    end_date: date | None = None
    status_reason: str | None = None
    version: int = 1

    def standing(self, *, on: date, tail_days: int, customer_dpd: int) -> LineStanding:
        """The line as a drawdown sees it; a line without a period yet stands on the day itself, unsigned."""
        return LineStanding(self.status, self.start_date or on, self.end_date or on, tail_days, customer_dpd)


class ContractStatus(Enum):
    """A contract waits for its signature, has it, or has waited too long."""

    PREPARED = "PREPARED"
    SIGNED = "SIGNED"
    EXPIRED = "EXPIRED"


@dataclass(frozen=True, slots=True)
class SealedHolder:
    """The signer's particulars as a signed contract must hold them, each field encrypted for its place."""

    name: bytes
    id_number: bytes
    card_number: bytes


@dataclass(frozen=True, slots=True)
class Contract:
    """`document` is the Chinese text; `document_hash` its SHA-256, hexadecimal."""

    contract_id: str
    line_id: str
    party_id: str
    outlet_id: str
    document: str
    document_hash: str
    status: ContractStatus
    method: str | None = None
    signed_at: datetime | None = None
    mandate_id: str | None = None
    holder: SealedHolder | None = None
