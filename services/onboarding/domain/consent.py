"""The consent ledger: informed, per purpose, under one text version, withdrawable (PIPL 14, 15, 29; R23, R24)."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum

from shared.kernel.day_count import add_months
from shared.kernel.errors import DomainError


class Purpose(Enum):
    """What a customer may agree to, each by itself."""

    PROFILING = "PROFILING"
    CREDIT_BUREAU = "CREDIT_BUREAU"
    FINANCIAL_DATA = "FINANCIAL_DATA"
    CONTRACT_ESIGN = "CONTRACT_ESIGN"
    COLLECTION_CONTACT = "COLLECTION_CONTACT"
    COLLECTION_ANY_HOUR = "COLLECTION_ANY_HOUR"
    MARKETING = "MARKETING"


class ConsentStatus(Enum):
    """A newer consent for the purpose supersedes the older; the ledger keeps both."""

    ACTIVE = "ACTIVE"
    SUPERSEDED = "SUPERSEDED"
    WITHDRAWN = "WITHDRAWN"


class ConsentTextNotCurrent(DomainError):
    """Only the text in force today can be agreed to."""

    code = "onboarding.consent-text-not-current"
    title_zh = "授权文本版本不是现行版本，请重新阅读最新文本"
    title_en = "This consent text is not in force; read the current one"


class ConsentMustBeSeparate(DomainError):
    """Bureau queries and financial data need consent of their own (PIPL 29, 征信业管理条例 18)."""

    code = "onboarding.consent-must-be-separate"
    title_zh = "该授权须单独同意，请单独勾选确认"
    title_en = "This purpose needs separate consent; confirm it on its own"


class ConsentMissing(DomainError):
    """No valid consent for a purpose that needs one."""

    code = "onboarding.consent-missing"
    title_zh = "缺少有效授权，请先完成授权"
    title_en = "A valid consent is missing; grant it first"


class ConsentNotActive(DomainError):
    """The consent was withdrawn or superseded already."""

    code = "onboarding.consent-not-active"
    title_zh = "该授权已失效，无需撤回"
    title_en = "This consent is no longer active; there is nothing to withdraw"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """One version of what the customer reads. `sha256` covers both languages; `validity_months` from the grant."""

    purpose: Purpose
    version: str
    title_zh: str
    title_en: str
    body_zh: str
    body_en: str
    sha256: str
    separate: bool
    validity_months: int
    effective_from: date


@dataclass(frozen=True, slots=True)
class Consent:
    """One agreement of one party; `text_sha256` proves what was read."""

    consent_id: str
    party_id: str
    outlet_id: str
    purpose: Purpose
    text_version: str
    text_sha256: str
    separate: bool
    granted_on: date
    valid_to: date
    granted_at: datetime
    status: ConsentStatus = ConsentStatus.ACTIVE
    ended_at: datetime | None = None

    def covers(self, purpose: Purpose, *, on: date) -> bool:
        """Whether this consent allows the purpose on that date; its last day counts."""
        return self.purpose is purpose and self.status is ConsentStatus.ACTIVE and on <= self.valid_to

    def withdraw(self, *, at: datetime) -> Consent:
        """The consent taken back; raises ConsentNotActive."""
        return self._ended(ConsentStatus.WITHDRAWN, at)

    def supersede(self, *, at: datetime) -> Consent:
        """The consent replaced by a newer one for the same purpose; raises ConsentNotActive."""
        return self._ended(ConsentStatus.SUPERSEDED, at)

    def _ended(self, status: ConsentStatus, at: datetime) -> Consent:
        if self.status is not ConsentStatus.ACTIVE:
            raise ConsentNotActive()
        return replace(self, status=status, ended_at=at)


def grant(
    text: ConsentText, *, consent_id: str, party_id: str, outlet_id: str, separate: bool, on: date, at: datetime
) -> Consent:
    """A new consent under a text in force; raises ConsentMustBeSeparate where the purpose asks for it."""
    if text.separate and not separate:
        raise ConsentMustBeSeparate(purpose=text.purpose.value)
    return Consent(
        consent_id=consent_id,
        party_id=party_id,
        outlet_id=outlet_id,
        purpose=text.purpose,
        text_version=text.version,
        text_sha256=text.sha256,
        separate=separate,
        granted_on=on,
        valid_to=add_months(on, text.validity_months),
        granted_at=at,
    )


def require_consents(held: Iterable[Consent], needed: Iterable[Purpose], *, on: date) -> None:
    """Raises ConsentMissing naming the first purpose that no consent covers on that date."""
    ledger = tuple(held)
    for purpose in needed:
        if not any(consent.covers(purpose, on=on) for consent in ledger):
            raise ConsentMissing(purpose=purpose.value)
