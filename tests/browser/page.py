"""What tests do with the live page, and what it must never do."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.support.eventually import eventually


class LivePage:
    """One tab. Remembers every request that left the origin and everything the console complained about."""

    def __init__(self, tab: Any, url: str, screenshots: Path) -> None:
        self.tab, self._url, self._screenshots = tab, url, screenshots
        self.off_site: list[str] = []
        self.complaints: list[str] = []
        tab.on("request", self._on_request)
        tab.on("console", lambda message: self.complaints.append(message.text) if message.type in ("error", "warning") else None)
        tab.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _on_request(self, request: Any) -> None:
        if not request.url.startswith((self._url, "data:", "file:", "blob:")):
            self.off_site.append(request.url)

    async def open(self, path: str = "/stream") -> None:
        await self.tab.goto(self._url + path)

    async def see(self, selector: str, text: str | None = None) -> None:
        """Waits until such an element is visible; with `text`, one that contains it."""
        locator = self.tab.locator(selector, has_text=text) if text else self.tab.locator(selector)
        await locator.first.wait_for(state="visible", timeout=8000)

    async def texts(self, selector: str) -> list[str]:
        return list(await self.tab.locator(selector).all_inner_texts())

    async def count(self, selector: str) -> int:
        return int(await self.tab.locator(selector).count())

    async def see_count(self, selector: str, expected: int, *, seconds: float = 8) -> None:
        """Waits until exactly so many elements are there."""
        await eventually(lambda: self._is_count(selector, expected), seconds=seconds, state=lambda: f"not {expected} of {selector}")

    async def _is_count(self, selector: str, expected: int) -> bool:
        return await self.count(selector) == expected

    async def picture(self, name: str) -> None:
        """A screenshot to look at, under .run/tests/screenshots."""
        self._screenshots.mkdir(parents=True, exist_ok=True)
        await self.tab.screenshot(path=str(self._screenshots / f"{name}.png"), animations="disabled")
