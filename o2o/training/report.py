"""The training report: what was trained on what, how well it separates, how the cut-offs came about."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from o2o.training.calibration import Calibration
from o2o.training.cut_offs import PRODUCTS, Economics
from o2o.training.german_facts import Applicant
from o2o.training.metrics import Separation
from o2o.training.portfolio import Outcome, lending_to_all, realised
from o2o.training.scorecard import Scorecard
from o2o.training.validation import OutOfSample

_PD_BANDS: Final = (0.0, 0.05, 0.10, 0.20, 0.30, 0.50, 1.0)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything the report shows. Development rows trained the card; `held_out` rows never did."""

    card: Scorecard
    calibration: Calibration
    development_rows: Sequence[Applicant]
    unseen: OutOfSample
    development: Separation
    held_out: Separation
    whole_sample_auc: float
    policy: Mapping[str, Any]
    economics: Economics


def metrics(evidence: Evidence) -> dict[str, Any]:
    """The report's figures for machines."""
    return {
        "cross_validated_auc_development": round(evidence.unseen.mean_auc, 4),
        "cross_validated_auc_whole_sample": round(evidence.whole_sample_auc, 4),
        "development": _separation(evidence.development),
        "held_out": _separation(evidence.held_out),
        "calibration": {"intercept": evidence.calibration.intercept, "slope": evidence.calibration.slope},
        "information_value": {one.variable.fact: round(one.binning.information_value, 4) for one in evidence.card.variables},
    }


def markdown(evidence: Evidence) -> str:
    """The report for people."""
    return "\n".join(
        [
            "# Application card: training report",
            "",
            "Real data: Statlog (German Credit Data), 30 % bad by the design of the sample. 700 rows develop the card and the cut-offs;",
            "the other 300 are held out and apply in the demonstration. Sex, age, marital status and nationality are no inputs.",
            "",
            *_separations(evidence),
            *_calibration(evidence),
            *_variables(evidence.card),
            *_cut_offs(evidence),
        ]
    )


def _separation(found: Separation) -> dict[str, Any]:
    return {
        "auc": round(found.auc, 4),
        "auc_95": [round(found.auc_low, 4), round(found.auc_high, 4)],
        "gini": round(found.gini, 4),
        "ks": round(found.ks, 4),
        "goods": found.goods,
        "bads": found.bads,
    }


def _separations(evidence: Evidence) -> list[str]:
    def row(name: str, one: Separation) -> str:
        interval = f"{one.auc_low:.4f} to {one.auc_high:.4f}"
        return f"| {name} | {one.auc:.4f} | {interval} | {one.gini:.4f} | {one.ks:.4f} | {one.goods} | {one.bads} |"

    return [
        "## Separation",
        "",
        "| sample | AUC | 95 % interval | Gini | KS | goods | bads |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        row("held out (300)", evidence.held_out),
        row("development (700), seen by the card", evidence.development),
        "",
        f"Cross-validated AUC (5 folds, {evidence.unseen.repetitions} times): {evidence.unseen.mean_auc:.4f} on the 700,",
        f"{evidence.whole_sample_auc:.4f} on all 1,000 rows (gate 0.775).",
        "",
    ]


def _calibration(evidence: Evidence) -> list[str]:
    header = "| predicted | share of rows | mean predicted | observed bad |"
    lines = ["## Calibration on unseen rows", "", header, "| --- | --- | --- | --- |"]
    predictions = map(evidence.calibration.default_probability, evidence.unseen.scores)
    scored = list(zip(predictions, evidence.unseen.good, strict=True))
    for low, high in pairwise(_PD_BANDS):
        band = [(probability, good) for probability, good in scored if low <= probability < high]
        if band:
            predicted = sum(probability for probability, _ in band) / len(band)
            observed = sum(not good for _, good in band) / len(band)
            lines.append(f"| {low:.0%} to {high:.0%} | {len(band) / len(scored):.1%} | {predicted:.1%} | {observed:.1%} |")
    return [*lines, ""]


def _variables(card: Scorecard) -> list[str]:
    lines = ["## Points", "", "| fact | information value | bins and points | neutral |", "| --- | --- | --- | --- |"]
    for one in sorted(card.variables, key=lambda found: -found.binning.information_value):
        names = [f"from {found.low}" if one.binning.numeric else "/".join(found.codes) for found in one.binning.bins]
        bins = ", ".join(f"{name}: {points}" for name, points in zip(names, one.points, strict=True))
        lines.append(f"| {one.variable.fact} | {one.binning.information_value:.3f} | {bins} | {one.neutral} |")
    return [*lines, ""]


def _cut_offs(evidence: Evidence) -> list[str]:
    lines = [
        "## Cut-offs and prices",
        "",
        "Chosen on out-of-sample scores of the 700 only: approve while the product's dearest rate covers funding, cost and expected loss;",
        "refer while a guarantor who halves the loss would close the gap. Yuan over the loans' lives, approvals only, by real outcomes.",
        "",
        "| product | approve from | refer from | loans | bad rate | lent | lost | net | lending to all: bad rate | lost | net |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for code, product in evidence.policy["products"].items():
        ours = realised(evidence.development_rows, evidence.unseen, code, evidence.policy, evidence.economics)
        everybody = lending_to_all(evidence.development_rows, PRODUCTS[code].rate_max, evidence.economics)
        lines.append(
            f"| {code} | {product['approve_from_score']} | {product['refer_from_score']} | {_outcome(ours)} "
            f"| {everybody.bad_rate:.1%} | {everybody.lost:,.0f} | {everybody.net:,.0f} |"
        )
    return [*lines, ""]


def _outcome(found: Outcome) -> str:
    return f"{found.loans:.0f} | {found.bad_rate:.1%} | {found.lent:,.0f} | {found.lost:,.0f} | {found.net:,.0f}"
