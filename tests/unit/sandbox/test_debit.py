"""Debits: the person acts, then the bank takes what is there; balances stay consistent and never below zero."""
from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.sandbox.domain.account import Account, AccountStatus, LineKind
from services.sandbox.domain.behaviour import Behaviour, BehaviourKind, Lapse, Plan, Reaction, plan_of
from services.sandbox.domain.conduct import Conduct, Contact, answer_contact
from services.sandbox.domain.debit import Collection, DebitItem, DebitStatus, Holder, RefusalReason, collect

DAY = date(2027, 1, 21)
MORNING = time(10)
ACCOUNT = Account("6228480000000000018", "C000000001")


def holder(plan: Plan = (), *, account: Account = ACCOUNT, income: LineKind = LineKind.SALES) -> Holder:
    return Holder(account, "borrower-1", plan, Conduct(), income)


def item(amount_fen: int, *, partial_allowed: bool = True, item_no: str = "1") -> DebitItem:
    return DebitItem(item_no, "mandate-1", amount_fen, partial_allowed)


def scheduled(person: Holder, *items: DebitItem, on: date = DAY) -> Collection:
    return collect(person, items, on=on, batch_no=f"B{on:%Y%m%d}", voluntary=False)


def statuses(collection: Collection) -> list[DebitStatus]:
    return [result.status for result in collection.results]


def test_income_arrives_before_an_honoured_debit_in_whole_hundreds() -> None:
    done = scheduled(holder(income=LineKind.SALARY), item(123_456))
    assert [(line.kind, line.amount_fen, line.balance_fen) for line in done.lines] == [
        (LineKind.SALARY, 130_000, 130_000),
        (LineKind.LOAN_DEBIT, -123_456, 6_544),
    ]
    assert statuses(done) == [DebitStatus.PAID]


def test_no_income_is_needed_where_the_balance_covers_the_debit() -> None:
    done = scheduled(holder(account=replace(ACCOUNT, balance_fen=200_000)), item(123_456))
    assert [line.kind for line in done.lines] == [LineKind.LOAN_DEBIT]


def test_loan_money_is_spent_on_its_purpose_before_the_first_debit() -> None:
    paid_out, _ = ACCOUNT.post(LineKind.LOAN_PROCEEDS, 5_000_000, on=DAY, reference="P1")
    done = scheduled(holder(account=paid_out), item(450_000), on=DAY + timedelta(days=30))
    assert [(line.kind, line.amount_fen) for line in done.lines] == [
        (LineKind.PURCHASE, -5_000_000),
        (LineKind.SALES, 450_000),
        (LineKind.LOAN_DEBIT, -450_000),
    ]
    assert done.holder.account.proceeds_fen == 0


def test_a_lapse_empties_the_account_and_the_debit_finds_nothing() -> None:
    done = scheduled(holder((Lapse(1, Reaction.STOPS),), account=replace(ACCOUNT, balance_fen=70_000)), item(50_000))
    assert statuses(done) == [DebitStatus.REFUSED]
    assert done.results[0].reason is RefusalReason.INSUFFICIENT_FUNDS
    assert done.holder.account.balance_fen == 0


def test_money_put_in_during_a_lapse_is_left_for_the_bank() -> None:
    plan = (Lapse(1, Reaction.WAITS),)
    lapsed = scheduled(holder(plan), item(50_000)).holder
    account, _ = lapsed.account.post(LineKind.DEPOSIT, 50_000, on=DAY, reference="D1")
    done = scheduled(replace(lapsed, account=account), item(50_000), on=DAY + timedelta(days=1))
    assert statuses(done) == [DebitStatus.PAID]
    assert done.holder.conduct.lapsed_on is None


def test_a_broken_promise_ends_in_a_part_of_the_demand_where_parts_are_allowed() -> None:
    plan = (Lapse(1, Reaction.BREAKS_PROMISE, days=1, share_percent=40),)
    person = scheduled(holder(plan), item(100_000)).holder
    for _ in range(2):
        conduct, _ = answer_contact(plan, person.conduct, Contact("PHONE", MORNING, 100_000, DAY))
        person = replace(person, conduct=conduct)
    part_day = DAY + timedelta(days=6)
    part = scheduled(person, item(100_000), on=part_day)
    assert (statuses(part), part.results[0].paid_fen) == ([DebitStatus.PARTIAL], 40_000)
    whole = scheduled(person, item(100_000, partial_allowed=False), on=part_day)
    assert statuses(whole) == [DebitStatus.REFUSED]
    assert statuses(scheduled(part.holder, item(100_000), on=part_day + timedelta(days=90))) == [DebitStatus.REFUSED]


def test_an_account_that_is_not_open_refuses_and_nothing_moves() -> None:
    done = scheduled(holder(account=replace(ACCOUNT, status=AccountStatus.FROZEN)), item(1), item(2, item_no="2"))
    assert [result.reason for result in done.results] == [RefusalReason.ACCOUNT_NOT_OPEN] * 2
    assert done.lines == ()


