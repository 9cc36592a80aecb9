"""Every decision has its parts and names what enforces it."""
from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted((ROOT / "docs" / "adr").glob("*.md"))
_FILE = re.compile(r"`([a-z0-9_./-]+/[a-z0-9_./-]+|pyproject\.toml)`")


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_decision_names_existing_files_that_enforce_it(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    parts = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert parts == ["Context", "Decision", "Enforced by"]
    named = _FILE.findall(text.partition("## Enforced by")[2])
    assert named
    assert [path for path in named if not (ROOT / path).exists()] == []
