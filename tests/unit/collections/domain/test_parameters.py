"""Parameters are published texts; defaults hold until one arrives (domain.md 2.5)."""
from __future__ import annotations

from datetime import time

import pytest

from services.collections.domain.contact_guard import ContactLimits
from services.collections.domain.parameters import CODES, CollectionParameters, read_parameters
from services.collections.domain.promise import PromiseTerms

_VALUES = {code: "09:00" if code.endswith("_AT") else "9" for code in CODES}


def test_without_published_values_the_defaults_of_the_rules_hold() -> None:
    assert read_parameters({}) == CollectionParameters(ContactLimits(), PromiseTerms(), 1_000)


def test_every_code_changes_exactly_one_number() -> None:
    for code in CODES:
        changed = read_parameters({code: _VALUES[code]})
        assert changed != CollectionParameters(), code
    assert len(CODES) == len(ContactLimits.__dataclass_fields__) + len(PromiseTerms.__dataclass_fields__) + 1


def test_published_values_replace_the_defaults() -> None:
    found = read_parameters({"COLLECTION_CLOSES_AT": "21:00", "COLLECTION_CONNECTED_PER_DAY": "1"})
    assert found.contact_limits.closes == time(21)
    assert found.contact_limits.connected_per_day == 1
    assert found.contact_limits.opens == time(8)


@pytest.mark.parametrize(
    ("code", "value"),
    [("COLLECTION_CLOSES_AT", "25:00"), ("COLLECTION_SMS_PER_DAY", "-1"), ("COLLECTION_SMS_PER_DAY", "２")],
)
def test_a_text_that_is_not_the_parameter_is_refused(code: str, value: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_parameters({code: value})
