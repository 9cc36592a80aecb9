"""One archived event as readers see it: the row, its customer, its sentence in both languages."""
from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Row

from services.ops.domain.catalogue import describe
from services.ops.domain.sentence import Customer
from shared.messaging.codec import instant_text


@dataclass(frozen=True)
class LoggedEvent:
    """The columns that filters look at, and the whole event as readers get it."""

    log_id: int
    type: str
    business_date: date
    party_id: str | None
    correlation_id: str
    masked_name: str | None
    subject: str
    payload: dict[str, Any]
    view: dict[str, Any]

    @cached_property
    def json(self) -> str:
        """The view as one line, made once for all readers."""
        return json.dumps(self.view, ensure_ascii=False, separators=(",", ":"))


def logged_event(row: Row[Any]) -> LoggedEvent:
    """The event of a row of `event_log` joined with `party_profile`."""
    spoken = describe(row.type, row.payload, Customer(row.masked_name, row.trade_code, row.segment))
    view = {
        "log_id": row.log_id,
        "event_id": row.event_id,
        "type": row.type,
        "service": row.type.split(".")[1],
        "stage": spoken.stage.value,
        "tone": spoken.tone.value,
        "zh": spoken.zh,
        "en": spoken.en,
        "name": row.masked_name,
        "occurred_at": instant_text(row.occurred_at),
        "business_date": row.business_date.isoformat(),
        "topic": row.topic,
        "partition": row.partition,
        "offset": row.offset,
        "subject": row.subject,
        "sequence": row.sequence,
        "party_id": row.party_id,
        "correlation_id": row.correlation_id,
        "causation_id": row.causation_id,
        "payload": row.payload,
    }
    return LoggedEvent(
        log_id=row.log_id,
        type=row.type,
        business_date=row.business_date,
        party_id=row.party_id,
        correlation_id=row.correlation_id,
        masked_name=row.masked_name,
        subject=row.subject,
        payload=row.payload,
        view=view,
    )
