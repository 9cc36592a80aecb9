"""Which of the mission's features the last test run proves: `o2o features`."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from o2o.errors import PlatformError
from o2o.paths import PROJECT_ROOT, RunDirectory

TABLE = PROJECT_ROOT / "docs" / "features.tsv"
RECORD = RunDirectory.from_environment().root / "test-features.json"
PRIORITIES = ("core", "important", "nice")


@dataclass(frozen=True, slots=True)
class Feature:
    """A row of docs/features.tsv."""

    id: str
    chinese: str
    english: str
    priority: str
    area: str


def read_features() -> list[Feature]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Feature(row["id"], row["chinese"], row["english"], row["priority"], row["area"]) for row in rows]


def known_features() -> set[str]:
    return {feature.id for feature in read_features()}


def proved_features() -> set[str]:
    """Features with at least one marked test, all of whose marked tests passed in the last run."""
    if not RECORD.exists():
        raise PlatformError(zh="还没有测试记录。请先运行 make test。", en="No test run is recorded yet. Run make test first.")
    record: dict[str, dict[str, bool]] = json.loads(RECORD.read_text(encoding="utf-8"))
    return {feature for feature, tests in record.items() if tests and all(tests.values())}


def print_report() -> None:
    """Per area and priority: covered of all, then the rows that are not."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    features, proved = read_features(), proved_features()
    by_area = defaultdict(list)
    for feature in features:
        by_area[feature.area].append(feature)
    table = Table("area", *PRIORITIES, "all", title=f"{len(proved)} / {len(features)}")
    for area, members in sorted(by_area.items()):
        cells = [_share([feature for feature in members if feature.priority == priority], proved) for priority in PRIORITIES]
        table.add_row(area, *cells, _share(members, proved))
    console.print(table)
    missing = sorted((feature for feature in features if feature.id not in proved), key=_place)
    for (area, priority), group in groupby(missing, key=lambda feature: (feature.area, feature.priority)):
        console.print(f"\n[bold]{area} · {priority}[/bold]")
        for feature in group:
            console.print(f"  {feature.id} {feature.chinese} · {feature.english}", highlight=False)


def _share(features: Iterable[Feature], proved: set[str]) -> str:
    ids = {feature.id for feature in features}
    return f"{len(ids & proved)}/{len(ids)}" if ids else "–"


def _place(feature: Feature) -> tuple[str, int, str]:
    return feature.area, PRIORITIES.index(feature.priority), feature.id
