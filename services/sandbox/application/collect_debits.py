"""Accounts are debited, a whole day's batch at once, once per batch number."""
from __future__ import annotations

from collections import defaultdict

from services.sandbox.application.commands import CollectDebits
from services.sandbox.application.digest import digest_of
from services.sandbox.application.errors import RepeatedItem, RequestReused
from services.sandbox.application.ports import SandboxUnitOfWork
from services.sandbox.domain.account import StatementLine
from services.sandbox.domain.debit import DebitItem, DebitResult, Holder, RefusalReason, collect, refuse


async def collect_debits(command: CollectDebits, uow: SandboxUnitOfWork) -> list[DebitResult]:
    """A result per item, in the given order. Seven statements whatever the size. Raises RequestReused, RepeatedItem."""
    if len({item.item_no for item in command.items}) != len(command.items):
        raise RepeatedItem()
    digest = digest_of(command)
    first = await uow.debits.claim(
        command.batch_no, command.business_date, digest, voluntary=command.voluntary, now=uow.now
    )
    if not first:
        stored_digest, stored = await uow.debits.stored(command.batch_no)
        if stored_digest != digest:
            raise RequestReused()
        return stored
    holders = await uow.holders.by_mandates({item.mandate_id for item in command.items})
    moved, lines, by_item = _collect_all(command, holders)
    results = [by_item[item.item_no] for item in command.items]
    await uow.holders.save(moved)
    await uow.accounts.post(lines)
    await uow.debits.add(command.batch_no, command.business_date, results)
    return results


def _collect_all(
    command: CollectDebits, holders: dict[str, Holder]
) -> tuple[list[Holder], list[StatementLine], dict[str, DebitResult]]:
    """Runs the batch person by person, so that all his items of the day meet one stance."""
    items_of: dict[str, list[DebitItem]] = defaultdict(list)
    holder_of: dict[str, Holder] = {}
    results: dict[str, DebitResult] = {}
    for item in command.items:
        holder = holders.get(item.mandate_id)
        if holder is None:
            results[item.item_no] = refuse(item, RefusalReason.MANDATE_UNKNOWN)
            continue
        items_of[holder.subject].append(item)
        holder_of[holder.subject] = holder
    moved: list[Holder] = []
    lines: list[StatementLine] = []
    for subject, items in items_of.items():
        done = collect(
            holder_of[subject], items, on=command.business_date, batch_no=command.batch_no, voluntary=command.voluntary
        )
        moved.append(done.holder)
        lines += done.lines
        results |= {result.item.item_no: result for result in done.results}
    return moved, lines, results
