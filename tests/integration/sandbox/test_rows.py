"""Many rows in one statement keep their types, and the database itself refuses a negative balance."""
from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from services.sandbox.adapters.accounts import SqlAccounts, SqlHolders
from services.sandbox.adapters.people import SqlPeople
from services.sandbox.adapters.rows import update_rows
from services.sandbox.adapters.tables import account
from services.sandbox.application.commands import NewPerson
from services.sandbox.domain.account import Account
from services.sandbox.domain.behaviour import Behaviour, BehaviourKind, Lapse, Reaction
from services.sandbox.domain.person import Person
from services.sandbox.domain.records import BureauRecord
from tests.support.postgres import PostgresForTests

NOW = datetime(2027, 1, 5, tzinfo=UTC)
TODAY = date(2027, 1, 5)
SCRIPT = Behaviour(BehaviourKind.SCRIPT, 3, (Lapse(2, Reaction.CURES_ALONE, 7), Lapse(5, Reaction.BREAKS_PROMISE, 1, 33)))


def somebody(number: int) -> Person:
    return Person(
        subject=f"person-{number}",
        name="测试",
        id_number=f"33100319000101{number:03d}X",
        phone="13800000001",
        card_number=f"62284800000000{number:05d}",
        division_code="331003",
        employer="某厂" if number % 2 else None,
        behaviour=SCRIPT,
        bureau=BureauRecord(accounts=number),
    )


@pytest.fixture
async def connection(postgres: PostgresForTests) -> AsyncIterator[AsyncConnection]:
    """A transaction that is thrown away."""
    async with postgres.migrated("sandbox") as database:
        engine = create_async_engine(database.url, poolclass=NullPool)
        async with engine.connect() as found:
            yield found
        await engine.dispose()


async def test_people_come_back_as_they_entered(connection: AsyncConnection) -> None:
    entered = [somebody(number) for number in (1, 2)]
    people = SqlPeople(connection)
    added = await people.add([NewPerson(one, 0, TODAY) for one in entered], NOW)
    assert await people.by_subject("person-2") == added[1]
    assert [known.person for known in await people.known_by(entered)] == entered


async def test_a_saved_holder_is_the_one_read_next(connection: AsyncConnection) -> None:
    (known,) = await SqlPeople(connection).add([NewPerson(somebody(1), 0, TODAY)], NOW)
    await SqlAccounts(connection).open([Account(known.person.card_number, known.customer_no, balance_fen=500)], NOW)
    holders = SqlHolders(connection)
    found = await holders.by_subject("person-1")
    assert found is not None
    assert (found.plan, found.account.balance_fen, found.income.value) == (SCRIPT.script, 500, "SALARY")
    await holders.save([found])
    assert await holders.by_subject("person-1") == found


async def test_the_database_refuses_a_negative_balance(connection: AsyncConnection) -> None:
    (known,) = await SqlPeople(connection).add([NewPerson(somebody(1), 0, TODAY)], NOW)
    await SqlAccounts(connection).open([Account(known.person.card_number, known.customer_no)], NOW)
    overdrawn = {"account_no": known.person.card_number, "balance_fen": -1}
    with pytest.raises(IntegrityError):
        await update_rows(connection, account, [overdrawn], key="account_no")


async def test_an_update_touches_only_the_rows_it_names(connection: AsyncConnection) -> None:
    known = await SqlPeople(connection).add([NewPerson(somebody(number), 0, TODAY) for number in (1, 2)], NOW)
    await SqlAccounts(connection).open([Account(one.person.card_number, one.customer_no) for one in known], NOW)
    changed = {"account_no": known[0].person.card_number, "balance_fen": 7}
    await update_rows(connection, account, [changed], key="account_no")
    balances = await connection.execute(select(account.c.balance_fen).order_by(account.c.account_no))
    assert list(balances.scalars()) == [7, 0]
