"""One transaction of the outside world on Postgres."""
from __future__ import annotations

from typing import Any

from services.sandbox.adapters.accounts import SqlAccounts, SqlHolders
from services.sandbox.adapters.messages import SqlCallbacks, SqlMessages
from services.sandbox.adapters.payments import SqlDebits, SqlMandates, SqlPayouts, SqlVouchers
from services.sandbox.adapters.people import SqlPeople
from shared.db.unit_of_work import UnitOfWork


class SqlSandboxUnitOfWork(UnitOfWork):
    """Publishes nothing and schedules nothing: the outside world knows no events."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.people = SqlPeople(self.connection)
        self.holders = SqlHolders(self.connection)
        self.accounts = SqlAccounts(self.connection)
        self.mandates = SqlMandates(self.connection)
        self.payouts = SqlPayouts(self.connection)
        self.debits = SqlDebits(self.connection)
        self.vouchers = SqlVouchers(self.connection)
        self.callbacks = SqlCallbacks(self.connection, self.new_id)
        self.messages = SqlMessages(self.connection)

    @property
    def has_outgoing(self) -> bool:
        """Whether the callback dispatcher should look at once."""
        return self.callbacks.queued > 0
