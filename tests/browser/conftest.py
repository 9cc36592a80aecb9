"""A real Chromium on the live page. Skipped, with the reason, where there is none."""
from __future__ import annotations

import importlib
import importlib.util
import os
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.browser.page import LivePage
from tests.component.ops.neighbours import Neighbours, sign_in
from tests.component.ops.served import ServedOps, served_ops
from tests.support.postgres import PostgresForTests

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
SCREENSHOTS = Path(__file__).parents[2] / ".run" / "tests" / "screenshots"


def _missing() -> str | None:
    if importlib.util.find_spec("playwright") is None:
        return "the package playwright is not installed"
    return None if CHROMIUM.exists() else f"no Chromium at {CHROMIUM}; apt-get install chromium fonts-noto-cjk"


@pytest.fixture
async def chromium() -> AsyncIterator[Any]:
    """The browser."""
    if reason := _missing():
        pytest.skip(reason)
    async with importlib.import_module("playwright.async_api").async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def ops(postgres: PostgresForTests) -> AsyncIterator[ServedOps]:
    """Ops with a made-up issuer, for the sign-in."""
    neighbours = Neighbours()
    async with served_ops(postgres, http=neighbours.http) as served:
        served.app.state.neighbours = neighbours
        yield served


@pytest.fixture
async def cookie(ops: ServedOps) -> str:
    """The session cookie of head office operations."""
    async with httpx.AsyncClient(base_url=ops.url) as browser:
        await sign_in(ops, ops.app.state.neighbours, browser)
        return browser.cookies["o2o-session"]


@pytest.fixture
async def live_page(chromium: Any, ops: ServedOps, cookie: str) -> AsyncIterator[LivePage]:
    """The live page, signed in, 1280 × 800; at the end it must have been silent and stayed at home."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 800}, locale="zh-CN")
    await context.add_cookies([{"name": "o2o-session", "value": cookie, "url": ops.url}])
    page = LivePage(await context.new_page(), ops.url, SCREENSHOTS)
    yield page
    await context.close()
    assert page.off_site == []
    assert page.complaints == []
