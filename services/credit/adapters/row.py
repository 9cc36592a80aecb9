"""What a statement gives back: a mapping by column name."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

Row: TypeAlias = Mapping[Any, Any]
