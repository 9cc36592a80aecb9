"""A synthetic person of the demo world: identity, trade, behaviour, and what the bureau has on him."""
from __future__ import annotations

from dataclasses import dataclass, field

from services.sandbox.domain.account import LineKind
from services.sandbox.domain.behaviour import Behaviour
from services.sandbox.domain.identity import Identity
from services.sandbox.domain.records import BureauRecord


@dataclass(frozen=True, slots=True)
class Person:
    """`subject` is his sign-in; with an employer he lives on a salary, without on sales."""

    subject: str
    name: str = field(repr=False)
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    card_number: str = field(repr=False)
    division_code: str
    employer: str | None
    behaviour: Behaviour
    bureau: BureauRecord

    @property
    def identity(self) -> Identity:
        """What the identity networks compare."""
        return Identity(self.name, self.id_number, self.card_number, self.phone)

    @property
    def income(self) -> LineKind:
        """The kind of line his money arrives by."""
        return LineKind.SALARY if self.employer else LineKind.SALES
