"""What is stored of a product's conventions is what was published, for every value there is."""
from __future__ import annotations

import json
from dataclasses import fields, replace
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest

from services.credit.adapters.conventions_codec import conventions_from_json, conventions_to_json
from services.credit.domain.allocation import INTEREST_FIRST_THEN_PREPAY, PRINCIPAL_FIRST
from services.credit.domain.product import Conventions
from shared.kernel.day_count import DayCount


def variants() -> list[Conventions]:
    """Every field once with another value than its default."""
    base, found = Conventions(), []
    for item in fields(Conventions):
        value = getattr(base, item.name)
        found += [replace(base, **{item.name: other}) for other in _others(item.name, value)]
    return found


def _others(name: str, value: Any) -> list[Any]:
    if isinstance(value, Enum):
        forbidden = DayCount.MONTHLY if name == "day_count" else None
        return [member for member in type(value) if member not in (value, forbidden)]
    if name.endswith("_order"):
        return [INTEREST_FIRST_THEN_PREPAY] if value == PRINCIPAL_FIRST else [PRINCIPAL_FIRST]
    if isinstance(value, Decimal):
        return [Decimal("0.1234567891")]
    return [15] if value is None else [value + 1]


@pytest.mark.parametrize("conventions", [Conventions(), *variants()])
def test_conventions_survive_their_row(conventions: Conventions) -> None:
    stored = json.loads(json.dumps(conventions_to_json(conventions)))
    assert conventions_from_json(stored) == conventions


def test_every_field_is_stored() -> None:
    assert set(conventions_to_json(Conventions())) == {item.name for item in fields(Conventions)}
