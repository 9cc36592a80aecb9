"""Reads the published cases and worked figures kept beside this file as facts with their source."""
from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

Case = dict[str, Any]


def load(name: str) -> Any:
    """The content of one file of cases."""
    return json.loads((Path(__file__).parent / f"{name}.json").read_text(encoding="utf-8"))


def cases(name: str, key: str | None = None) -> list[Any]:
    """Cases as parameters named by their id; a list of cases, or the one under `key`."""
    content = load(name)
    return [pytest.param(case, id=case["id"]) for case in (content if key is None else content[key])]
