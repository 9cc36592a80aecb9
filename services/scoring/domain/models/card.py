"""Scorecard: whole points per variable, a score, a default probability and the reasons for lost points.

The artefact is plain JSON (scoring.md 8.4); nothing in it is executed. A fact that is missing, unknown or out of
range is never binned silently: it raises, and a person decides.
"""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from services.scoring.domain.reason_code import MAX_REASONS, ReasonCode
from shared.kernel.errors import Category, DomainError

SCHEMA: Final = "card/1"
MIN_SHORTFALL: Final = 5

Facts = Mapping[str, str | int]


class CannotScore(DomainError):
    """A fact is missing (MISSING), of the wrong type (TYPE), outside its range (RANGE) or an unknown code (CODE)."""

    code: ClassVar[str] = "scoring.cannot-score"
    category = Category.INVALID
    title_zh = "申请资料缺失或超出评分卡可用范围"
    title_en = "A fact is missing or outside what the card can score"


@dataclass(frozen=True, slots=True)
class CodeVariable:
    """A variable whose values are codes of a closed list."""

    fact: str
    points: Mapping[str, int]
    missing: int | None
    neutral: int
    reason: str

    def points_of(self, value: str | int) -> int:
        """Points of a code; raises CannotScore."""
        if not isinstance(value, str):
            raise CannotScore(fact=self.fact, why="TYPE")
        if value not in self.points:
            raise CannotScore(fact=self.fact, why="CODE")
        return self.points[value]


@dataclass(frozen=True, slots=True)
class NumberVariable:
    """A whole-number variable: bin i holds values from cut i - 1 (included) to cut i (excluded)."""

    fact: str
    lowest: int
    highest: int
    cuts: tuple[int, ...]
    points: tuple[int, ...]
    missing: int | None
    neutral: int
    reason: str

    def points_of(self, value: str | int) -> int:
        """Points of a number; raises CannotScore."""
        if isinstance(value, bool) or not isinstance(value, int):
            raise CannotScore(fact=self.fact, why="TYPE")
        if not self.lowest <= value <= self.highest:
            raise CannotScore(fact=self.fact, why="RANGE")
        return self.points[bisect_right(self.cuts, value)]


Variable = CodeVariable | NumberVariable


@dataclass(frozen=True, slots=True)
class LostPoints:
    """Points below the development mean for one reason: its worst variable speaks for it."""

    reason: str
    fact: str
    points: int


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """What a card says of one vector. `pd_ppm` is the default probability in millionths."""

    score: int
    pd_ppm: int
    points: Mapping[str, int]
    lost: tuple[LostPoints, ...]

    @property
    def reasons(self) -> tuple[str, ...]:
        """Reason codes, most points lost first."""
        return tuple(lost.reason for lost in self.lost)


@dataclass(frozen=True, slots=True)
class Card:
    """A parsed scorecard. `pd_table` holds (first score of a band, pd_ppm) with rising scores."""

    model: str
    variables: tuple[Variable, ...]
    pd_table: tuple[tuple[int, int], ...]
    reasons: Mapping[str, ReasonCode]

    def evaluate(self, facts: Facts) -> ScoreResult:
        """Score, probability and at most four reasons with distinct codes. Raises CannotScore."""
        points = {variable.fact: _points(variable, facts) for variable in self.variables}
        score = sum(points.values())
        return ScoreResult(score, self.default_probability(score), points, self._lost(points))

    def default_probability(self, score: int) -> int:
        """Millionths for a score; scores outside the table take its ends."""
        band = bisect_right(self.pd_table, score, key=lambda row: row[0])
        return self.pd_table[max(band - 1, 0)][1]

    def _lost(self, points: Mapping[str, int]) -> tuple[LostPoints, ...]:
        worst: dict[str, LostPoints] = {}
        for variable in self.variables:
            lost = variable.neutral - points[variable.fact]
            if lost >= MIN_SHORTFALL and (variable.reason not in worst or lost > worst[variable.reason].points):
                worst[variable.reason] = LostPoints(variable.reason, variable.fact, lost)
        return tuple(sorted(worst.values(), key=lambda one: -one.points)[:MAX_REASONS])


def _points(variable: Variable, facts: Facts) -> int:
    value = facts.get(variable.fact)
    if value is not None:
        return variable.points_of(value)
    if variable.missing is None:
        raise CannotScore(fact=variable.fact, why="MISSING")
    return variable.missing
