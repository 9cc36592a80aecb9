"""Collecting what a person owes from his account: he acts first (his conduct), then the bank takes what is there."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from services.sandbox.domain import conduct as conducts
from services.sandbox.domain.account import Account, AccountStatus, LineKind, StatementLine
from services.sandbox.domain.behaviour import Plan
from services.sandbox.domain.conduct import Conduct, Stance

INCOME_STEP_FEN = 100_00
"""Sales and salaries come in whole hundreds of yuan."""


class DebitStatus(Enum):
    """PARTIAL took what was there, where the bank allows it."""

    PAID = "PAID"
    PARTIAL = "PARTIAL"
    REFUSED = "REFUSED"


class RefusalReason(Enum):
    """Why a debit took nothing or not all."""

    INSUFFICIENT_FUNDS = "INSUFFICIENT_FUNDS"
    ACCOUNT_NOT_OPEN = "ACCOUNT_NOT_OPEN"
    MANDATE_UNKNOWN = "MANDATE_UNKNOWN"


@dataclass(frozen=True, slots=True)
class DebitItem:
    """One amount asked for under a mandate. `item_no` names it within its batch."""

    item_no: str
    mandate_id: str
    amount_fen: int
    partial_allowed: bool


@dataclass(frozen=True, slots=True)
class DebitResult:
    """What became of one item."""

    item: DebitItem
    status: DebitStatus
    paid_fen: int
    reason: RefusalReason | None = None


@dataclass(frozen=True, slots=True)
class Holder:
    """An account with the person behind it: his plan, his conduct so far and where his money comes from."""

    account: Account
    subject: str
    plan: Plan
    conduct: Conduct
    income: LineKind


@dataclass(frozen=True, slots=True)
class Collection:
    """The holder after his debits, the lines they made, and a result per item in the given order."""

    holder: Holder
    lines: tuple[StatementLine, ...]
    results: tuple[DebitResult, ...]


def refuse(item: DebitItem, reason: RefusalReason) -> DebitResult:
    """An item that takes nothing."""
    return DebitResult(item, DebitStatus.REFUSED, 0, reason)


def collect(holder: Holder, items: Sequence[DebitItem], *, on: date, batch_no: str, voluntary: bool) -> Collection:
    """Runs one holder's debits of one batch. `voluntary`: the customer asked for them himself.

    Every item is answered; nothing raises for lack of money. Lines carry `batch_no` as their reference.
    """
    if holder.account.status is not AccountStatus.OPEN:
        return Collection(holder, (), tuple(refuse(item, RefusalReason.ACCOUNT_NOT_OPEN) for item in items))
    if voluntary:
        conduct, stance = holder.conduct, conducts.volunteer(holder.plan, holder.conduct)
    else:
        conduct, stance = conducts.face_demand(holder.plan, holder.conduct, on)
    demand_fen = sum(item.amount_fen for item in items)
    account, lines = _act(holder, stance, demand_fen, on, batch_no, spends=not voluntary)
    results = []
    for item in items:
        account, line, result = _take(account, item, on, batch_no)
        results.append(result)
        lines += [line] if line else []
    counts = not voluntary or conduct.lapsed_on is not None
    if counts and all(result.status is DebitStatus.PAID for result in results):
        conduct = conducts.paid_in_full(holder.plan, conduct, on)
    return Collection(replace(holder, account=account, conduct=conduct), tuple(lines), tuple(results))


def _act(
    holder: Holder, stance: Stance, demand_fen: int, on: date, reference: str, *, spends: bool
) -> tuple[Account, list[StatementLine]]:
    """The holder's own movements before the bank takes anything."""
    account, lines = holder.account, []
    plan_share = holder.plan[holder.conduct.lapse].share_percent if stance is Stance.PAYS_PART else 0
    if spends and stance is Stance.PAYS and account.proceeds_fen:
        account, line = account.post(LineKind.PURCHASE, -account.proceeds_fen, on=on, reference=reference)
        lines.append(line)
    if stance is Stance.LAPSES and account.balance_fen:
        account, line = account.post(LineKind.WITHDRAWAL, -account.balance_fen, on=on, reference=reference)
        lines.append(line)
    income_fen = _income(stance, demand_fen, account.balance_fen, plan_share)
    if income_fen:
        account, line = account.post(holder.income, income_fen, on=on, reference=reference)
        lines.append(line)
    return account, lines


def _income(stance: Stance, demand_fen: int, balance_fen: int, share_percent: int) -> int:
    if stance is Stance.PAYS and balance_fen < demand_fen:
        steps = -(-(demand_fen - balance_fen) // INCOME_STEP_FEN)
        return steps * INCOME_STEP_FEN
    if stance is Stance.PAYS_PART:
        return demand_fen * share_percent // 100
    return 0


def _take(
    account: Account, item: DebitItem, on: date, reference: str
) -> tuple[Account, StatementLine | None, DebitResult]:
    taken_fen = min(item.amount_fen, account.balance_fen)
    if taken_fen < item.amount_fen and (taken_fen == 0 or not item.partial_allowed):
        return account, None, refuse(item, RefusalReason.INSUFFICIENT_FUNDS)
    account, line = account.post(LineKind.LOAN_DEBIT, -taken_fen, on=on, reference=reference)
    if taken_fen == item.amount_fen:
        return account, line, DebitResult(item, DebitStatus.PAID, taken_fen)
    return account, line, DebitResult(item, DebitStatus.PARTIAL, taken_fen, RefusalReason.INSUFFICIENT_FUNDS)
