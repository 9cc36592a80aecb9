"""What the use cases need from the outside; adapters supply it."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from services.partners.domain.delivery import Attempt, Delivery
from services.partners.domain.endpoint import SigningKey, WebhookEndpoint, WebhookType
from services.partners.domain.partner import Partner
from services.partners.domain.target import Target
from shared.kernel.authorization import Principal
from shared.kernel.context import CommandContext
from shared.schemas.event import Event


class Partners(Protocol):
    """The registry."""

    async def add(self, partner: Partner) -> None: ...

    async def get(self, partner_id: str) -> Partner:
        """The partner; raises NotFound."""
        ...

    async def lock(self, partner_id: str) -> Partner:
        """The partner under its lock; raises NotFound."""
        ...

    async def save(self, partner: Partner) -> None: ...


class Endpoints(Protocol):
    """Webhook endpoints and their signing keys."""

    async def add(self, endpoint: WebhookEndpoint, key: SigningKey) -> None: ...

    async def count(self, partner_id: str) -> int: ...

    async def lock(self, endpoint_id: str) -> WebhookEndpoint:
        """The endpoint under its lock; raises NotFound."""
        ...

    async def save(self, endpoint: WebhookEndpoint) -> None: ...

    async def keys(self, endpoint_id: str) -> tuple[SigningKey, ...]: ...

    async def save_keys(self, endpoint_id: str, keys: Sequence[SigningKey]) -> None: ...

    async def listening(self, webhook_type: WebhookType, product_code: str) -> Sequence[WebhookEndpoint]:
        """Enabled endpoints of listed partners that want this type and may hear of this product's loans."""
        ...


class Deliveries(Protocol):
    """Webhooks on their way, and the log of every try."""

    async def add(self, delivery: Delivery) -> None: ...

    async def lock(self, delivery_id: str) -> Delivery:
        """The delivery under its lock; raises NotFound."""
        ...

    async def save(self, delivery: Delivery) -> None: ...

    async def log(self, delivery: Delivery, attempt: Attempt) -> None:
        """Notes one try, numbered by the delivery's count."""
        ...

    async def overdue(self, before: datetime, limit: int) -> Sequence[Delivery]:
        """Pending deliveries whose try should long have been made."""
        ...


class Loans(Protocol):
    """Which product a loan is of."""

    async def add(self, *, loan_id: str, product_code: str) -> None: ...

    async def product_of(self, loan_id: str) -> str | None: ...


class PartnersUnitOfWork(Protocol):
    """One transaction of partners."""

    partners: Partners
    endpoints: Endpoints
    deliveries: Deliveries
    loans: Loans
    context: CommandContext
    now: datetime

    @property
    def principal(self) -> Principal: ...

    def new_id(self) -> str: ...

    def authorize(self, action: str) -> None: ...

    def publish(self, event: Event) -> str: ...

    def schedule(self, name: str, payload: dict[str, Any], *, due_at: datetime, key: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Parcel:
    """One try, ready to leave: where to, what, and the keys that sign it."""

    webhook_id: str
    endpoint_id: str
    url: str
    body: bytes
    keys: tuple[SigningKey, ...]


class Resolver(Protocol):
    """Names to addresses."""

    async def addresses(self, target: Target) -> Sequence[str]:
        """Every address of the host; empty when it has none."""
        ...


class Signer(Protocol):
    """Makes keys and signatures; private halves are sealed for the row they lie in."""

    def new_key(self, key_id: str) -> SigningKey: ...

    def sign(self, parcel: Parcel, timestamp: int) -> str:
        """The value of `webhook-signature`: one `v1a,...` per key, separated by blanks."""
        ...


class Courier(Protocol):
    """Carries a parcel over HTTP; never raises, every failure is an Attempt."""

    async def carry(self, parcel: Parcel) -> Attempt: ...


class Bus(Protocol):
    """Runs one command in one transaction."""

    async def handle(self, command: object, context: CommandContext) -> Any: ...
