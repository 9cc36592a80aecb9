"""The day job: runs in the transaction that moves the business date (domain.md 2.8; architecture.md rule 7)."""
from __future__ import annotations

from datetime import date
from typing import Final

from services.collections.application.assign_cases import assign_to_least_loaded
from services.collections.application.judge_promise import judge_expired
from services.collections.application.ports import CollectionsUnitOfWork
from services.collections.application.refresh_cases import refresh_cases
from services.collections.application.report_contact import close_unreported
from services.collections.application.texts import plan_texts

_PARTIES_AT_ONCE: Final = 1_000
_MOST_ROUNDS: Final = 1_000
_ASSIGNED_AT_ONCE: Final = 1_000


async def run_day(uow: CollectionsUnitOfWork, closed_date: date, next_date: date, *, texts_at_once: bool) -> None:
    """Everything that the date alone brings about, as of `next_date`.

    Each step asks one question of the database and touches only what it names: a day on which nothing
    falls due costs a handful of reads.
    """
    await close_unreported(uow, next_date)
    await judge_expired(uow, closed_date, next_date)
    await _refresh(uow, next_date)
    waiting = await uow.cases.unassigned(_ASSIGNED_AT_ONCE)
    if waiting:
        await assign_to_least_loaded(uow, await uow.cases.lock_open(waiting), next_date)
    await plan_texts(uow, next_date, at_once=texts_at_once)


async def _refresh(uow: CollectionsUnitOfWork, on: date) -> None:
    tolerance_fen = (await uow.parameters.on(on)).tolerance_fen
    for _ in range(_MOST_ROUNDS):
        party_ids = await uow.cases.parties_to_refresh(on=on, tolerance_fen=tolerance_fen, limit=_PARTIES_AT_ONCE)
        if not party_ids:
            return
        await refresh_cases(uow, party_ids, on)
        if len(party_ids) < _PARTIES_AT_ONCE:
            return
