"""People enter the world with a card account."""
from __future__ import annotations

from dataclasses import replace

from services.sandbox.application.commands import NewPerson, RegisterPeople
from services.sandbox.application.errors import PersonConflict, RepeatedItem
from services.sandbox.application.ports import KnownPerson, SandboxUnitOfWork
from services.sandbox.domain.account import Account, AccountStatus, LineKind, StatementLine
from services.sandbox.domain.magic import CardMagic, card_magic
from services.sandbox.domain.person import Person


async def register_people(command: RegisterPeople, uow: SandboxUnitOfWork) -> list[KnownPerson]:
    """Adds who is new; raises PersonConflict when a subject, number or card is another person's."""
    people = [new.person for new in command.people]
    for values in ([p.subject for p in people], [p.id_number for p in people], [p.card_number for p in people]):
        if len(set(values)) != len(values):
            raise RepeatedItem()
    await uow.people.lock_register()
    known = {found.person.subject: found for found in await uow.people.known_by(people)}
    wanted = {person.subject: person for person in people}
    if any(not _is_same(found.person, wanted.get(subject)) for subject, found in known.items()):
        raise PersonConflict()
    fresh = [new for new in command.people if new.person.subject not in known]
    added = await uow.people.add(fresh, uow.now)
    await _open_accounts(fresh, added, uow)
    everybody = known | {entry.person.subject: entry for entry in added}
    return [everybody[person.subject] for person in people]


def _is_same(found: Person, wanted: Person | None) -> bool:
    return wanted is not None and (found.id_number, found.card_number) == (wanted.id_number, wanted.card_number)


async def _open_accounts(fresh: list[NewPerson], added: list[KnownPerson], uow: SandboxUnitOfWork) -> None:
    accounts: list[Account] = []
    lines: list[StatementLine] = []
    for new, entry in zip(fresh, added, strict=True):
        account = Account(new.person.card_number, entry.customer_no)
        if new.opening_balance_fen:
            account, line = account.post(LineKind.OPENING, new.opening_balance_fen, on=new.opened_on, reference="opening")
            lines.append(line)
        accounts.append(_as_magic_wants(account))
        accounts += [
            Account(f"{entry.customer_no}-{place}", entry.customer_no, kind, balance_fen=balance_fen)
            for place, (kind, balance_fen) in enumerate(new.further, start=1)
        ]
    await uow.accounts.open(accounts, uow.now)
    await uow.accounts.post(lines)


def _as_magic_wants(account: Account) -> Account:
    if card_magic(account.account_no) is not CardMagic.ACCOUNT_FROZEN:
        return account
    return replace(account, status=AccountStatus.FROZEN)
