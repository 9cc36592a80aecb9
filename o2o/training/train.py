"""`o2o train`: from the real sample to the card, the policy and the report. Same inputs, same bytes."""
from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from o2o.training import report
from o2o.training.artefact import canonical_json, card_document, sha256_of, write_document
from o2o.training.calibration import calibrate
from o2o.training.cut_offs import Economics, policy_document
from o2o.training.german_card import APPLICATION_CARD
from o2o.training.german_facts import SOURCE, Applicant, applicants, split
from o2o.training.metrics import separation
from o2o.training.scorecard import fit
from o2o.training.validation import OutOfSample, cross_validate

RULES: Final = Path(__file__).with_name("application_rules.json")
SHIPPED: Final = Path(__file__).resolve().parents[2] / "services" / "scoring" / "artefacts"
CARD_FILE: Final = "application_card.json"
POLICY_FILE: Final = "application_policy.json"


@dataclass(frozen=True, slots=True)
class Training:
    """What one run produced. `metrics` holds AUC with its interval, KS and Gini per sample."""

    card: dict[str, Any]
    policy: dict[str, Any]
    metrics: dict[str, Any]
    report: str
    seconds: float

    @property
    def is_as_shipped(self) -> bool:
        """Whether the run reproduced the card and the policy that the scoring service ships."""
        shipped = [json.loads((SHIPPED / name).read_text(encoding="utf-8")) for name in (CARD_FILE, POLICY_FILE)]
        return [canonical_json(one) for one in shipped] == [canonical_json(self.card), canonical_json(self.policy)]

    def write(self, folder: Path) -> None:
        """Card, policy, metrics and report as files."""
        folder.mkdir(parents=True, exist_ok=True)
        write_document(self.card, folder / CARD_FILE)
        write_document(self.policy, folder / POLICY_FILE)
        write_document(self.metrics, folder / "metrics.json")
        (folder / "report.md").write_text(self.report, encoding="utf-8")


def train() -> Training:
    """Trains on the fixed 700 of the real applicants."""
    return train_on(*split(applicants()))


def train_on(development: tuple[Applicant, ...], held_out: tuple[Applicant, ...]) -> Training:
    """Trains on one part; the other is only scored, to say how good the card is."""
    started = time.monotonic()
    specification, economics = APPLICATION_CARD, Economics()
    sample, good = _features(development), _outcomes(development)
    card = fit(specification, sample, good)
    unseen = cross_validate(specification, sample, good)
    calibration = calibrate(unseen.scores, unseen.good)
    card_json = card_document(specification, card, calibration, sample, _manifest(development, unseen))
    lowest = card_json["default_probability"][0][0]
    basis = {"card_sha256": sha256_of(card_json), "rows": len(development), "method": "floor rate covers expected loss on unseen rows"}
    rules = json.loads(RULES.read_text(encoding="utf-8"))
    policy_json = policy_document(
        rules=rules, calibration=calibration, lowest_score=lowest, card=specification.card, economics=economics, basis=basis
    )
    evidence = report.Evidence(
        card=card,
        calibration=calibration,
        development_rows=development,
        unseen=unseen,
        development=separation([card.score(features) for features in sample], good),
        held_out=separation([card.score(features) for features in _features(held_out)], _outcomes(held_out)),
        whole_sample_auc=cross_validate(specification, *_in_file_order(development + held_out)).mean_auc,
        policy=policy_json,
        economics=economics,
    )
    return Training(card_json, policy_json, report.metrics(evidence), report.markdown(evidence), time.monotonic() - started)


def _in_file_order(rows: tuple[Applicant, ...]) -> tuple[list[dict[str, str | int]], list[bool]]:
    ordered = tuple(sorted(rows, key=lambda row: row.row))
    return _features(ordered), _outcomes(ordered)


def _features(rows: tuple[Applicant, ...]) -> list[dict[str, str | int]]:
    return [row.features for row in rows]


def _outcomes(rows: tuple[Applicant, ...]) -> list[bool]:
    return [row.good for row in rows]


def _manifest(development: tuple[Applicant, ...], unseen: OutOfSample) -> dict[str, Any]:
    """What the card was trained on, so that anybody can train it again (JR/T 0221-2021)."""
    return {
        "source": "Statlog (German Credit Data), UCI Machine Learning Repository, CC BY 4.0",
        "source_sha256": hashlib.sha256(SOURCE.read_bytes()).hexdigest(),
        "rows": len(development),
        "rows_sha256": hashlib.sha256(",".join(str(row.row) for row in development).encode()).hexdigest(),
        "goods": sum(row.good for row in development),
        "split": "within good and bad by SHA-256 of german-credit:<row>, the first 70 %",
        "bad": "creditability bad in the source",
        "cross_validated_auc": f"{unseen.mean_auc:.3f}",
        "calibration_rows": len(unseen.rows),
    }
