"""How a person meets what is asked of him: a pure step from one day's conduct to the next."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import Enum

from services.sandbox.domain.behaviour import Lapse, Plan, Reaction

PART_PAYMENT_DELAY_DAYS = 5
_WAKING = (time(8), time(22))
_ANSWERED_CHANNELS = frozenset({"PHONE", "ROBOT", "VISIT", "VIDEO"})
_ANSWERS_EVERY: Mapping[Reaction, int] = {Reaction.STOPS: 3, Reaction.BREAKS_PROMISE: 2}


class Stance(Enum):
    """What the person does with his account before a debit.

    PAYS: money comes in. LAPSES: he takes everything out. WITHHOLDS: nothing moves. PAYS_PART: a share comes in.
    """

    PAYS = "PAYS"
    LAPSES = "LAPSES"
    WITHHOLDS = "WITHHOLDS"
    PAYS_PART = "PAYS_PART"


@dataclass(frozen=True, slots=True)
class Conduct:
    """What a person has done so far. `lapse` is the index in his plan of the present or next lapse."""

    payments: int = 0
    paid_on: date | None = None
    lapse: int = 0
    lapsed_on: date | None = None
    promised_for: date | None = None
    part_paid: bool = False
    contacts: int = 0


@dataclass(frozen=True, slots=True)
class Contact:
    """A collector's attempt: `overdue_fen` is what he asks for, `local_time` when he calls."""

    channel: str
    local_time: time
    overdue_fen: int
    business_date: date


@dataclass(frozen=True, slots=True)
class Promise:
    """What the debtor says he will pay, and when."""

    amount_fen: int
    due_date: date


@dataclass(frozen=True, slots=True)
class Answer:
    """Whether the debtor was reached, and what he promised."""

    connected: bool
    promise: Promise | None = None


def face_demand(plan: Plan, conduct: Conduct, on: date) -> tuple[Conduct, Stance]:
    """The stance to the scheduled debits of one day. All debits of a day are one payment."""
    if conduct.lapsed_on is None:
        if conduct.paid_on == on or not _lapse_is_due(plan, conduct):
            return conduct, Stance.PAYS
        return replace(conduct, lapsed_on=on), Stance.LAPSES
    present = plan[conduct.lapse]
    if _money_has_come(present, conduct, on):
        return conduct, Stance.PAYS
    if _share_has_come(present, conduct, on):
        return replace(conduct, part_paid=True), Stance.PAYS_PART
    return conduct, Stance.WITHHOLDS


def volunteer(plan: Plan, conduct: Conduct) -> Stance:
    """The stance to a debit he asked for himself: he brings money unless he has lapsed or is about to."""
    if conduct.lapsed_on is not None or _lapse_is_due(plan, conduct):
        return Stance.WITHHOLDS
    return Stance.PAYS


def paid_in_full(plan: Plan, conduct: Conduct, on: date) -> Conduct:
    """After everything asked for on a day was paid: one payment more, and a lapse that can end has ended."""
    payments = conduct.payments + (conduct.paid_on != on)
    if conduct.lapsed_on is None or plan[conduct.lapse].reaction.is_final:
        return replace(conduct, payments=payments, paid_on=on)
    return Conduct(payments=payments, paid_on=on, lapse=conduct.lapse + 1, contacts=conduct.contacts)


def answer_contact(plan: Plan, conduct: Conduct, contact: Contact) -> tuple[Conduct, Answer]:
    """What a collector hears. Nobody answers at night or a text message; one open promise is not made twice."""
    met = replace(conduct, contacts=conduct.contacts + 1)
    if contact.channel not in _ANSWERED_CHANNELS or not _WAKING[0] <= contact.local_time < _WAKING[1]:
        return met, Answer(connected=False)
    if conduct.lapsed_on is None:
        tomorrow = contact.business_date + timedelta(days=1)
        return met, Answer(connected=True, promise=Promise(contact.overdue_fen, tomorrow))
    present = plan[conduct.lapse]
    if met.contacts % _ANSWERS_EVERY.get(present.reaction, 1) != 0:
        return met, Answer(connected=False)
    if not _promises_now(present, conduct, contact.business_date):
        return met, Answer(connected=True)
    due_date = contact.business_date + timedelta(days=present.days)
    promise = Promise(contact.overdue_fen, due_date)
    return replace(met, promised_for=due_date), Answer(connected=True, promise=promise)


def _lapse_is_due(plan: Plan, conduct: Conduct) -> bool:
    return conduct.lapse < len(plan) and conduct.payments + 1 >= plan[conduct.lapse].instalment


def _money_has_come(present: Lapse, conduct: Conduct, on: date) -> bool:
    if present.reaction is Reaction.CURES_ALONE and conduct.lapsed_on is not None:
        return on >= conduct.lapsed_on + timedelta(days=present.days)
    if present.reaction is Reaction.KEEPS_PROMISE:
        return conduct.promised_for is not None and on >= conduct.promised_for
    return False


def _share_has_come(present: Lapse, conduct: Conduct, on: date) -> bool:
    if present.reaction is not Reaction.BREAKS_PROMISE or conduct.part_paid or conduct.promised_for is None:
        return False
    return on >= conduct.promised_for + timedelta(days=PART_PAYMENT_DELAY_DAYS)


def _promises_now(present: Lapse, conduct: Conduct, on: date) -> bool:
    if not present.reaction.promises:
        return False
    if conduct.promised_for is None:
        return True
    return present.reaction is Reaction.WAITS and on > conduct.promised_for
