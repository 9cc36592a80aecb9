"""The one shape in which full values leave the vault."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from services.onboarding.domain.party import PersonalField


def plain_values(party_id: str, values: Mapping[PersonalField, str]) -> dict[str, Any]:
    """`{party_id, fields: {name: value}}`: only what was asked for and allowed."""
    return {"party_id": party_id, "fields": {item.value: value for item, value in values.items()}}
