"""Behaviour: a plan follows from kind and seed alone, with the shares that the README states."""
from __future__ import annotations

from collections import Counter
from itertools import pairwise

import pytest

from services.sandbox.domain.behaviour import MAX_LAPSES, Behaviour, BehaviourKind, Lapse, Reaction, plan_of

SEEDS = range(4000)


def bad(seed: int) -> tuple[Lapse, ...]:
    return plan_of(Behaviour(BehaviourKind.BAD, seed))


@pytest.mark.parametrize("kind", [BehaviourKind.GOOD, BehaviourKind.ALWAYS_PAYS])
def test_who_was_good_never_lapses(kind: BehaviourKind) -> None:
    assert all(plan_of(Behaviour(kind, seed)) == () for seed in range(50))


def test_never_pays_stops_at_the_first_payment() -> None:
    assert plan_of(Behaviour(BehaviourKind.NEVER_PAYS)) == (Lapse(1, Reaction.STOPS),)


def test_a_plan_is_the_same_on_every_machine() -> None:
    assert bad(7) == (Lapse(instalment=3, reaction=Reaction.BREAKS_PROMISE, days=4, share_percent=50),)


def test_every_bad_person_first_misses_one_of_ten_payments_each_as_likely() -> None:
    first = Counter(bad(seed)[0].instalment for seed in SEEDS)
    assert set(first) == set(range(1, 11))
    assert all(300 <= count <= 500 for count in first.values())


def test_reactions_come_in_the_stated_shares() -> None:
    share = Counter(bad(seed)[0].reaction for seed in SEEDS)
    stated = {Reaction.CURES_ALONE: 25, Reaction.KEEPS_PROMISE: 25, Reaction.BREAKS_PROMISE: 20, Reaction.STOPS: 30}
    assert {reaction: round(100 * count / len(SEEDS)) for reaction, count in share.items()} == pytest.approx(stated, abs=2)


def test_who_stopped_or_broke_his_word_has_no_later_lapse_and_cured_ones_may() -> None:
    plans = [bad(seed) for seed in SEEDS]
    assert all(not lapse.reaction.is_final for plan in plans for lapse in plan[:-1])
    assert max(map(len, plans)) == MAX_LAPSES
    assert all(later.instalment - earlier.instalment >= 2 for plan in plans for earlier, later in pairwise(plan))


def test_alone_cured_within_4_to_25_days_and_promised_within_5() -> None:
    lapses = [lapse for seed in SEEDS for lapse in bad(seed)]
    cures = {lapse.days for lapse in lapses if lapse.reaction is Reaction.CURES_ALONE}
    promised = {lapse.days for lapse in lapses if lapse.reaction is Reaction.KEEPS_PROMISE}
    assert (min(cures), max(cures)) == (4, 25)
    assert (min(promised), max(promised)) == (1, 5)


def test_a_script_is_followed_in_the_order_of_its_payments() -> None:
    late, early = Lapse(5, Reaction.STOPS), Lapse(1, Reaction.WAITS)
    assert plan_of(Behaviour(BehaviourKind.SCRIPT, script=(late, early))) == (early, late)


@pytest.mark.parametrize("fault", [{"instalment": 0}, {"days": 61}, {"days": -1}, {"share_percent": 100}])
def test_an_impossible_lapse_is_refused(fault: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="a lapse starts at payment 1"):
        Lapse(**{"instalment": 1, "reaction": Reaction.STOPS, **fault})  # type: ignore[arg-type]
