"""Which events a reader wants to see. Conditions add up; an empty one holds for every event."""
from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from services.ops.domain.catalogue import types_mentioning


class Filterable(Protocol):
    """What a filter looks at."""

    @property
    def type(self) -> str: ...

    @property
    def party_id(self) -> str | None: ...

    @property
    def correlation_id(self) -> str: ...

    @property
    def masked_name(self) -> str | None: ...

    @property
    def subject(self) -> str: ...

    @property
    def payload(self) -> Mapping[str, Any]: ...


@dataclass(frozen=True, slots=True)
class EventFilter:
    """`types` None means all. `keyword` is sought, without regard to case, in the event's type, its sentence's words,
    the customer's masked name, the subject and the payload."""

    types: frozenset[str] | None = None
    party_id: str | None = None
    correlation_id: str | None = None
    keyword: str | None = None

    @property
    def mentioned_types(self) -> tuple[str, ...]:
        """Types whose sentences contain the key word."""
        return types_mentioning(self.keyword) if self.keyword else ()

    def matches(self, event: Filterable) -> bool:
        """Whether the reader wants this event."""
        return (
            (self.types is None or event.type in self.types)
            and self.party_id in (None, event.party_id)
            and self.correlation_id in (None, event.correlation_id)
            and (self.keyword is None or self._mentions(event, self.keyword.lower()))
        )

    def _mentions(self, event: Filterable, sought: str) -> bool:
        return event.type in self.mentioned_types or any(
            sought in text.lower()
            for text in (event.type, event.masked_name or "", event.subject, json.dumps(event.payload, ensure_ascii=False))
        )
