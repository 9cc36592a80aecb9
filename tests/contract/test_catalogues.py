"""The committed catalogues are what the code says (`make docs` writes them)."""
from __future__ import annotations

from docs.generate import catalogues


def test_events_errors_and_apis_are_documented_as_they_are() -> None:
    stale = [path.name for path, text in catalogues().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert not stale, f"run `make docs`: {stale}"
