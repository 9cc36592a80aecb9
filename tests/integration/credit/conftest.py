"""The component suite's bank, for races on a real Postgres."""
from __future__ import annotations

from tests.component.credit.conftest import world

__all__ = ["world"]
