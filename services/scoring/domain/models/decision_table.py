"""Decision table, first row that holds wins. Stored as JDM content so that GoRules' editor can show it.

An input that a row needs and that is missing or of the wrong type raises: a gap in the facts never falls through
to a later, kinder row (scoring.md 1.3).
"""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from services.scoring.domain.artefact import ArtefactInvalid, Reader, require_text
from services.scoring.domain.models.table_cell import Cell, Kind, Value, parse_cell
from shared.kernel.errors import Category, DomainError

_MOST_ROWS: Final = 1000
_MOST_COLUMNS: Final = 60


class InputUnusable(DomainError):
    """A row needs an input that is missing (MISSING) or of another type (TYPE)."""

    code = "scoring.input-unusable"
    category = Category.INVALID
    title_zh = "决策表所需的资料缺失或类型不符"
    title_en = "The decision table needs an input that is missing or of another type"


@dataclass(frozen=True, slots=True)
class Row:
    """A rule: every cell must hold; then the outputs apply."""

    rule_id: str
    cells: tuple[tuple[str, Cell], ...]
    outputs: Mapping[str, str]

    def holds(self, inputs: Mapping[str, Value]) -> bool:
        """Whether every condition holds. Raises InputUnusable at the first condition that cannot be answered."""
        return all(_holds(name, cell, inputs.get(name)) for name, cell in self.cells)


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """Rows in order; the last one holds always, so that there is no gap."""

    rows: tuple[Row, ...]
    inputs: tuple[str, ...]

    def first_hit(self, inputs: Mapping[str, Value]) -> Row:
        """The first row that holds. Raises InputUnusable."""
        return next(row for row in self.rows if row.holds(inputs))


def parse_table(document: object, at: str, *, known_inputs: frozenset[str], outputs: Mapping[str, frozenset[str]]) -> DecisionTable:
    """The table of a JDM content object. `outputs` names each output and its allowed values.

    Raises ArtefactInvalid for unknown fields, rows that can never be reached and a table without a last resort.
    """
    reader = Reader(document, at, keys=("hitPolicy", "inputs", "outputs", "rules"))
    if reader.text("hitPolicy") != "first":
        raise ArtefactInvalid(at=f"{at}/hitPolicy", why="first is expected")
    fields = dict(_columns(reader, "inputs"))
    if set(fields.values()) - known_inputs:
        raise ArtefactInvalid(at=f"{at}/inputs", why=f"only these inputs are known: {', '.join(sorted(known_inputs))}")
    results = dict(_columns(reader, "outputs"))
    if set(results.values()) != set(outputs):
        raise ArtefactInvalid(at=f"{at}/outputs", why=f"the outputs are {', '.join(sorted(outputs))}")
    rows = tuple(
        _row(rule, f"{at}/rules/{index}", fields, results, outputs) for index, rule in enumerate(reader.items("rules", most=_MOST_ROWS))
    )
    _require_complete(rows, at)
    return DecisionTable(rows, tuple(fields.values()))


def _columns(reader: Reader, key: str) -> list[tuple[str, str]]:
    columns = []
    for index, column in enumerate(reader.items(key, most=_MOST_COLUMNS)):
        one = Reader(column, f"{reader.at_key(key)}/{index}", keys=("id", "name", "field"))
        columns.append((one.text("id", longest=64), one.text("field", longest=64)))
    if len({column for column, _ in columns}) < len(columns) or len({field for _, field in columns}) < len(columns):
        raise ArtefactInvalid(at=reader.at_key(key), why="ids and fields occur once")
    return columns


def _row(
    rule: Any, at: str, fields: Mapping[str, str], results: Mapping[str, str], outputs: Mapping[str, frozenset[str]]
) -> Row:
    reader = Reader(rule, at, keys=("_id", *results), optional=tuple(fields))
    cells = tuple(
        (field, cell)
        for column, field in fields.items()
        for cell in [parse_cell(reader.value(column) or "", f"{at}/{field}")]
        if cell.kind is not Kind.ANY
    )
    values = {}
    for column, field in results.items():
        value = require_text(reader.value(column), f"{at}/{field}").strip('"')
        if value not in outputs[field]:
            raise ArtefactInvalid(at=f"{at}/{field}", why="not an allowed output")
        values[field] = value
    return Row(reader.text("_id", longest=64), cells, values)


def _require_complete(rows: Sequence[Row], at: str) -> None:
    if rows[-1].cells:
        raise ArtefactInvalid(at=f"{at}/rules/{len(rows) - 1}", why="the last row holds for everything, else there is a gap")
    if len({row.rule_id for row in rows}) < len(rows):
        raise ArtefactInvalid(at=f"{at}/rules", why="rule ids occur once")
    for later, row in enumerate(rows):
        for index, earlier in enumerate(rows[:later]):
            if _covers(earlier, row):
                raise ArtefactInvalid(at=f"{at}/rules/{later}", why=f"never reached: rule {index} comes first and covers it")


def _covers(earlier: Row, later: Row) -> bool:
    """Whether whatever satisfies `later` satisfies `earlier`, cell by cell."""
    conditions = dict(later.cells)
    return all(name in conditions and cell.covers(conditions[name]) for name, cell in earlier.cells)


def _holds(name: str, cell: Cell, value: Value) -> bool:
    if value is None and cell.needs_value:
        raise InputUnusable(field=name, why="MISSING")
    if value is not None and (isinstance(value, bool) or not cell.accepts_type(value)):
        raise InputUnusable(field=name, why="TYPE")
    return cell.holds(value)
