"""Scoring understands what the vault and the outside world really say."""
from __future__ import annotations

import json

from services.onboarding.api.vault_answers import plain_values
from services.onboarding.domain.disclosure import RULES, DisclosurePurpose
from services.onboarding.domain.party import PersonalField
from services.sandbox.domain import records
from services.scoring.adapters.evidence_sources import _COURT_FINDINGS, _Disclosure
from tests.unit.scoring.samples import policy_document


def test_the_vaults_answer_is_read() -> None:
    answer = plain_values("party", {PersonalField.NAME: "某", PersonalField.ID_NUMBER: "1"})
    assert _Disclosure.model_validate_json(json.dumps(answer)).fields.id_number == "1"


def test_the_vault_gives_scoring_what_it_asks_for_under_its_purpose() -> None:
    rule = RULES[DisclosurePurpose("DECISION")]
    assert rule.audience == "scoring"
    assert {PersonalField("name"), PersonalField("id_number")} <= rule.fields


def test_every_court_list_has_its_finding() -> None:
    assert set(records.COURT_LISTS) == set(_COURT_FINDINGS)


def test_the_policy_knows_the_registrys_words() -> None:
    rules = json.dumps(policy_document()["rules"])
    ordinary, revoked = records.registry_status("331003199001010011"), records.registry_status("331003199001019311")
    assert f'\\"{ordinary}\\"' in rules
    assert f'\\"{revoked}\\"' in rules
