"""From score to probability of default, fitted on scores of unseen rows (Platt; scoring.md 5.3)."""
from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

PER_MILLION: Final = 1_000_000
BAND_POINTS: Final = 5
_SCALE: Final = 100


@dataclass(frozen=True, slots=True)
class Calibration:
    """ln(good/bad) = intercept + slope × score / 100, coefficients rounded so that any machine agrees."""

    intercept: float
    slope: float

    def default_probability(self, score: float) -> float:
        """Probability of bad at a score."""
        return 1 / (1 + math.exp(self.intercept + self.slope * score / _SCALE))

    def table(self, lowest: int, highest: int) -> list[tuple[int, int]]:
        """(first score of a band, probability in millionths at its middle), bands of 5 points, rising scores."""
        first, last = lowest // BAND_POINTS * BAND_POINTS, highest // BAND_POINTS * BAND_POINTS
        return [
            (start, round(self.default_probability(start + (BAND_POINTS - 1) / 2) * PER_MILLION))
            for start in range(first, last + 1, BAND_POINTS)
        ]


def calibrate(scores: Sequence[int], good: Sequence[bool]) -> Calibration:
    """Calibration on out-of-sample scores; with fewer than 1,000 bads two parameters are all the data carries."""
    model = LogisticRegression(C=1e6, solver="newton-cholesky", tol=1e-10)
    model.fit(np.asarray(scores, dtype=float).reshape(-1, 1) / _SCALE, np.asarray(good))
    return Calibration(intercept=round(float(model.intercept_[0]), 3), slope=round(float(model.coef_[0][0]), 3))
