"""Order of payment as data: nothing lost, nothing overpaid, nothing out of turn, reversible (domain.md 2.3.7)."""
from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.credit.domain.allocation import (
    INTEREST_FIRST,
    INTEREST_FIRST_THEN_PREPAY,
    PRINCIPAL_FIRST,
    AllocationOrder,
    Due,
    Part,
    Situation,
    allocate,
)
from tests.unit.credit.domain.histories import deterministic

ON = date(2026, 7, 1)
ORDERS = (INTEREST_FIRST, INTEREST_FIRST_THEN_PREPAY, PRINCIPAL_FIRST)


def _due(seq: int, part: Part, fen: int) -> Due:
    day = ON + timedelta(days=30 * (seq - 3))
    situation = Situation.PAST_DUE if day < ON else Situation.DUE if day == ON else Situation.IN_ADVANCE
    return Due(seq, day, part, fen, situation)


dues_of_a_loan = st.dictionaries(st.tuples(st.integers(1, 5), st.sampled_from(Part)), st.integers(1, 10**9)).map(
    lambda found: [_due(seq, part, fen) for (seq, part), fen in found.items()]
)


@deterministic
@given(st.integers(0, 10**10), dues_of_a_loan, st.sampled_from(ORDERS))
def test_allocated_and_unallocated_make_the_payment_and_no_due_is_overpaid(payment: int, dues: list[Due], order: AllocationOrder) -> None:
    allocation = allocate(payment, dues, order)
    assert allocation.allocated_fen + allocation.unallocated_fen == payment
    owed = {(due.seq, due.part): due.amount_fen for due in dues}
    assert all(0 < line.amount_fen <= owed[line.seq, line.part] for line in allocation.lines)
    assert sum(allocation.part_fen(part) for part in Part) == allocation.allocated_fen


@deterministic
@given(st.integers(0, 10**10), dues_of_a_loan, st.sampled_from(ORDERS))
def test_nothing_is_paid_while_an_earlier_due_of_the_order_is_open(payment: int, dues: list[Due], order: AllocationOrder) -> None:
    allocation = allocate(payment, dues, order)
    paid = {(line.seq, line.part): line.amount_fen for line in allocation.lines}
    payable = sorted((due for due in dues if order.rank(due) is not None), key=order.rank)
    is_full = [paid.get((due.seq, due.part), 0) == due.amount_fen for due in payable]
    touched = [(due.seq, due.part) in paid for due in payable]
    first_open = is_full.index(False) if False in is_full else len(payable)
    assert not any(touched[first_open + 1 :])
    assert allocation.unallocated_fen == 0 or all(is_full)


def test_what_is_not_due_takes_money_only_where_the_order_says_so() -> None:
    later = _due(5, Part.PRINCIPAL, 100)
    assert allocate(100, [later], INTEREST_FIRST).unallocated_fen == 100
    assert allocate(100, [later], INTEREST_FIRST_THEN_PREPAY).allocated_fen == 100


def test_vertical_finishes_the_oldest_instalment_horizontal_one_part() -> None:
    dues = [_due(1, Part.INTEREST, 10), _due(1, Part.PRINCIPAL, 90), _due(2, Part.INTEREST, 10), _due(2, Part.PRINCIPAL, 90)]
    assert [(line.seq, line.part) for line in allocate(110, dues, INTEREST_FIRST).lines] == [
        (1, Part.INTEREST),
        (1, Part.PRINCIPAL),
        (2, Part.INTEREST),
    ]
    assert [(line.seq, line.part) for line in allocate(110, dues, PRINCIPAL_FIRST).lines] == [(1, Part.PRINCIPAL), (2, Part.PRINCIPAL)]


@deterministic
@given(st.integers(0, 10**10), dues_of_a_loan, st.sampled_from(ORDERS))
def test_a_reversal_takes_back_exactly_what_was_allocated(payment: int, dues: list[Due], order: AllocationOrder) -> None:
    allocation = allocate(payment, dues, order)
    back = allocation.reversed()
    assert all(allocation.part_fen(part) + back.part_fen(part) == 0 for part in Part)
    assert allocation.unallocated_fen + back.unallocated_fen == 0
