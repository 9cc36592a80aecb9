"""Where a partner wants to be told, about what, and how its failures count (platform.md 2.1)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Final

from shared.kernel.errors import DomainError

DISABLE_AFTER: Final = timedelta(hours=120)
KEY_OVERLAP: Final = timedelta(hours=24)
MAX_LIVE_KEYS: Final = 3
MAX_ENDPOINTS: Final = 10


class WebhookType(Enum):
    """What a partner can be told."""

    LOAN_DISBURSED = "loan.disbursed"
    LOAN_OVERDUE = "loan.overdue"
    LOAN_SETTLED = "loan.settled"


class EndpointStatus(Enum):
    """A disabled endpoint is told nothing until somebody enables it."""

    ENABLED = "ENABLED"
    DISABLED = "DISABLED"


class TooManyEndpoints(DomainError):
    """A partner has at most ten endpoints."""

    code = "partners.too-many-endpoints"
    title_zh = "每个合作方最多登记 10 个回调地址"
    title_en = "A partner has at most ten webhook endpoints"


class TooManyKeys(DomainError):
    """Old keys sign along for a day; wait until one retires."""

    code = "partners.too-many-keys"
    title_zh = "轮换过于频繁：旧密钥 24 小时后失效，请稍后再轮换"
    title_en = "Rotated too often; an old key retires 24 hours after its successor came"


@dataclass(frozen=True, slots=True)
class SigningKey:
    """An Ed25519 key of an endpoint: the public half as `whpk_` text, the private half sealed."""

    key_id: str
    public_key: str
    sealed: bytes
    retires_at: datetime | None = None

    def signs(self, at: datetime) -> bool:
        """Whether it signs at an instant."""
        return self.retires_at is None or at < self.retires_at


@dataclass(frozen=True, slots=True)
class WebhookEndpoint:
    """One URL of a partner. `failing_since` is the first failure after the last success."""

    endpoint_id: str
    partner_id: str
    url: str
    types: tuple[WebhookType, ...]
    status: EndpointStatus = EndpointStatus.ENABLED
    failing_since: datetime | None = None

    def succeeded(self) -> WebhookEndpoint:
        """One success forgives every failure before it."""
        return replace(self, failing_since=None)

    def failed(self, at: datetime, *, gone: bool = False) -> WebhookEndpoint:
        """A failure; disables at once when the receiver says 410, else when nothing succeeded for 120 hours."""
        since = self.failing_since or at
        is_dead = gone or at - since >= DISABLE_AFTER
        return replace(self, failing_since=since, status=EndpointStatus.DISABLED if is_dead else self.status)

    def enable(self) -> WebhookEndpoint:
        """Told again, with a clean record."""
        return replace(self, status=EndpointStatus.ENABLED, failing_since=None)

    def disable(self) -> WebhookEndpoint:
        """Told nothing any more."""
        return replace(self, status=EndpointStatus.DISABLED)


def rotate(keys: tuple[SigningKey, ...], fresh: SigningKey, at: datetime) -> tuple[SigningKey, ...]:
    """The live keys with a new one: the older sign along for 24 hours more. Raises TooManyKeys."""
    live = tuple(key for key in keys if key.signs(at))
    if len(live) >= MAX_LIVE_KEYS:
        raise TooManyKeys()
    return (*(replace(key, retires_at=key.retires_at or at + KEY_OVERLAP) for key in live), fresh)
