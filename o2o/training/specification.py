"""What a card is trained on, stated as data: variables, ranges, reasons and the limits of the fit."""
from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """Why points were lost, in the customer's words. Variables of one reason never give two reasons."""

    code: str
    text_zh: str
    text_en: str


@dataclass(frozen=True, slots=True)
class Variable:
    """One candidate input. `lowest` and `highest` bound a number; outside them a person decides."""

    fact: str
    reason: Reason
    lowest: int | None = None
    highest: int | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """`base` points mean `odds` goods to one bad; `points_to_double` more points double the odds (domain.md 2.7.11)."""

    base: int = 600
    odds: int = 50
    points_to_double: int = 20


@dataclass(frozen=True, slots=True)
class Specification:
    """Everything that decides the card besides the sample."""

    card: str
    variables: tuple[Variable, ...]
    min_bin_share: float = 0.03
    min_chi_square: float = 1.0
    min_information_value: float = 0.02
    inverse_regularisation: float = 1.0
    folds: int = 5
    repetitions: int = 4
    scale: Scale = Scale()
