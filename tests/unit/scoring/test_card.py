"""The scorecard's evaluator: points, probability, reasons; nothing is binned silently."""
from __future__ import annotations

import pytest

from o2o.training.german_facts import applicants, split
from services.scoring.domain.models.card import CannotScore, Card, CodeVariable, NumberVariable
from services.scoring.domain.reason_code import ReasonCode
from tests.unit.scoring.samples import real_cases, shipped_card

HOUSING = CodeVariable("housing", {"OWNED": 50, "RENTED": 30}, missing=None, neutral=44, reason="ASSETS")
CAR = CodeVariable("car", {"YES": 40, "NO": 31}, missing=35, neutral=38, reason="ASSETS")
TERM = NumberVariable("term", 1, 60, cuts=(12, 24), points=(60, 40, 20), missing=None, neutral=42, reason="TERM")
REASONS = {code: ReasonCode(code, code, code) for code in ("ASSETS", "TERM")}
CARD = Card("test", (HOUSING, CAR, TERM), pd_table=((100, 300_000), (120, 100_000), (140, 20_000)), reasons=REASONS)


def score(**facts: str | int) -> int:
    return CARD.evaluate({"housing": "OWNED", "car": "YES", "term": 6, **facts}).score


def test_score_is_the_sum_of_the_points_of_the_bins() -> None:
    assert score() == 50 + 40 + 60
    assert score(housing="RENTED", term=30) == 30 + 40 + 20


@pytest.mark.parametrize(("term", "points"), [(1, 60), (11, 60), (12, 40), (23, 40), (24, 20), (60, 20)])
def test_a_numeric_bin_holds_its_lower_cut_and_not_its_upper(term: int, points: int) -> None:
    assert CARD.evaluate({"housing": "OWNED", "car": "YES", "term": term}).points["term"] == points


@pytest.mark.parametrize(
    ("facts", "fact", "why"),
    [
        ({"housing": "TENT"}, "housing", "CODE"),
        ({"housing": 1}, "housing", "TYPE"),
        ({"term": 0}, "term", "RANGE"),
        ({"term": 61}, "term", "RANGE"),
        ({"term": "6"}, "term", "TYPE"),
        ({"term": True}, "term", "TYPE"),
        ({"term": 6.0}, "term", "TYPE"),
        ({"term": None}, "term", "MISSING"),
    ],
)
def test_a_fact_that_cannot_be_scored_is_named_and_never_binned(facts: dict[str, object], fact: str, why: str) -> None:
    with pytest.raises(CannotScore) as refusal:
        score(**facts)  # type: ignore[arg-type]
    assert refusal.value.facts == {"fact": fact, "why": why}


def test_a_missing_fact_earns_points_only_where_the_card_says_so() -> None:
    assert CARD.evaluate({"housing": "OWNED", "term": 6}).points["car"] == 35


@pytest.mark.parametrize(("points", "pd_ppm"), [(50, 300_000), (100, 300_000), (119, 300_000), (120, 100_000), (900, 20_000)])
def test_default_probability_is_that_of_the_score_band(points: int, pd_ppm: int) -> None:
    assert CARD.default_probability(points) == pd_ppm


def test_variables_that_share_a_reason_give_it_once_with_the_larger_loss() -> None:
    lost = CARD.evaluate({"housing": "RENTED", "car": "NO", "term": 6}).lost
    assert [(one.reason, one.fact, one.points) for one in lost] == [("ASSETS", "housing", 14)]


def test_less_than_five_points_below_neutral_is_no_reason() -> None:
    four_below = Card("test", (CodeVariable("a", {"X": 40}, None, 44, "ASSETS"),), ((0, 1),), REASONS)
    five_below = Card("test", (CodeVariable("a", {"X": 40}, None, 45, "ASSETS"),), ((0, 1),), REASONS)
    assert four_below.evaluate({"a": "X"}).reasons == ()
    assert five_below.evaluate({"a": "X"}).reasons == ("ASSETS",)


def test_reasons_of_all_real_applicants_equal_a_brute_force_search() -> None:
    card = shipped_card()
    for case in real_cases():
        result = card.evaluate(case.card_facts)
        losses: dict[str, int] = {}
        for variable in card.variables:
            lost = variable.neutral - result.points[variable.fact]
            losses[variable.reason] = max(losses.get(variable.reason, 0), lost)
        by_loss = sorted((lost for lost in losses.values() if lost >= 5), reverse=True)[:4]
        assert [one.points for one in result.lost] == by_loss
        assert all(losses[one.reason] == one.points for one in result.lost)
        assert len(set(result.reasons)) == len(result.reasons)


def test_lifting_a_reason_to_neutral_raises_the_score_by_the_points_it_states() -> None:
    card = shipped_card()
    compared = 0
    for case in real_cases():
        result = card.evaluate(case.card_facts)
        for lost in result.lost:
            variable = next(one for one in card.variables if one.fact == lost.fact)
            lifted = {**result.points, lost.fact: variable.neutral}
            assert sum(lifted.values()) == result.score + lost.points
            compared += 1
    assert compared > 1000


@pytest.mark.feature("F190")
def test_safer_scores_go_with_fewer_defaults_among_real_applicants() -> None:
    _, held_out = split(applicants())
    scored = sorted((shipped_card().evaluate(one.features).score, one.good) for one in held_out)
    thirds = [scored[start : start + 100] for start in (0, 100, 200)]
    bad = [sum(not good for _, good in third) for third in thirds]
    assert bad[0] > 2 * bad[1] > 2 * bad[2] > 0
