"""The base of every event and the envelope it travels in (CloudEvents 1.0, binary mode on Kafka)."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """A fact in the past tense. Ids, amounts, codes and masked text only; never personal data.

    Subclasses name their `producer`, `aggregate` and the field that holds the aggregate's id.
    Readers ignore fields they do not know; producers may not invent any.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    producer: ClassVar[str]
    aggregate: ClassVar[str]
    aggregate_field: ClassVar[str]
    version: ClassVar[int] = 1

    @classmethod
    def event_type(cls) -> str:
        """`o2o.<service>.<EventName>.v1`."""
        return f"o2o.{cls.producer}.{cls.__name__}.v{cls.version}"

    @classmethod
    def topic(cls) -> str:
        """`o2o.<service>.<aggregate>.v1`."""
        return f"o2o.{cls.producer}.{cls.aggregate}.v1"

    @property
    def aggregate_id(self) -> str:
        """The id of the aggregate this event is about."""
        return str(getattr(self, self.aggregate_field))

    @property
    def owner_party_id(self) -> str | None:
        """The party the aggregate belongs to, if any."""
        return getattr(self, "party_id", None)

    @property
    def partition_key(self) -> str:
        """Party where there is one, so that everything about a party stays in order; else the aggregate."""
        return self.owner_party_id or self.aggregate_id


@dataclass(frozen=True, slots=True)
class Envelope:
    """One event as received: identity, provenance and the parsed payload."""

    event_id: str
    event_type: str
    subject: str
    sequence: int
    occurred_at: str
    correlation_id: str
    causation_id: str | None
    party_id: str | None
    partition_key: str
    payload: dict[str, Any]
    topic: str = ""
    partition: int = 0
    offset: int = -1
