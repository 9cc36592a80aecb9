"""Telling a journey: each step, what it called, the events it caused and where it led."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

from rich.console import Console

from o2o.world.bank import Actor

_QUIET_PAUSE_SECONDS = 0.08
_QUIET_ROUNDS = 8
_EVENTS_PER_STEP = 40


@dataclass
class Narrator:
    """Prints as the journey goes. `watcher` may read the event archive."""

    console: Console
    watcher: Actor
    party_id: str = ""
    steps: int = 0
    told: list[dict[str, Any]] = field(default_factory=list)
    _last_log_id: int = 0

    async def step(self, zh: str, en: str, *, call: str = "", state: str = "") -> None:
        """One step done. Events of the party that arrived since the last step are listed under it."""
        self.steps += 1
        self.console.print(f"[bold]{self.steps:>2}[/bold]  {zh} · [dim]{en}[/dim]")
        if call:
            self.console.print(f"      [cyan]{call}[/cyan]", highlight=False)
        events = await self._new_events()
        if events:
            self.console.print(f"      → {', '.join(events)}", highlight=False)
        if state:
            self.console.print(f"      ✓ {state}", highlight=False)
        self.told.append({"zh": zh, "en": en, "call": call, "events": events, "state": state})

    async def _new_events(self) -> list[str]:
        """Names of the party's events since the last look in order of occurrence, once nothing more comes for a moment."""
        if not self.party_id:
            return []
        found: list[tuple[str, str]] = []
        quiet = 0
        for _ in range(_QUIET_ROUNDS):
            await asyncio.sleep(_QUIET_PAUSE_SECONDS)
            path = f"/v1/events?party_id={self.party_id}&after={self._last_log_id}&page_size={_EVENTS_PER_STEP}"
            page = (await self.watcher.get("ops", path))["items"]
            if page:
                self._last_log_id = page[-1]["log_id"]
                found += [(item["occurred_at"], item["type"].split(".")[2]) for item in page]
            quiet = 0 if page else quiet + 1
            if quiet == 2 and found:
                break
        return [name for _, name in sorted(found, key=lambda event: event[0])]
