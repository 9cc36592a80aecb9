"""Conduct: when money comes, when it does not, and what a collector hears."""
from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from services.sandbox.domain.behaviour import Lapse, Plan, Reaction
from services.sandbox.domain.conduct import (
    Answer,
    Conduct,
    Contact,
    Promise,
    Stance,
    answer_contact,
    face_demand,
    paid_in_full,
    volunteer,
)

DAY = date(2027, 1, 21)


def call(on: date, *, channel: str = "PHONE", at: time = time(10)) -> Contact:
    return Contact(channel, at, 100_000, on)


def stances(plan: Plan, days: int, contact_on: Callable[[int], bool] = lambda _: False) -> list[Stance]:
    """A demand every day, calls where asked; full payment follows PAYS, as the core bank sees to."""
    conduct, seen = Conduct(), []
    for day in range(days):
        on = DAY + timedelta(days=day)
        conduct, stance = face_demand(plan, conduct, on)
        seen.append(stance)
        if stance is Stance.PAYS:
            conduct = paid_in_full(plan, conduct, on)
        if contact_on(day):
            conduct, _ = answer_contact(plan, conduct, call(on))
    return seen


def test_without_a_lapse_every_demand_is_paid() -> None:
    assert set(stances((), 30)) == {Stance.PAYS}


def test_the_lapse_begins_at_its_payment_and_not_before() -> None:
    assert stances((Lapse(3, Reaction.STOPS),), 5) == [Stance.PAYS, Stance.PAYS, Stance.LAPSES, Stance.WITHHOLDS, Stance.WITHHOLDS]


def test_cures_alone_pays_so_many_days_after_the_miss_and_goes_on_paying() -> None:
    assert stances((Lapse(1, Reaction.CURES_ALONE, days=4),), 7) == [Stance.LAPSES, *[Stance.WITHHOLDS] * 3, *[Stance.PAYS] * 3]


def test_keeps_promise_pays_on_the_promised_day_only_if_somebody_called() -> None:
    plan = (Lapse(1, Reaction.KEEPS_PROMISE, days=2),)
    assert Stance.PAYS not in stances(plan, 40)
    assert stances(plan, 6, contact_on=lambda day: day == 1)[:5] == [Stance.LAPSES, *[Stance.WITHHOLDS] * 2, *[Stance.PAYS] * 2]


def test_breaks_promise_pays_one_part_five_days_late_and_nothing_more() -> None:
    plan = (Lapse(1, Reaction.BREAKS_PROMISE, days=1),)
    seen = stances(plan, 60, contact_on=lambda day: day in (1, 2))
    assert seen.index(Stance.PAYS_PART) == 2 + 1 + 5
    assert (seen.count(Stance.PAYS_PART), seen.count(Stance.PAYS)) == (1, 0)


def test_stops_never_pays_again_however_often_called() -> None:
    assert Stance.PAYS not in stances((Lapse(1, Reaction.STOPS),), 400, contact_on=lambda _: True)


def test_a_cured_person_lapses_again_at_his_second_lapse() -> None:
    plan = (Lapse(1, Reaction.CURES_ALONE, days=1), Lapse(3, Reaction.STOPS))
    assert stances(plan, 5) == [Stance.LAPSES, Stance.PAYS, Stance.PAYS, Stance.LAPSES, Stance.WITHHOLDS]


def test_two_debits_of_one_day_are_one_payment() -> None:
    plan = (Lapse(2, Reaction.STOPS),)
    once = paid_in_full(plan, Conduct(), DAY)
    assert paid_in_full(plan, once, DAY).payments == 1
    assert face_demand(plan, once, DAY)[1] is Stance.PAYS
    assert face_demand(plan, once, DAY + timedelta(days=1))[1] is Stance.LAPSES


def test_a_lapse_ends_when_the_arrears_are_paid_from_a_deposit_unless_it_is_final() -> None:
    waits = (Lapse(1, Reaction.WAITS),)
    lapsed, _ = face_demand(waits, Conduct(), DAY)
    cured = paid_in_full(waits, lapsed, DAY)
    assert face_demand(waits, cured, DAY + timedelta(days=30))[1] is Stance.PAYS
    stops = (Lapse(1, Reaction.STOPS),)
    stopped = paid_in_full(stops, face_demand(stops, Conduct(), DAY)[0], DAY)
    assert face_demand(stops, stopped, DAY + timedelta(days=30))[1] is Stance.WITHHOLDS


def test_who_pays_of_his_own_will_brings_money_unless_he_lapses() -> None:
    plan = (Lapse(2, Reaction.WAITS),)
    assert volunteer(plan, Conduct()) is Stance.PAYS
    assert volunteer(plan, Conduct(payments=1)) is Stance.WITHHOLDS
    assert volunteer(plan, Conduct(payments=1, lapsed_on=DAY)) is Stance.WITHHOLDS


@pytest.mark.parametrize("reaction", [Reaction.KEEPS_PROMISE, Reaction.BREAKS_PROMISE, Reaction.WAITS])
def test_a_promise_names_the_overdue_amount_and_the_day_of_the_lapse(reaction: Reaction) -> None:
    conduct = Conduct(lapsed_on=DAY, contacts=1)
    met, answer = answer_contact((Lapse(1, reaction, days=3),), conduct, call(DAY))
    assert answer == Answer(connected=True, promise=Promise(100_000, DAY + timedelta(days=3)))
    assert met.promised_for == DAY + timedelta(days=3)


def test_an_open_promise_is_not_made_twice_and_only_who_waits_makes_another() -> None:
    conduct = Conduct(lapsed_on=DAY, promised_for=DAY + timedelta(days=1), contacts=1)
    after = call(DAY + timedelta(days=2))
    for reaction, makes_another in [(Reaction.KEEPS_PROMISE, False), (Reaction.BREAKS_PROMISE, False), (Reaction.WAITS, True)]:
        plan = (Lapse(1, reaction, days=1),)
        assert answer_contact(plan, conduct, call(DAY))[1] == Answer(connected=True)
        assert (answer_contact(plan, conduct, after)[1].promise is not None) is makes_another


@pytest.mark.parametrize("contact", [call(DAY, channel="SMS"), call(DAY, at=time(22, 0)), call(DAY, at=time(7, 59))])
def test_nobody_answers_a_text_message_or_at_night(contact: Contact) -> None:
    plan = (Lapse(1, Reaction.KEEPS_PROMISE),)
    assert answer_contact(plan, Conduct(lapsed_on=DAY), contact) == (Conduct(lapsed_on=DAY, contacts=1), Answer(connected=False))


@pytest.mark.parametrize(("reaction", "every"), [(Reaction.STOPS, 3), (Reaction.BREAKS_PROMISE, 2), (Reaction.CURES_ALONE, 1)])
def test_who_means_not_to_pay_is_hard_to_reach(reaction: Reaction, every: int) -> None:
    conduct, answers = Conduct(lapsed_on=DAY), []
    for _ in range(6):
        conduct, answer = answer_contact((Lapse(1, reaction),), conduct, call(DAY))
        answers.append(answer.connected)
    assert answers == [(attempt + 1) % every == 0 for attempt in range(6)]


def test_a_payer_whose_debit_failed_through_no_fault_of_his_promises_tomorrow() -> None:
    _, answer = answer_contact((), Conduct(), call(DAY))
    assert answer == Answer(connected=True, promise=Promise(100_000, DAY + timedelta(days=1)))