def test_a_debit_the_customer_asked_for_does_not_count_as_his_next_instalment() -> None:
    plan = (Lapse(2, Reaction.STOPS),)
    asked = collect(holder(plan), [item(10_000)], on=DAY, batch_no="R1", voluntary=True)
    assert statuses(asked) == [DebitStatus.PAID]
    assert asked.holder.conduct.payments == 0
    assert statuses(scheduled(asked.holder, item(10_000), on=DAY + timedelta(days=1))) == [DebitStatus.PAID]


def test_loan_money_pays_what_the_customer_asks_for_before_it_is_spent() -> None:
    paid_out, _ = ACCOUNT.post(LineKind.LOAN_PROCEEDS, 2_000_000, on=DAY, reference="P1")
    asked = collect(holder(account=paid_out), [item(500_000)], on=DAY, batch_no="R1", voluntary=True)
    assert [line.kind for line in asked.lines] == [LineKind.LOAN_DEBIT]
    assert asked.holder.account.balance_fen == 1_500_000


def outcome(behaviour: Behaviour, days: int = 360) -> list[DebitStatus]:
    """A debit every thirtieth day, arrears asked for every day in between, a call three days after each miss."""
    plan = plan_of(behaviour)
    person, missed_on, seen = holder(plan), None, []
    for day in range(days):
        on = DAY + timedelta(days=day)
        if day % 30 == 0 or missed_on is not None:
            done = scheduled(person, item(100_000), on=on)
            person, seen = done.holder, [*seen, done.results[0].status]
            missed_on = (missed_on or day) if done.results[0].status is not DebitStatus.PAID else None
        if missed_on is not None and (day - missed_on) % 3 == 2:
            conduct, _ = answer_contact(plan, person.conduct, Contact("PHONE", MORNING, 100_000, on))
            person = replace(person, conduct=conduct)
    return seen


def test_swapping_two_behaviours_swaps_their_outcomes() -> None:
    good, bad = Behaviour(BehaviourKind.GOOD, 11), Behaviour(BehaviourKind.BAD, 12)
    before, after = (outcome(good), outcome(bad)), (outcome(bad), outcome(good))
    assert after == (before[1], before[0])
    assert set(before[0]) == {DebitStatus.PAID}
    assert DebitStatus.REFUSED in before[1]


def test_about_half_of_the_bad_are_cured_at_least_once_and_all_of_them_miss() -> None:
    outcomes = [outcome(Behaviour(BehaviourKind.BAD, seed)) for seed in range(60)]
    assert all(DebitStatus.REFUSED in seen for seen in outcomes)
    cured = sum(DebitStatus.PAID in seen[seen.index(DebitStatus.REFUSED) :] for seen in outcomes)
    assert 20 <= cured <= 40


@given(
    seed=st.integers(0, 10**6),
    opening_fen=st.integers(0, 10**9),
    demands=st.lists(st.tuples(st.integers(1, 10**8), st.booleans(), st.booleans(), st.integers(0, 20)), max_size=25),
)
def test_no_balance_is_ever_negative_and_lines_add_up(
    seed: int, opening_fen: int, demands: list[tuple[int, bool, bool, int]]
) -> None:
    account, opening = ACCOUNT.post(LineKind.OPENING, opening_fen, on=DAY, reference="opening")
    person, lines, on = holder(plan_of(Behaviour(BehaviourKind.BAD, seed)), account=account), [opening], DAY
    for amount_fen, partial_allowed, voluntary, gap in demands:
        on += timedelta(days=gap)
        asked = [item(amount_fen, partial_allowed=partial_allowed)]
        done = collect(person, asked, on=on, batch_no="B", voluntary=voluntary)
        person, lines = done.holder, [*lines, *done.lines]
        assert 0 <= done.holder.account.proceeds_fen <= done.holder.account.balance_fen
        assert done.results[0].paid_fen == -sum(line.amount_fen for line in done.lines if line.kind is LineKind.LOAN_DEBIT)
    assert all(line.balance_fen >= 0 for line in lines)
    assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
    assert person.account.balance_fen == sum(line.amount_fen for line in lines)


def test_a_broke_account_pays_nothing_even_in_part() -> None:
    with_nothing = scheduled(holder((Lapse(1, Reaction.STOPS),)), item(1))
    assert with_nothing.lines == ()
    assert with_nothing.results[0].paid_fen == 0
    assert with_nothing.results[0].status is DebitStatus.REFUSED


def test_two_items_of_a_day_take_in_order_until_nothing_is_left() -> None:
    plan = (Lapse(1, Reaction.WAITS),)
    lapsed = scheduled(holder(plan), item(1)).holder
    account, _ = lapsed.account.post(LineKind.DEPOSIT, 150, on=DAY, reference="D")
    done = scheduled(replace(lapsed, account=account), item(100), item(100, item_no="2"), item(100, item_no="3"))
    assert [(result.item.item_no, result.paid_fen) for result in done.results] == [("1", 100), ("2", 50), ("3", 0)]


@pytest.mark.parametrize("amount_fen", [1, 99_99, 100_00, 100_01])
def test_income_covers_the_demand_by_less_than_one_step(amount_fen: int) -> None:
    assert 0 <= scheduled(holder(), item(amount_fen)).holder.account.balance_fen < 100_00
