"""What the use cases need from outside: repositories of one transaction, the vault, and the identity source."""
from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from services.onboarding.domain.acquisition_session import AcquisitionSession
from services.onboarding.domain.application import Application
from services.onboarding.domain.consent import Consent, ConsentText, Purpose
from services.onboarding.domain.identity_verification import Method, Outcome, Verification
from services.onboarding.domain.party import Party, PersonalData, PersonalField
from services.onboarding.domain.product_version import ProductVersion
from shared.kernel.authorization import Principal, Resource
from shared.kernel.context import CommandContext
from shared.schemas.event import Event


@dataclass(frozen=True, slots=True)
class VaultAccess:
    """One look into the vault, for ever on record. `ground` is a purpose or the reason given."""

    access_id: str
    party_id: str
    actor: str
    action: str
    ground: str
    fields: tuple[PersonalField, ...]
    at: datetime
    correlation_id: str


@dataclass(frozen=True, slots=True)
class RegulatoryParameter:
    """A dated regulatory parameter as credit publishes it; it ends the day before `effective_to`."""

    code: str
    value: str
    effective_from: date
    effective_to: date | None


class Sessions(Protocol):
    """Scans by people who have no party yet."""

    async def add(self, session: AcquisitionSession) -> None: ...

    async def get_for_update(self, session_id: str) -> AcquisitionSession:
        """Raises NotFound."""
        ...

    async def save(self, session: AcquisitionSession) -> None: ...


class Parties(Protocol):
    """Customers by id. The row lock of a party comes before the lock of any of its applications."""

    async def add(self, party: Party) -> None: ...

    async def get(self, party_id: str) -> Party:
        """Raises NotFound."""
        ...

    async def get_for_update(self, party_id: str) -> Party:
        """Raises NotFound."""
        ...

    async def save(self, party: Party) -> None: ...

    async def link_subject(self, *, issuer: str, subject: str, party_id: str) -> bool:
        """False when the sign-in belongs to another party already."""
        ...


class Vault(Protocol):
    """Personal data, encrypted per field. The only way to it."""

    async def seal(self, party_id: str, data: PersonalData) -> bool:
        """False when another party has this identity number."""
        ...

    async def open(self, party_id: str, fields: Iterable[PersonalField]) -> Mapping[PersonalField, str]:
        """Full values of the vault's fields among those asked for. The caller records the access."""
        ...

    async def find(self, item: PersonalField, value: str) -> tuple[str, ...]:
        """Party ids that hold exactly this identity number, phone or card."""
        ...

    async def record(self, access: VaultAccess) -> None: ...

    async def count(self, party_id: str, action: str, *, since: datetime) -> int:
        """Accesses of one kind on record after an instant."""
        ...


class Consents(Protocol):
    """The ledger of agreements and the texts they are about."""

    async def text(self, purpose: Purpose, version: str, *, on: date) -> ConsentText:
        """The text if it is the one in force; raises ConsentTextNotCurrent."""
        ...

    async def add(self, consent: Consent) -> None: ...

    async def get(self, consent_id: str) -> Consent:
        """Raises NotFound. Consents change only under the lock of their party."""
        ...

    async def save(self, consent: Consent) -> None: ...

    async def active_of(self, party_id: str) -> tuple[Consent, ...]: ...


class Verifications(Protocol):
    """Answers of outside identity sources."""

    async def add(self, verification: Verification) -> None: ...

    async def of_party(self, party_id: str) -> tuple[Verification, ...]: ...


class Applications(Protocol):
    """Credit applications with their history."""

    async def add(self, application: Application) -> None: ...

    async def get(self, application_id: str) -> Application:
        """Raises NotFound."""
        ...

    async def get_for_update(self, application_id: str) -> Application:
        """Raises NotFound."""
        ...

    async def save(self, application: Application) -> None:
        """Writes the step that was taken last."""
        ...

    async def under_review_of(self, party_id: str) -> tuple[Application, ...]:
        """Locked: submitted or referred."""
        ...

    async def has_approved(self, party_id: str) -> bool: ...

    async def drafts_until(self, day: date, *, limit: int) -> tuple[Application, ...]:
        """Locked: drafts made on or before that day."""
        ...


class Products(Protocol):
    """Product versions published by credit."""

    async def put(self, version: ProductVersion) -> None: ...

    async def versions_of(self, product_code: str) -> tuple[ProductVersion, ...]: ...


class RegulatoryParameters(Protocol):
    """Regulatory parameters published by credit."""

    async def put(self, parameter: RegulatoryParameter) -> None: ...

    async def value(self, code: str, *, on: date) -> str | None: ...


class OnboardingUnitOfWork(Protocol):
    """One transaction of one command."""

    sessions: Sessions
    parties: Parties
    vault: Vault
    consents: Consents
    verifications: Verifications
    applications: Applications
    products: Products
    parameters: RegulatoryParameters
    context: CommandContext
    now: datetime

    @property
    def principal(self) -> Principal: ...

    def new_id(self) -> str: ...

    async def business_date(self) -> date: ...

    def authorize(self, action: str, resource: Resource | None = None) -> None: ...

    def publish(self, event: Event) -> str: ...

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Finding:
    """What an identity source answered; `reference` is its own number for the check."""

    outcome: Outcome
    reference: str


class IdentitySource(Protocol):
    """The outside system that knows who people are. Called outside any transaction."""

    async def verify(self, method: Method, data: Mapping[PersonalField, str], code: str | None) -> Finding:
        """Raises Unavailable when it does not answer or its answer makes no sense: then nothing is verified."""
        ...

    async def send_one_time_code(self, phone: str) -> None:
        """Raises Unavailable."""
        ...
