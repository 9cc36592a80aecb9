"""The codes that the services put into events have words on the page."""
from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.collections.domain.case import Outcome
from services.collections.domain.contact import Channel, ContactResult, PersonRole
from services.collections.domain.contact_guard import Rule
from services.credit.domain.classification import RiskClass
from services.onboarding.domain.consent import Purpose
from services.onboarding.domain.identity_verification import Method
from services.onboarding.domain.party import Segment
from services.ops.domain.words import WORDS
from services.scoring.domain.reason_code import PLATFORM_REASONS

_ARTEFACTS = Path(__file__).parents[3] / "services" / "scoring" / "artefacts"


def scoring_reasons() -> set[str]:
    """Reasons of the committed card and policy, and scoring's own."""
    documents = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(_ARTEFACTS.glob("*.json"))]
    assert documents
    return {code for document in documents for code in document.get("reasons", {})} | set(PLATFORM_REASONS)


@pytest.mark.parametrize("codes", [Outcome, Channel, ContactResult, PersonRole, Rule, Purpose, Method, Segment])
def test_every_code_of_a_closed_list_has_words(codes: type[Rule]) -> None:
    assert {code.value for code in codes} <= set(WORDS)


def test_the_five_classes_have_words() -> None:
    assert {risk_class.name for risk_class in RiskClass} <= set(WORDS)


def test_every_reason_of_a_decision_has_words() -> None:
    assert scoring_reasons() <= set(WORDS)


def test_words_are_there_in_both_languages() -> None:
    assert all(zh.strip() and en.strip() for zh, en in WORDS.values())
