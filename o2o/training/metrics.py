"""How well scores separate goods from bads, with the uncertainty of the sample."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

_NORMAL_95: Final = 1.959964


@dataclass(frozen=True, slots=True)
class Separation:
    """AUC with its 95 % interval (DeLong), Gini and Kolmogorov-Smirnov, and the rows behind them."""

    auc: float
    auc_low: float
    auc_high: float
    ks: float
    goods: int
    bads: int

    @property
    def gini(self) -> float:
        """Twice the AUC less one."""
        return 2 * self.auc - 1


def separation(scores: Sequence[int | float], good: Sequence[bool]) -> Separation:
    """Separation of a sample that has at least two goods and two bads."""
    values, is_good = np.asarray(scores, dtype=float), np.asarray(good, dtype=bool)
    goods, bads = values[is_good], values[~is_good]
    above = _share_beaten(goods, bads)
    below = 1 - _share_beaten(bads, goods)
    auc = float(above.mean())
    error = float(np.sqrt(above.var(ddof=1) / len(goods) + below.var(ddof=1) / len(bads)))
    return Separation(
        auc=auc,
        auc_low=max(auc - _NORMAL_95 * error, 0.0),
        auc_high=min(auc + _NORMAL_95 * error, 1.0),
        ks=_kolmogorov_smirnov(goods, bads),
        goods=len(goods),
        bads=len(bads),
    )


def _share_beaten(values: NDArray[np.float64], others: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each value the share of the others below it; a tie counts half."""
    ordered = np.sort(others)
    lower, upper = np.searchsorted(ordered, values, "left"), np.searchsorted(ordered, values, "right")
    shares: NDArray[np.float64] = (lower + upper) / 2 / len(others)
    return shares


def _kolmogorov_smirnov(goods: NDArray[np.float64], bads: NDArray[np.float64]) -> float:
    points = np.unique(np.concatenate([goods, bads]))
    goods_below = np.searchsorted(np.sort(goods), points, "right") / len(goods)
    bads_below = np.searchsorted(np.sort(bads), points, "right") / len(bads)
    return float(np.abs(bads_below - goods_below).max())
