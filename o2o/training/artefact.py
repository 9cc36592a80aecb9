"""The card as a governed artefact: canonical JSON that a service evaluates without any library."""
from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from o2o.training.calibration import Calibration
from o2o.training.scorecard import Features, Scorecard, ScoredVariable
from o2o.training.specification import Specification

GOLDEN_CASES: Final = 12
MAX_REASONS: Final = 4
MIN_SHORTFALL: Final = 5


def canonical_json(document: object) -> bytes:
    """Sorted keys, no spaces, UTF-8: equal documents are equal bytes."""
    return json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def sha256_of(document: object) -> str:
    """Hex digest of the canonical form."""
    return hashlib.sha256(canonical_json(document)).hexdigest()


def write_document(document: object, path: Path) -> None:
    """Readable JSON in key order; its canonical form, not its layout, is what is hashed."""
    path.write_text(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=1) + "\n", encoding="utf-8")


def card_document(
    specification: Specification,
    card: Scorecard,
    calibration: Calibration,
    sample: Sequence[Features],
    training: dict[str, Any],
) -> dict[str, Any]:
    """The card with its calibration, reasons and golden cases (scoring.md 8.4)."""
    lowest = sum(min(one.points) for one in card.variables)
    highest = sum(max(one.points) for one in card.variables)
    pd_table = calibration.table(lowest, highest)
    reasons = {one.variable.reason.code: one.variable.reason for one in card.variables}
    return {
        "schema": "card/1",
        "model": specification.card,
        "woe": "ln(good/bad)",
        "scale": {"base": card.scale.base, "odds": card.scale.odds, "points_to_double": card.scale.points_to_double},
        "variables": [_variable(one) for one in card.variables],
        "default_probability": [list(row) for row in pd_table],
        "reasons": {code: {"zh": reason.text_zh, "en": reason.text_en} for code, reason in reasons.items()},
        "golden": [_golden(card, features, pd_table) for features in _spread(card, sample)],
        "training": training,
    }


def _variable(one: ScoredVariable) -> dict[str, Any]:
    shared = {"fact": one.variable.fact, "missing": None, "neutral": one.neutral, "reason": one.variable.reason.code}
    if one.binning.numeric:
        return {
            **shared,
            "kind": "number",
            "range": [one.variable.lowest, one.variable.highest],
            "cuts": [found.low for found in one.binning.bins[1:]],
            "points": list(one.points),
            "sign": "up_risk" if one.points[0] > one.points[-1] else "down_risk",
        }
    points = {code: point for found, point in zip(one.binning.bins, one.points, strict=True) for code in found.codes}
    return {**shared, "kind": "code", "points": points}


def _spread(card: Scorecard, sample: Sequence[Features]) -> list[Features]:
    """Rows of the sample evenly spread over its scores, the best and the worst among them."""
    ordered = sorted(sample, key=lambda features: (card.score(features), canonical_json(dict(features))))
    return [ordered[step * (len(ordered) - 1) // (GOLDEN_CASES - 1)] for step in range(GOLDEN_CASES)]


def _golden(card: Scorecard, features: Features, pd_table: Sequence[tuple[int, int]]) -> dict[str, Any]:
    score = card.score(features)
    used = {one.variable.fact: features[one.variable.fact] for one in card.variables}
    pd_ppm = [ppm for start, ppm in pd_table if start <= score][-1]
    return {"facts": used, "score": score, "pd_ppm": pd_ppm, "reasons": _reasons(card, features)}


def _reasons(card: Scorecard, features: Features) -> list[str]:
    """Most points below neutral first; of variables that share a reason the worst counts."""
    shortfalls = sorted(
        ((one.neutral - one.points_of(features), one.variable.reason.code) for one in card.variables), key=lambda pair: -pair[0]
    )
    found: list[str] = []
    for lost, code in shortfalls:
        if lost >= MIN_SHORTFALL and code not in found:
            found.append(code)
    return found[:MAX_REASONS]
