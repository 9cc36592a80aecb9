"""The partner registry: whom the bank works with, and what each may hear of (domain.md F197, F252)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from shared.kernel.errors import DomainError


class PartnerType(Enum):
    """Kinds of partner. P2P platforms are none: they may not be dealt with."""

    CORE_FIRM = "CORE_FIRM"
    MERCHANT = "MERCHANT"
    PLATFORM = "PLATFORM"
    DATA_PROVIDER = "DATA_PROVIDER"
    INSURER = "INSURER"
    COLLECTION_AGENCY = "COLLECTION_AGENCY"


class PartnerStatus(Enum):
    """Only a LISTED partner is told anything; REMOVED is final."""

    LISTED = "LISTED"
    SUSPENDED = "SUSPENDED"
    REMOVED = "REMOVED"


class PartnerRemoved(DomainError):
    """A removed partner does not come back; it is registered anew."""

    code = "partners.partner-removed"
    title_zh = "该合作方已清退，不能再变更"
    title_en = "The partner was removed; nothing about it changes any more"


class PartnerNameTaken(DomainError):
    """A firm is registered once."""

    code = "partners.partner-name-taken"
    title_zh = "该合作方已登记"
    title_en = "A partner of this name is registered already"


@dataclass(frozen=True, slots=True)
class Partner:
    """A partner and the products of whose loans it may be told."""

    partner_id: str
    name: str
    partner_type: PartnerType
    product_codes: tuple[str, ...]
    status: PartnerStatus = PartnerStatus.LISTED
    version: int = 0

    def change_status(self, status: PartnerStatus) -> Partner:
        """The partner in another status; raises PartnerRemoved."""
        if self.status is PartnerStatus.REMOVED:
            raise PartnerRemoved()
        return replace(self, status=status)

    @property
    def is_listed(self) -> bool:
        """Whether it may be told anything."""
        return self.status is PartnerStatus.LISTED
