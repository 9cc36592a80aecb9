"""Credit's end of day against the core bank of the sandbox itself: what one sends the other takes, and both keep the same books."""
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from services.credit.main import create_app
from services.credit.settings import CreditSettings
from tests.component.credit.end_of_day.bank import Bank
from tests.component.credit.end_of_day.core_bank import CoreBank
from tests.component.credit.world import MovableClock
from tests.component.sandbox.world import CLIENTS, RunningWorld, person, running_world
from tests.support.postgres import PostgresForTests
from tests.support.service import running

GOOD, NEVER = person(1), person(2, {"kind": "NEVER_PAYS"})


@pytest.fixture
async def world(postgres: PostgresForTests, tmp_path: Path) -> AsyncIterator[RunningWorld]:
    """The outside world with two people in it."""
    async with postgres.migrated("sandbox") as database, running_world(database, tmp_path, lambda _: httpx.Response(204)) as entered:
        await entered.enter(GOOD, NEVER)
        yield entered


@pytest.fixture
async def bank(postgres: PostgresForTests, world: RunningWorld) -> AsyncIterator[Bank]:
    """Credit whose core bank is the sandbox; only the vault is played by the test."""
    played, clock = CoreBank(), MovableClock()
    sandbox = world.client._transport
    http = httpx.AsyncClient(
        transport=httpx.MockTransport(played._answer), mounts={"http://sandbox.test": sandbox, "http://issuer.test": sandbox}
    )
    who = {"client_id": "credit", "client_secret": CLIENTS["credit"]}
    async with (
        postgres.migrated("credit") as database,
        running(create_app, CreditSettings, database.url, clock=clock, http=http, initial_business_date=date(2026, 6, 1), **who) as service,
    ):
        yield Bank(service, played, clock)


async def lend(bank: Bank, to: dict[str, Any]) -> dict[str, Any]:
    """Somebody's loan; the vault knows him."""
    fields = {name: to[name] for name in ("name", "id_number", "card_number")}
    bank.outside.vault = lambda: httpx.Response(200, json={"party_id": "", "fields": fields})
    return await bank.loan(amount_fen=100_000_00)


async def test_both_keep_the_same_books_while_one_pays_and_one_does_not(bank: Bank, world: RunningWorld) -> None:
    good, never = await lend(bank, GOOD), await lend(bank, NEVER)

    await bank.close_until(date(2026, 7, 5))

    assert (await bank.state(good["loan_id"]))["outstanding_principal_fen"] == 91_893_36
    assert (await bank.state(never["loan_id"]))["status"] == "OVERDUE"
    assert await bank.differences() == []
    (debited,) = await world.rows("SELECT sum(paid_fen)::bigint AS fen, count(DISTINCT batch_no) AS batches FROM debit_item")
    assert (debited["fen"], debited["batches"]) == (8_606_64, 4)
    theirs = await world.rows("SELECT account, sum(debit_fen - credit_fen)::bigint AS fen FROM voucher_line GROUP BY 1")
    assert {line["account"]: line["fen"] for line in theirs} == await bank.ledger()
