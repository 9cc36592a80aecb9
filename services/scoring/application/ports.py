"""What the use cases need from outside: repositories of one transaction and the sources of evidence."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from services.scoring.domain.artefact_version import ArtefactVersion, Kind
from services.scoring.domain.case import CheckResult, ProductTerms
from services.scoring.domain.models.card import Card
from services.scoring.domain.policy import Policy
from shared.kernel.authorization import Principal, Resource
from shared.kernel.context import CommandContext
from shared.schemas.event import Event

Artefact = TypeVar("Artefact", Card, Policy)


@dataclass(frozen=True, slots=True)
class DecisionRequest:
    """An application that waits for its decision. `state` is WAITING, DECIDED or CANCELLED."""

    application_id: str
    decision_id: str
    party_id: str
    outlet_id: str
    product_code: str
    amount_fen: int
    term_months: int
    purpose_code: str
    segment: str
    division_code: str
    facts: Mapping[str, str | int]
    received_at: datetime
    state: str = "WAITING"


@dataclass(frozen=True, slots=True)
class KnownParty:
    """What scoring keeps of a party: consents in force by purpose, with the consent's id."""

    party_id: str
    birth_year: int | None
    identity_level: int
    consents: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InForce(Generic[Artefact]):
    """A parsed artefact with the version and digest it was loaded under."""

    artefact: Artefact
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision as kept for ever: inputs, answer, the versions used and the digest over all of it."""

    decision_id: str
    application_id: str
    party_id: str
    outlet_id: str
    inputs: Mapping[str, Any]
    output: Mapping[str, Any]
    model: str
    model_version: int
    model_sha256: str
    policy: str
    policy_version: int
    policy_sha256: str
    sha256: str
    business_date: date
    decided_at: datetime
    elapsed_ms: int


class Artefacts(Protocol):
    """Governed models and policies."""

    async def lock(self, kind: Kind, name: str) -> None:
        """Serialises changes to all versions of one name."""
        ...

    async def last_version(self, kind: Kind, name: str) -> int: ...

    async def is_empty(self) -> bool: ...

    async def add(self, version: ArtefactVersion, at: datetime) -> None: ...

    async def get(self, kind: Kind, name: str, version: int) -> ArtefactVersion:
        """Raises NotFound, or ArtefactTampered when document, digest and signature do not agree."""
        ...

    async def active(self, kind: Kind, name: str) -> ArtefactVersion | None: ...

    async def save(self, version: ArtefactVersion, at: datetime) -> None: ...

    async def card_in_force(self, name: str) -> InForce[Card]:
        """Raises NoArtefactInForce or ArtefactTampered."""
        ...

    async def policy_in_force(self, name: str) -> InForce[Policy]:
        """Raises NoArtefactInForce or ArtefactTampered."""
        ...

    async def card(self, name: str, version: int) -> InForce[Card]: ...

    async def policy(self, name: str, version: int) -> InForce[Policy]: ...


class DecisionRequests(Protocol):
    """Applications that came in."""

    async def add(self, request: DecisionRequest) -> None: ...

    async def get(self, application_id: str) -> DecisionRequest:
        """Raises NotFound."""
        ...

    async def get_for_update(self, application_id: str) -> DecisionRequest:
        """Raises NotFound."""
        ...

    async def set_state(self, application_id: str, state: str) -> None:
        """No effect when the application is unknown or not waiting."""
        ...


class Decisions(Protocol):
    """Decisions, append-only."""

    async def add(self, decision: StoredDecision) -> None: ...

    async def get(self, decision_id: str) -> StoredDecision:
        """Raises NotFound."""
        ...

    async def of_application(self, application_id: str) -> StoredDecision | None: ...


class Parties(Protocol):
    """What the party events said."""

    async def record_registration(self, party_id: str, birth_year: int) -> None: ...

    async def record_identity(self, party_id: str, level: int, valid_to: date) -> None: ...

    async def grant_consent(self, consent_id: str, party_id: str, purpose: str, valid_to: date) -> None: ...

    async def withdraw_consent(self, consent_id: str, party_id: str, purpose: str) -> None: ...

    async def get(self, party_id: str, *, on: date) -> KnownParty:
        """A party nobody told us about yet has no identity and no consents."""
        ...


class ReferenceData(Protocol):
    """Products and regulatory parameters as credit publishes them."""

    async def keep_product(self, terms: ProductTerms, effective_from: date) -> None: ...

    async def keep_parameter(self, code: str, value: str, effective_from: date, effective_to: date | None) -> None: ...

    async def product(self, product_code: str, *, on: date) -> ProductTerms | None: ...

    async def parameters(self, *, on: date) -> Mapping[str, str]: ...


class ScoringUnitOfWork(Protocol):
    """One transaction of one command."""

    artefacts: Artefacts
    requests: DecisionRequests
    decisions: Decisions
    parties: Parties
    reference_data: ReferenceData
    context: CommandContext
    now: datetime

    @property
    def principal(self) -> Principal: ...

    def new_id(self) -> str: ...

    async def business_date(self) -> date: ...

    def authorize(self, action: str, resource: Resource | None = None) -> None: ...

    def publish(self, event: Event) -> str: ...

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None: ...


class EvidenceSources(Protocol):
    """Outside sources about one person, asked outside any transaction."""

    async def gather(self, request: DecisionRequest, consents: Mapping[str, str]) -> Mapping[str, CheckResult]:
        """One result per source. Never raises: who does not answer is MISSING or LATE."""
        ...
