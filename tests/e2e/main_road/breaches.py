"""The breaches of `breaches.sql`, read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

_FILE = Path(__file__).with_name("breaches.sql")
_HEADER = re.compile(r"^-- (V\d\d) (\w+): (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Breach:
    """`invariant` must fail of it, and no other."""

    invariant: str
    service: str
    what: str
    sql: str

    @property
    def name(self) -> str:
        return f"{self.invariant} {self.what}"

    def statements(self, words: dict[str, str]) -> list[str]:
        """In order, with the words put in."""
        return [part.strip() for part in Template(self.sql).substitute(words).split(";\n") if part.strip()]


def read_breaches() -> tuple[Breach, ...]:
    """All of them in the order of the file."""
    _, *parts = _HEADER.split(_FILE.read_text(encoding="utf-8"))
    return tuple(Breach(*parts[start : start + 4]) for start in range(0, len(parts), 4))
