"""Photographs the live page of a running demo for the README: `python -m docs.picture` while `HOLD=1 make demo` runs."""
from __future__ import annotations

import asyncio
from pathlib import Path

from playwright.async_api import async_playwright

from o2o.end_of_day import OPERATOR
from o2o.platform import Platform

TARGET = Path(__file__).resolve().parent / "images" / "live-page.png"
CHROMIUM = "/usr/bin/chromium"
_EVENTS_SECONDS = 20


async def main() -> None:
    """Signs in as head-office operations at the development issuer and takes the page as it stands."""
    urls = Platform.running().urls
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = await browser.new_page(viewport={"width": 1280, "height": 800}, locale="zh-CN")
        await page.goto(f"{urls['ops']}/stream")
        await page.locator(f"text={OPERATOR}").first.click(timeout=_EVENTS_SECONDS * 1000)
        await page.wait_for_url("**/stream*", timeout=_EVENTS_SECONDS * 1000)
        await page.locator("li").nth(8).wait_for(timeout=_EVENTS_SECONDS * 1000)
        await page.screenshot(path=TARGET)
        await browser.close()
    print(TARGET)


if __name__ == "__main__":
    asyncio.run(main())
