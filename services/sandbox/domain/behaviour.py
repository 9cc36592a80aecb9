"""Who will pay: a person's behaviour is a fixed plan of lapses, drawn from his seed and from nothing else.

Because neither name nor number enters the draw, two people who swap behaviours swap their outcomes.
"""
from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from hashlib import sha256

MAX_LAPSES = 4
MAX_DAYS = 60


class BehaviourKind(Enum):
    """GOOD and BAD come from real outcomes; ALWAYS_PAYS and NEVER_PAYS are pinned by tests; SCRIPT lists its lapses."""

    GOOD = "GOOD"
    BAD = "BAD"
    ALWAYS_PAYS = "ALWAYS_PAYS"
    NEVER_PAYS = "NEVER_PAYS"
    SCRIPT = "SCRIPT"


class Reaction(Enum):
    """How a person behaves once he has missed a payment.

    CURES_ALONE pays all arrears so many days after the miss. KEEPS_PROMISE promises when reached and the money comes on
    that day. BREAKS_PROMISE promises, then pays a share late, then nothing. STOPS never pays again.
    WAITS promises, and pays only from money that others put into his account.
    """

    CURES_ALONE = "CURES_ALONE"
    KEEPS_PROMISE = "KEEPS_PROMISE"
    BREAKS_PROMISE = "BREAKS_PROMISE"
    STOPS = "STOPS"
    WAITS = "WAITS"

    @property
    def is_final(self) -> bool:
        """No own money comes after this lapse, whatever was paid in between."""
        return self in (Reaction.STOPS, Reaction.BREAKS_PROMISE)

    @property
    def promises(self) -> bool:
        """Whether a collector who reaches him hears a date."""
        return self in (Reaction.KEEPS_PROMISE, Reaction.BREAKS_PROMISE, Reaction.WAITS)


@dataclass(frozen=True, slots=True)
class Lapse:
    """From payment number `instalment` on (1 is the first debit ever) nothing comes until the reaction ends it.

    `days`: CURES_ALONE, after the miss; reactions that promise, from the contact to the promised date.
    `share_percent`: part of the demand a BREAKS_PROMISE person pays in the end.
    """

    instalment: int
    reaction: Reaction
    days: int = 3
    share_percent: int = 50

    def __post_init__(self) -> None:
        if self.instalment < 1 or not 0 <= self.days <= MAX_DAYS or not 1 <= self.share_percent <= 99:
            raise ValueError("a lapse starts at payment 1 or later, lasts 0-60 days and leaves a share of 1-99 %")


Plan = tuple[Lapse, ...]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What a person was given when he entered the world. `script` counts for SCRIPT only."""

    kind: BehaviourKind
    seed: int = 0
    script: Plan = ()


@lru_cache(maxsize=4096)
def plan_of(behaviour: Behaviour) -> Plan:
    """The lapses of a behaviour in order of their payment number; empty means he always pays.

    BAD (README, Behaviour): the first missed payment is uniform on 1..10; each lapse is, by seed, 25 % cures alone after
    4..25 days, 25 % keeps a promise, 20 % breaks one and pays a part, 30 % stops; after a cured lapse every second
    person lapses again 2..6 payments later, at most four times.
    """
    match behaviour.kind:
        case BehaviourKind.GOOD | BehaviourKind.ALWAYS_PAYS:
            return ()
        case BehaviourKind.NEVER_PAYS:
            return (Lapse(1, Reaction.STOPS),)
        case BehaviourKind.SCRIPT:
            return tuple(sorted(behaviour.script, key=lambda lapse: lapse.instalment))
        case BehaviourKind.BAD:
            return _drawn_plan(behaviour.seed)


def _drawn_plan(seed: int) -> Plan:
    lapses: list[Lapse] = []
    instalment = 1 + _draw(seed, "first missed payment", 0, 10)
    for index in range(MAX_LAPSES):
        lapse = _drawn_lapse(seed, index, instalment)
        lapses.append(lapse)
        if lapse.reaction.is_final or _draw(seed, "lapses again", index, 2) == 0:
            break
        instalment += 2 + _draw(seed, "payments until the next lapse", index, 5)
    return tuple(lapses)


def _drawn_lapse(seed: int, index: int, instalment: int) -> Lapse:
    percentile = _draw(seed, "reaction", index, 100)
    if percentile < 25:
        return Lapse(instalment, Reaction.CURES_ALONE, days=4 + _draw(seed, "days to cure", index, 22))
    if percentile < 50:
        return Lapse(instalment, Reaction.KEEPS_PROMISE, days=1 + _draw(seed, "days to the promised date", index, 5))
    if percentile < 70:
        return Lapse(
            instalment,
            Reaction.BREAKS_PROMISE,
            days=1 + _draw(seed, "days to the promised date", index, 5),
            share_percent=30 + _draw(seed, "share paid", index, 41),
        )
    return Lapse(instalment, Reaction.STOPS)


def _draw(seed: int, question: str, index: int, sides: int) -> int:
    """A fixed number of 0..sides-1 for one question about one seed; the same on every machine."""
    digest = sha256(f"{seed}/{question}/{index}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % sides
