"""One webhook on its way to one endpoint: tries, pauses, end (platform.md 2.1)."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from hashlib import sha256
from typing import Final

from shared.kernel.errors import DomainError

MINUTE, HOUR = 60, 3_600
PAUSES_SECONDS: Final = (
    0, 5, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 14 * HOUR, 20 * HOUR, 24 * HOUR,
)
"""Before each try; ten tries in about 75 hours."""
JITTER_PERCENT: Final = 20
LONGEST_PAUSE: Final = timedelta(hours=24)
EXCERPT_BYTES: Final = 1_024
_GONE: Final = 410
_WAIT: Final = (429, 503)


class DeliveryStatus(Enum):
    """FAILED was given up; a person may send it again."""

    PENDING = "PENDING"
    DELIVERED = "DELIVERED"
    FAILED = "FAILED"


class DeliveryUnderWay(DomainError):
    """It is still being tried."""

    code = "partners.delivery-under-way"
    title_zh = "该通知仍在投递中，无需重发"
    title_en = "This delivery is still being tried; there is no need to send it again"


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one try came to. `status_code` is None when no answer came; then `error` names why."""

    status_code: int | None
    error: str | None
    latency_ms: int
    excerpt: str = ""
    retry_after_seconds: int | None = None

    @property
    def succeeded(self) -> bool:
        """Only 2xx is a success; a redirect is a failure and is not followed."""
        return self.status_code is not None and 200 <= self.status_code < 300

    @property
    def is_gone(self) -> bool:
        """The receiver says it is not there any more."""
        return self.status_code == _GONE


@dataclass(frozen=True, slots=True)
class Delivery:
    """The exact text to send, and how far it got. Its id is the `webhook-id` of every try."""

    delivery_id: str
    endpoint_id: str
    partner_id: str
    webhook_type: str
    body: str
    next_attempt_at: datetime
    attempts: int = 0
    status: DeliveryStatus = DeliveryStatus.PENDING

    def after(self, attempt: Attempt, at: datetime) -> Delivery:
        """The delivery after one more try: done, due again, or given up after the tenth."""
        tried = replace(self, attempts=self.attempts + 1)
        if attempt.succeeded:
            return replace(tried, status=DeliveryStatus.DELIVERED)
        if attempt.is_gone or tried.attempts >= len(PAUSES_SECONDS):
            return tried.give_up()
        return replace(tried, next_attempt_at=at + _pause(tried, attempt))

    def give_up(self) -> Delivery:
        """No further try by itself."""
        return replace(self, status=DeliveryStatus.FAILED)

    def again(self, at: datetime) -> Delivery:
        """From the beginning, by a person's wish; the id stays, so the receiver can tell. Raises DeliveryUnderWay."""
        if self.status is DeliveryStatus.PENDING:
            raise DeliveryUnderWay()
        return replace(self, status=DeliveryStatus.PENDING, attempts=0, next_attempt_at=at)

    def resume(self, at: datetime) -> Delivery:
        """The same try, now: its time had passed without one."""
        return replace(self, next_attempt_at=at)


def _pause(delivery: Delivery, attempt: Attempt) -> timedelta:
    """The plan's pause, up to a fifth shorter or longer; a receiver that asks for more time gets it."""
    planned = PAUSES_SECONDS[delivery.attempts]
    digest = sha256(f"{delivery.delivery_id}:{delivery.attempts}".encode()).digest()
    percent = 100 - JITTER_PERCENT + int.from_bytes(digest[:4]) % (2 * JITTER_PERCENT + 1)
    pause = timedelta(seconds=planned * percent // 100)
    if attempt.status_code in _WAIT and attempt.retry_after_seconds is not None:
        pause = max(pause, timedelta(seconds=attempt.retry_after_seconds))
    return min(pause, LONGEST_PAUSE * (100 + JITTER_PERCENT) // 100)


def signed_content(webhook_id: str, timestamp: int, body: bytes) -> bytes:
    """What a signature covers, to the byte (Standard Webhooks 1.0): id, attempt time in seconds, body."""
    return b"%s.%d.%s" % (webhook_id.encode(), timestamp, body)
