"""Keeps children alive together: the first that ends unasked ends all, and whatever happens none is left behind."""

from __future__ import annotations

import asyncio

from o2o.errors import PlatformError
from o2o.processes import RunningProgram


class Supervisor:
    """Watches adopted children. `ended` resolves once: to None when a stop is asked for, to the reason when a child died."""

    def __init__(self) -> None:
        self.ended: asyncio.Future[PlatformError | None] = asyncio.get_running_loop().create_future()
        self._children: list[RunningProgram] = []
        self._watchers: set[asyncio.Task[None]] = set()

    def request_stop(self) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def adopt(self, child: RunningProgram) -> None:
        self._children.append(child)
        watcher = asyncio.create_task(self._watch(child))
        self._watchers.add(watcher)
        watcher.add_done_callback(self._watchers.discard)

    async def _watch(self, child: RunningProgram) -> None:
        status = await child.wait()
        if not self.ended.done():
            how = f"signal {-status}" if status < 0 else f"exit {status}"
            lines = child.last_lines()
            self.ended.set_result(
                PlatformError(
                    zh=f"{child.name} 意外退出({how}),平台随之停止。日志 {child.program.log} 的最后几行:\n{lines}",
                    en=f"{child.name} ended by itself ({how}), so everything is being stopped. The lines above are the end of its log.",
                )
            )

    async def stop(self) -> list[str]:
        """End the services together, then what they stand on, newest first. Names of those that had to be killed."""
        self.request_stop()
        services = [child for child in self._children if child.program.layer == "service"]
        ground = [child for child in reversed(self._children) if child.program.layer == "ground"]
        orderly = dict(zip(services, await asyncio.gather(*(child.stop() for child in services)), strict=True))
        for child in ground:
            orderly[child] = await child.stop()
        return [child.name for child, by_itself in orderly.items() if not by_itself]
