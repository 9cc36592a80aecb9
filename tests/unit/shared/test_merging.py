"""Partitions are merged by time without disturbing any of them."""
from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.messaging.broker import Record
from shared.messaging.merging import in_order_of_occurrence


def record(partition: int, offset: int, minute: int) -> Record:
    return Record("t", partition, offset, b"", b"", (("ce_time", f"2026-11-22T02:{minute:02d}:00.000Z".encode()),))


def test_a_days_end_does_not_overtake_what_happened_before_it() -> None:
    closing, overdue = record(0, 0, 30), record(1, 0, 10)
    assert in_order_of_occurrence([[closing], [overdue]]) == [overdue, closing]


@given(st.lists(st.lists(st.integers(0, 59), max_size=6), max_size=4))
def test_the_order_within_a_partition_is_never_changed(minutes: list[list[int]]) -> None:
    partitions = [[record(place, offset, minute) for offset, minute in enumerate(row)] for place, row in enumerate(minutes)]
    merged = in_order_of_occurrence(partitions)
    assert len(merged) == sum(map(len, partitions))
    for place, row in enumerate(partitions):
        assert [one for one in merged if one.partition == place] == row
