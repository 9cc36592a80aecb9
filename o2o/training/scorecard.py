"""Fit of a scorecard: weight of evidence per bin, logistic regression, whole points (scoring.md 5.2)."""
from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from o2o.training.binning import Binning, bin_variable
from o2o.training.specification import Scale, Specification, Variable

Features = Mapping[str, str | int]


@dataclass(frozen=True, slots=True)
class ScoredVariable:
    """A variable of the card. `neutral` is the development sample's mean of its points."""

    variable: Variable
    binning: Binning
    points: tuple[int, ...]
    neutral: int

    def points_of(self, features: Features) -> int:
        """Points of one applicant; a code that the sample did not hold raises KeyError."""
        return self.points[self.binning.index(features[self.variable.fact])]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """A fitted card; a score is the sum of whole points."""

    scale: Scale
    variables: tuple[ScoredVariable, ...]

    def score(self, features: Features) -> int:
        """Higher is safer."""
        return sum(one.points_of(features) for one in self.variables)


def fit(specification: Specification, sample: Sequence[Features], good: Sequence[bool]) -> Scorecard:
    """The card of a development sample. Variables that say too little, or the wrong way round, stay out."""
    binnings = [
        binning
        for variable in specification.variables
        for binning in [_bins(specification, variable, sample, good)]
        if len(binning.bins) > 1 and binning.information_value >= specification.min_information_value
    ]
    while True:
        slopes, intercept = _regress(specification, binnings, sample, good)
        if min(slopes) > 0:
            break
        binnings = [binning for binning, slope in zip(binnings, slopes, strict=True) if slope > 0]
    return _scaled(specification, binnings, slopes, intercept, sample)


def _bins(specification: Specification, variable: Variable, sample: Sequence[Features], good: Sequence[bool]) -> Binning:
    return bin_variable(
        variable.fact,
        [features[variable.fact] for features in sample],
        good,
        min_share=specification.min_bin_share,
        min_chi_square=specification.min_chi_square,
    )


def _regress(
    specification: Specification, binnings: Sequence[Binning], sample: Sequence[Features], good: Sequence[bool]
) -> tuple[list[float], float]:
    """Slope per variable and intercept of ln(good/bad) on the weights of evidence."""
    columns = [[binning.weights[binning.index(features[binning.variable])] for features in sample] for binning in binnings]
    model = LogisticRegression(C=specification.inverse_regularisation, solver="newton-cholesky", tol=1e-10)
    model.fit(np.asarray(columns).T, np.asarray(good))
    return [float(slope) for slope in model.coef_[0]], float(model.intercept_[0])


def _scaled(
    specification: Specification, binnings: Sequence[Binning], slopes: Sequence[float], intercept: float, sample: Sequence[Features]
) -> Scorecard:
    scale = specification.scale
    factor = scale.points_to_double / math.log(2)
    share = (scale.base - factor * math.log(scale.odds) + factor * intercept) / len(binnings)
    by_fact = {variable.fact: variable for variable in specification.variables}
    variables = []
    for binning, slope in zip(binnings, slopes, strict=True):
        points = tuple(round(share + factor * slope * weight) for weight in binning.weights)
        total = sum(points[binning.index(features[binning.variable])] for features in sample)
        variables.append(ScoredVariable(by_fact[binning.variable], binning, points, neutral=round(total / len(sample))))
    return Scorecard(scale, tuple(variables))
