"""A sentence is what one event says to a banker, in Chinese and in English."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from services.ops.domain.wording import Language, Wording


class Stage(Enum):
    """Where in a customer's life an event belongs; the page's filters."""

    ACQUISITION = "ACQUISITION"
    DECISION = "DECISION"
    CONTRACT = "CONTRACT"
    REPAYMENT = "REPAYMENT"
    COLLECTION = "COLLECTION"
    BANK_DAY = "BANK_DAY"
    PLATFORM = "PLATFORM"


class Tone(Enum):
    """RISK is kept for money at risk and blocked contacts; GOOD is money lent or paid and promises kept."""

    PLAIN = "PLAIN"
    GOOD = "GOOD"
    RISK = "RISK"


@dataclass(frozen=True, slots=True)
class Sentence:
    """Two templates over the event's payload; formats are those of `wording.py`."""

    stage: Stage
    zh: str
    en: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Choice:
    """The sentence depends on the value of one payload field."""

    field: str
    cases: Mapping[Any, Sentence]
    otherwise: Sentence

    def of(self, payload: Mapping[str, Any]) -> Sentence:
        """The sentence for this payload."""
        value = payload.get(self.field)
        if isinstance(value, list | dict):
            return self.otherwise
        return self.cases.get(value, self.otherwise)


@dataclass(frozen=True, slots=True)
class Customer:
    """What may be shown of a party: the masked name and what he does."""

    masked_name: str | None = None
    trade_code: str | None = None
    segment: str | None = None


@dataclass(frozen=True, slots=True)
class SpokenEvent:
    """A sentence with the event's values in it."""

    stage: Stage
    tone: Tone
    zh: str
    en: str


def speak(sentence: Sentence | Choice, payload: Mapping[str, Any], customer: Customer) -> SpokenEvent:
    """Fills the sentence; a missing field reads as a dash, an unknown code as itself."""
    chosen = sentence.of(payload) if isinstance(sentence, Choice) else sentence
    return SpokenEvent(
        stage=chosen.stage,
        tone=chosen.tone,
        zh=_fill(chosen.zh, Language.ZH, payload, customer),
        en=_fill(chosen.en, Language.EN, payload, customer),
    )


def _fill(template: str, language: Language, payload: Mapping[str, Any], customer: Customer) -> str:
    wording = Wording(language)
    who = wording.customer(customer.masked_name, customer.trade_code or customer.segment)
    text = wording.vformat(template, (), {**payload, "who": who})
    return text[:1].upper() + text[1:]
