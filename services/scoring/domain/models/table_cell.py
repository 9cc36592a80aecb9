"""One cell of a decision table: a condition of a closed set, written as in GoRules' JDM tables.

Empty or `-` any · `null` · `"A"` or `7` equal · `"A","B"` one of · `not in ["A","B"]` · `< 7` `<= 7` `> 7` `>= 7` `== 7` · `[1..3)`.
"""
from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Final

from services.scoring.domain.artefact import ArtefactInvalid

Value = str | int | None

_COMPARISON: Final = re.compile(r"^(<=|>=|==|<|>)\s*(-?[0-9]{1,15})$")
_RANGE: Final = re.compile(r"^([\[(])\s*(-?[0-9]{1,15})\s*\.\.\s*(-?[0-9]{1,15})\s*([\])])$")
_NOT_IN: Final = re.compile(r"^not in (\[.*\])$")
_LONGEST: Final = 2000


class Kind(Enum):
    """What a cell asks of the value."""

    ANY = "any"
    NULL = "null"
    ONE_OF = "in"
    NONE_OF = "not in"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class Cell:
    """A parsed condition. BETWEEN holds whole numbers from `low` to `high`, both included, None without end."""

    kind: Kind
    values: frozenset[str | int] = frozenset()
    low: int | None = None
    high: int | None = None

    @property
    def needs_value(self) -> bool:
        """Whether a missing input makes the cell impossible to answer."""
        return self.kind not in (Kind.ANY, Kind.NULL)

    def accepts_type(self, value: str | int) -> bool:
        """Numbers are compared with numbers and texts with texts only."""
        if self.kind is Kind.BETWEEN:
            return isinstance(value, int)
        return not self.values or any(type(value) is type(one) for one in self.values)

    def holds(self, value: Value) -> bool:
        """Whether the condition is true of a value of an accepted type."""
        if self.kind is Kind.ANY:
            return True
        if self.kind is Kind.NULL or value is None:
            return self.kind is Kind.NULL and value is None
        if self.kind is Kind.BETWEEN:
            return isinstance(value, int) and (self.low is None or value >= self.low) and (self.high is None or value <= self.high)
        return (value in self.values) is (self.kind is Kind.ONE_OF)

    def covers(self, other: Cell) -> bool:
        """Whether every value that satisfies `other` satisfies this one; False when that cannot be told."""
        if self.kind is Kind.ANY or self == other:
            return True
        if self.kind is Kind.NULL or other.kind in (Kind.ANY, Kind.NULL):
            return False
        if other.kind is Kind.ONE_OF:
            return all(self.accepts_type(value) and self.holds(value) for value in other.values)
        if self.kind is Kind.BETWEEN and other.kind is Kind.BETWEEN:
            low_covered = self.low is None or (other.low is not None and self.low <= other.low)
            return low_covered and (self.high is None or (other.high is not None and self.high >= other.high))
        return self.kind is Kind.NONE_OF and other.kind is Kind.NONE_OF and self.values <= other.values


def parse_cell(text: object, at: str) -> Cell:
    """The condition written in a cell. Raises ArtefactInvalid for anything outside the closed set."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        raise ArtefactInvalid(at=at, why="a condition text is expected")
    written = text.strip()
    if written in ("", "-"):
        return Cell(Kind.ANY)
    if written == "null":
        return Cell(Kind.NULL)
    if match := _COMPARISON.match(written):
        return _COMPARED[match[1]](int(match[2]))
    if match := _RANGE.match(written):
        return _range(match, at)
    if match := _NOT_IN.match(written):
        return Cell(Kind.NONE_OF, _literals(match[1], at))
    return Cell(Kind.ONE_OF, _literals(f"[{written}]", at))


_COMPARED: Final[dict[str, Callable[[int], Cell]]] = {
    "<": lambda number: Cell(Kind.BETWEEN, high=number - 1),
    "<=": lambda number: Cell(Kind.BETWEEN, high=number),
    ">": lambda number: Cell(Kind.BETWEEN, low=number + 1),
    ">=": lambda number: Cell(Kind.BETWEEN, low=number),
    "==": lambda number: Cell(Kind.ONE_OF, frozenset({number})),
}


def _range(match: re.Match[str], at: str) -> Cell:
    low = int(match[2]) + (match[1] == "(")
    high = int(match[3]) - (match[4] == ")")
    if low > high:
        raise ArtefactInvalid(at=at, why="the range is empty")
    return Cell(Kind.BETWEEN, low=low, high=high)


def _literals(text: str, at: str) -> frozenset[str | int]:
    try:
        values = json.loads(text)
    except json.JSONDecodeError as error:
        raise ArtefactInvalid(at=at, why="not one of the conditions that tables know") from error
    if not values or any(type(value) not in (str, int) for value in values) or len({type(value) for value in values}) > 1:
        raise ArtefactInvalid(at=at, why="texts or whole numbers of one kind are expected")
    return frozenset(values)
