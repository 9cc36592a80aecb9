"""Repeated stratified cross-validation: scores of rows by cards that never saw them."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.model_selection import StratifiedKFold

from o2o.training.metrics import separation
from o2o.training.scorecard import Features, Scorecard, fit
from o2o.training.specification import Specification


@dataclass(frozen=True, slots=True)
class OutOfSample:
    """One score per row and repetition, each by a card fitted without the row; and the AUC of every fold."""

    rows: tuple[int, ...]
    scores: tuple[int, ...]
    good: tuple[bool, ...]
    fold_aucs: tuple[float, ...]

    @property
    def repetitions(self) -> int:
        """How often every row was scored."""
        return len(self.rows) // len(set(self.rows))

    @property
    def mean_auc(self) -> float:
        """Mean over folds and repetitions."""
        return sum(self.fold_aucs) / len(self.fold_aucs)


def cross_validate(specification: Specification, sample: Sequence[Features], good: Sequence[bool]) -> OutOfSample:
    """Folds are seeded by the number of the repetition, so the same sample gives the same answer."""
    rows: list[int] = []
    scores: list[int] = []
    fold_aucs: list[float] = []
    for repetition in range(specification.repetitions):
        folds = StratifiedKFold(specification.folds, shuffle=True, random_state=repetition)
        for seen, unseen in folds.split(np.zeros(len(good)), np.asarray(good)):
            card = fit(specification, [sample[row] for row in seen], [good[row] for row in seen])
            fold_scores = [_score_of_unseen(card, sample[row]) for row in unseen]
            rows += [int(row) for row in unseen]
            scores += fold_scores
            fold_aucs.append(separation(fold_scores, [good[row] for row in unseen]).auc)
    return OutOfSample(tuple(rows), tuple(scores), tuple(good[row] for row in rows), tuple(fold_aucs))


def _score_of_unseen(card: Scorecard, features: Features) -> int:
    """A code that the fold's card never saw earns the neutral points; in service it goes to a person."""
    score = 0
    for one in card.variables:
        try:
            score += one.points_of(features)
        except KeyError:
            score += one.neutral
    return score
