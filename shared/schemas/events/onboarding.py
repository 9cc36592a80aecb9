"""What onboarding tells the others: parties, consents, identity, applications."""
from __future__ import annotations

from shared.schemas.event import Event
from shared.schemas.fields import (
    AmountFen,
    BusinessDate,
    Code,
    Count,
    DivisionCode,
    Id,
    Key,
    TermMonths,
    Text,
)


class _PartyEvent(Event):
    producer = "onboarding"
    aggregate = "party"
    aggregate_field = "party_id"
    party_id: Id


class PartyRegistered(_PartyEvent):
    """A person or firm is known to the bank. `masked_name` is for people who watch."""

    party_type: Code
    segment: Code
    division_code: DivisionCode
    channel_code: Code
    outlet_id: Key
    masked_name: Text
    trade_code: Code | None = None
    birth_year: Count


class PartySubjectLinked(_PartyEvent):
    """A sign-in (issuer, subject) belongs to this party."""

    issuer: Text
    subject: Text


class OnboardingSessionOpened(_PartyEvent):
    """Somebody scanned a code or opened a link and registered from it."""

    session_id: Id
    channel_code: Code
    outlet_id: Key
    scene_code: Code


class IdentityVerified(_PartyEvent):
    """Identity was proved by the listed methods at the stated level until `valid_to`."""

    methods: tuple[Code, ...]
    level: Count
    evidence_ids: tuple[Id, ...]
    valid_to: BusinessDate


class IdentityVerificationFailed(_PartyEvent):
    """A method did not prove the identity; `reason` is a code."""

    method: Code
    reason: Code


class ConsentGranted(_PartyEvent):
    """The party agreed to one purpose under one text version; separate consent is flagged."""

    consent_id: Id
    purpose: Code
    text_version: Key
    separate: bool
    valid_to: BusinessDate


class ConsentWithdrawn(_PartyEvent):
    """The party took a consent back; every use for the purpose stops."""

    consent_id: Id
    purpose: Code


class _ApplicationEvent(Event):
    producer = "onboarding"
    aggregate = "application"
    aggregate_field = "application_id"
    application_id: Id
    party_id: Id


class ApplicationSubmitted(_ApplicationEvent):
    """A customer asks for credit. Declared facts are codes and integers under the party id."""

    product_code: Code
    amount_fen: AmountFen
    term_months: TermMonths
    purpose_code: Code
    outlet_id: Key
    channel_code: Code
    division_code: DivisionCode
    segment: Code
    trade_code: Code | None = None
    masked_name: Text
    facts: dict[Key, str | int]


class ApplicationApproved(_ApplicationEvent):
    """The bank will contract this line. `approver` is `policy` or a staff subject."""

    product_code: Code
    product_version: Count
    amount_fen: AmountFen
    term_months: TermMonths
    annual_rate: str
    purpose_code: Code
    outlet_id: Key
    decision_id: Id
    approver: Text


class ApplicationDeclined(_ApplicationEvent):
    """The bank will not lend; every refusal has reasons (惜贷拒贷, F007)."""

    product_code: Code
    amount_fen: AmountFen
    outlet_id: Key
    decision_id: Id | None = None
    reasons: tuple[Code, ...]
    approver: Text


class ApplicationReferred(_ApplicationEvent):
    """A person has to decide."""

    outlet_id: Key
    decision_id: Id | None = None
    reasons: tuple[Code, ...]


class ApplicationCancelled(_ApplicationEvent):
    """The customer withdrew, or the draft expired."""

    outlet_id: Key
    reason: Code
