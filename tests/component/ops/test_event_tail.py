"""The terminal follows the stream in the page's own sentences."""
from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing

import pytest

from o2o.event_tail import Frame, Language, follow, line
from o2o.world.bank import Bank
from services.ops.queries.live_feed import LiveFeed
from shared.db.engine import driver_url
from tests.component.ops.served import ServedOps
from tests.component.ops.story import main_road


class SignedIn(Bank):
    """A bank whose tool already holds the operator's token."""

    async def token(self, subject: str) -> str:
        assert subject == "ops.qian"
        return self.tool_secret


@pytest.fixture
async def bank(ops: ServedOps) -> AsyncIterator[Bank]:
    async with SignedIn({"ops": ops.url}, ops.operations["Authorization"].removeprefix("Bearer ")) as bank:
        yield bank


async def _ids(frames: AsyncIterator[Frame], count: int) -> list[int]:
    found: list[int] = []
    async with asyncio.timeout(20):
        async for frame in frames:
            if frame.kind == "" and frame.last_id:
                found.append(int(frame.last_id))
            if len(found) == count:
                break
    return found


async def test_a_lost_stream_is_taken_up_where_it_broke_off(ops: ServedOps, bank: Bank) -> None:
    await ops.archive(main_road(0))
    half, whole = len(main_road(0)) + 1, 2 * len(main_road(0)) + 1
    async with aclosing(follow(bank, {"recent": 500})) as frames:
        assert await _ids(frames, half) == list(range(1, half + 1))
        ops.app.state.live_feed.close()
        await ops.archive(main_road(1))
        ops.app.state.live_feed = LiveFeed(ops.service.runtime.engine, driver_url(ops.service.runtime.settings))
        assert await _ids(frames, whole - half) == list(range(half + 1, whole + 1))


async def test_a_line_reads_like_the_page_and_is_red_for_risk_alone(ops: ServedOps) -> None:
    await ops.archive(main_road(0))
    items = (await ops.get("/v1/events?page_size=100")).json()["items"]
    blocked = next(item for item in items if item["type"].endswith("ContactBlocked.v1"))
    assert line(blocked, Language.ZH, technical=False).plain.endswith("电话联系王**（店主）被拦截：22:00至次日8:00禁止催收")
    assert "o2o.collections.case.v1[0]@" in line(blocked, Language.EN, technical=True).plain
    red = [item for item in items if any(span.style == "red" for span in line(item, Language.ZH, technical=False).spans)]
    assert [item["type"].split(".")[2] for item in red] == ["LoanOverdue", "CollectionCaseOpened", "ContactBlocked"]
