"""Answers on their way to callers, and text messages as sent."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.sandbox.adapters.tables import callback, text_message


class SqlCallbacks:
    """Queued callbacks; `queued` tells the dispatcher that there is work."""

    def __init__(self, connection: AsyncConnection, new_id: Callable[[], str]) -> None:
        self._connection = connection
        self._new_id = new_id
        self.queued = 0

    async def queue(
        self, *, client_id: str, url: str, body: dict[str, str | None], copies: int, now: datetime
    ) -> None:
        """One row per copy, due at once."""
        rows = [
            {
                "callback_id": self._new_id(),
                "client_id": client_id,
                "url": url,
                "body": body,
                "attempts": 0,
                "due_at": now,
            }
            for _ in range(copies)
        ]
        await self._connection.execute(insert(callback), rows)
        self.queued += copies


class SqlMessages:
    """The operator's log."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(
        self, message_key: str, recipient: str, template: str, params: dict[str, str], now: datetime
    ) -> None:
        """Keeps a message unless one of that key was sent before."""
        values = {
            "message_key": message_key,
            "recipient": recipient,
            "template": template,
            "params": params,
            "sent_at": now,
        }
        await self._connection.execute(insert(text_message).values(**values).on_conflict_do_nothing())
