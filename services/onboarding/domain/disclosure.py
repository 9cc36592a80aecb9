"""Who may learn what about a person, and on what ground (architecture.md, Personal data between services; PIPL 13)."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Final

from services.onboarding.domain.consent import Consent, Purpose, require_consents
from services.onboarding.domain.party import PersonalField
from shared.kernel.errors import Category, DomainError

_F = PersonalField


class DisclosurePurpose(Enum):
    """What another service needs personal data for."""

    DECISION = "DECISION"
    CONTRACT = "CONTRACT"
    PAYMENT = "PAYMENT"
    COLLECTION = "COLLECTION"


class DisclosureRefused(DomainError):
    """The service or the field does not belong to the purpose."""

    code = "onboarding.disclosure-refused"
    category = Category.FORBIDDEN
    title_zh = "该用途不允许向此服务提供所请求的信息"
    title_en = "The purpose does not allow this service these fields"


class NoContract(DomainError):
    """Without an approved application there is no contract that would need the data."""

    code = "onboarding.disclosure-without-contract"
    category = Category.FORBIDDEN
    title_zh = "客户没有已批准的申请，不得为履约提供信息"
    title_en = "The party has no approved application; data for a contract is not given"


@dataclass(frozen=True, slots=True)
class DisclosureRule:
    """One purpose: the service it is for, the fields it needs, and its ground: consents, or a contract."""

    audience: str
    fields: frozenset[PersonalField]
    consents: tuple[Purpose, ...] = ()
    needs_contract: bool = False


RULES: Final[Mapping[DisclosurePurpose, DisclosureRule]] = {
    DisclosurePurpose.DECISION: DisclosureRule(
        "scoring",
        frozenset({_F.NAME, _F.ID_NUMBER, _F.PHONE, _F.DIVISION_CODE}),
        consents=(Purpose.PROFILING, Purpose.CREDIT_BUREAU),
    ),
    DisclosurePurpose.CONTRACT: DisclosureRule("credit", frozenset(_F), needs_contract=True),
    DisclosurePurpose.PAYMENT: DisclosureRule(
        "credit", frozenset({_F.NAME, _F.ID_NUMBER, _F.CARD_NUMBER}), needs_contract=True
    ),
    DisclosurePurpose.COLLECTION: DisclosureRule(
        "collections", frozenset({_F.NAME, _F.PHONE, _F.DIVISION_CODE}), needs_contract=True
    ),
}


def require_disclosable(
    purpose: DisclosurePurpose,
    *,
    service: str,
    fields: Iterable[PersonalField],
    consents: Iterable[Consent],
    has_contract: bool,
    on: date,
) -> None:
    """Raises DisclosureRefused, ConsentMissing or NoContract unless every condition of the purpose holds."""
    rule = RULES[purpose]
    if service != rule.audience:
        raise DisclosureRefused(purpose=purpose.value)
    for item in fields:
        if item not in rule.fields:
            raise DisclosureRefused(purpose=purpose.value, field=item.value)
    require_consents(consents, rule.consents, on=on)
    if rule.needs_contract and not has_contract:
        raise NoContract(purpose=purpose.value)
