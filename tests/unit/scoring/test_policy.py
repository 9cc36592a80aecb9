"""A wrong policy is refused whole."""
from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from services.scoring.domain.artefact import ArtefactInvalid
from services.scoring.domain.policy import parse_policy
from tests.unit.scoring.samples import policy_document, shipped_policy

FAULTS: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "another schema": (lambda policy: policy.update(schema="policy/2"), "/schema"),
    "an unknown key": (lambda policy: policy.update(hook="x"), ""),
    "a rule on an unknown input": (lambda policy: policy["rules"]["inputs"][0].update(field="sex"), "/rules/inputs"),
    "a refusal without a reason": (lambda policy: policy["rules"]["rules"][0].update(reason='"NONE"'), "/rules/rules/0"),
    "a pass with a reason": (lambda policy: policy["rules"]["rules"][-1].update(reason='"AGE_INELIGIBLE"'), "/rules/rules/"),
    "a reason without text": (lambda policy: policy["reasons"].pop("COURT_LISTED"), "/reason"),
    "a rule that can never be reached": (
        lambda policy: policy["rules"]["rules"].insert(1, {**policy["rules"]["rules"][0], "_id": "again", "age": "< 16"}),
        "/rules/rules/1",
    ),
    "no last resort": (lambda policy: policy["rules"]["rules"].pop(), "/rules"),
    "grades that do not fall": (lambda policy: policy["grades"].reverse(), "/grades"),
    "a referral band above the approval": (
        lambda policy: policy["products"]["PAYROLL"].update(refer_from_score=900),
        "/refer_from_score",
    ),
    "a grade without a price": (lambda policy: policy["products"]["PAYROLL"]["annual_rates"].pop("C"), "/annual_rates"),
    "a worse grade that pays less": (
        lambda policy: policy["products"]["SHOP_TERM"]["annual_rates"].update(E="0.0500"),
        "/annual_rates",
    ),
    "a rate that is a number": (lambda policy: policy["products"]["SHOP_TERM"]["annual_rates"].update(A=0.063), "/annual_rates"),
    "a rate in per cent": (lambda policy: policy["products"]["SHOP_TERM"]["annual_rates"].update(A="6.3%"), "/annual_rates"),
    "rounding to nothing": (lambda policy: policy.update(rounding_fen=0), "/rounding_fen"),
    "no products": (lambda policy: policy.update(products={}), "/products"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_policy_is_refused_with(fault: str) -> None:
    change, place = FAULTS[fault]
    document = policy_document()
    change(document)
    with pytest.raises(ArtefactInvalid) as refusal:
        parse_policy(document)
    assert place in str(refusal.value.facts["at"])


def test_grades_begin_at_their_score_and_the_last_holds_below() -> None:
    policy = shipped_policy()
    for better, worse in zip(policy.grades, policy.grades[1:], strict=False):
        assert policy.grade_of(better.from_score) == better.grade
        assert policy.grade_of(better.from_score - 1) == worse.grade
    assert policy.grade_of(-1000) == policy.grades[-1].grade


def test_no_shipped_price_passes_the_wall_of_24_percent() -> None:
    rates = [rate for product in shipped_policy().products.values() for rate in product.annual_rates.values()]
    assert max(rates) < 0.24


def test_every_shipped_reason_has_both_languages() -> None:
    texts = [(reason.text_zh, reason.text_en) for reason in shipped_policy().reasons.values()]
    assert all(any("一" <= letter <= "鿿" for letter in chinese) for chinese, _ in texts)
    assert all(english.isascii() for _, english in texts)
