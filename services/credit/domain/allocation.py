"""Order of payment (还款冲账顺序, domain.md 2.3.7; 民法典 561): the order is data, one function pours."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum


class Part(Enum):
    """What a fen of a repayment can pay."""

    FEE = "FEE"
    COMPOUND = "COMPOUND"
    PENALTY = "PENALTY"
    INTEREST = "INTEREST"
    PRINCIPAL = "PRINCIPAL"


class Situation(Enum):
    """Where a due stands on the day of the payment."""

    PAST_DUE = "PAST_DUE"
    DUE = "DUE"
    IN_ADVANCE = "IN_ADVANCE"


class Direction(Enum):
    """VERTICAL finishes the oldest instalment, all parts; HORIZONTAL finishes one part over all instalments."""

    VERTICAL = "VERTICAL"
    HORIZONTAL = "HORIZONTAL"


@dataclass(frozen=True, slots=True)
class Due:
    """An unpaid amount of one part of one instalment."""

    seq: int
    due_date: date
    part: Part
    amount_fen: int
    situation: Situation


@dataclass(frozen=True, slots=True)
class AllocationOrder:
    """(situation, part) pairs, first paid first; a pair that is not listed is never paid."""

    sequence: tuple[tuple[Situation, Part], ...]
    direction: Direction = Direction.VERTICAL

    def rank(self, due: Due) -> tuple[int, date, int, int] | None:
        """Sort key of a due, None when the order does not pay it."""
        pair = (due.situation, due.part)
        if pair not in self.sequence:
            return None
        place = self.sequence.index(pair)
        if self.direction is Direction.HORIZONTAL:
            return place, due.due_date, due.seq, 0
        first_of_situation = next(i for i, (situation, _) in enumerate(self.sequence) if situation is due.situation)
        return first_of_situation, due.due_date, due.seq, place


@dataclass(frozen=True, slots=True)
class AllocationLine:
    """Fen paid to one part of one instalment; negative in a reversal."""

    seq: int
    part: Part
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Allocation:
    """Where a payment went; `unallocated_fen` is what no due took (suspense)."""

    lines: tuple[AllocationLine, ...]
    unallocated_fen: int = 0

    def part_fen(self, part: Part) -> int:
        """Fen allocated to one part over all instalments."""
        return sum(line.amount_fen for line in self.lines if line.part is part)

    @property
    def allocated_fen(self) -> int:
        """Fen allocated in all."""
        return sum(line.amount_fen for line in self.lines)

    def reversed(self) -> Allocation:
        """The reversing rows: money facts are never updated or deleted (architecture.md rule 4)."""
        return Allocation(
            tuple(AllocationLine(line.seq, line.part, -line.amount_fen) for line in self.lines), -self.unallocated_fen
        )


def allocate(payment_fen: int, dues: Iterable[Due], order: AllocationOrder) -> Allocation:
    """Pours a payment over the dues in the given order; allocated + unallocated = payment, no due is overpaid."""
    ranked = sorted(((rank, due) for due in dues if (rank := order.rank(due)) is not None), key=lambda pair: pair[0])
    remaining = payment_fen
    lines: list[AllocationLine] = []
    for _, due in ranked:
        paid = min(remaining, due.amount_fen)
        if paid > 0:
            lines.append(AllocationLine(due.seq, due.part, paid))
            remaining -= paid
    return Allocation(tuple(lines), remaining)


_INTEREST_FIRST_PARTS = (Part.FEE, Part.COMPOUND, Part.PENALTY, Part.INTEREST, Part.PRINCIPAL)
_PRINCIPAL_FIRST_PARTS = (Part.FEE, Part.PRINCIPAL, Part.INTEREST, Part.PENALTY, Part.COMPOUND)


def order_of(parts: tuple[Part, ...], direction: Direction, *, in_advance: bool = False) -> AllocationOrder:
    """The same parts in each situation, past due before due; `in_advance` lets the excess prepay."""
    situations = (Situation.PAST_DUE, Situation.DUE, *([Situation.IN_ADVANCE] if in_advance else []))
    return AllocationOrder(tuple((situation, part) for situation in situations for part in parts), direction)


INTEREST_FIRST = order_of(_INTEREST_FIRST_PARTS, Direction.VERTICAL)
"""Default while performing: fee, compound, penalty, interest, principal; oldest due date first."""

INTEREST_FIRST_THEN_PREPAY = order_of(_INTEREST_FIRST_PARTS, Direction.VERTICAL, in_advance=True)
"""As INTEREST_FIRST, and the excess repays principal before it is due (随借随还)."""

PRINCIPAL_FIRST = order_of(_PRINCIPAL_FIRST_PARTS, Direction.HORIZONTAL)
"""Default beyond 90 days: fee, principal, interest, penalty, compound, each over all instalments."""
