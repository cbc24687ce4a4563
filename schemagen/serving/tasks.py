"""``async def run``: its coroutines run on one event loop, in a thread of its own per worker."""

from __future__ import annotations

import asyncio
import concurrent.futures
import inspect
import threading
from collections.abc import AsyncIterator, Awaitable
from types import GeneratorType
from typing import Any


def is_promise(result: Any) -> bool:
    """Tell whether what ``run()`` gave is still to be waited for, or to be collected."""
    kind = type(result)
    return kind is GeneratorType or hasattr(kind, "__await__") or hasattr(kind, "__anext__")


class Tasks:
    """Waits for what ``run()`` gave, where it has to be waited for."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._loop: asyncio.AbstractEventLoop | None = None

    def settled(self, result: Any) -> Any:
        """Return *result*, a coroutine's own result, or the items of a generator."""
        if inspect.isgenerator(result):
            return list(result)
        if inspect.isawaitable(result):
            return self.settled(self._wait(_await(result)))
        if inspect.isasyncgen(result):
            return self._wait(_collect(result))
        return result

    def _wait(self, work: Any) -> Any:
        future = asyncio.run_coroutine_threadsafe(work, self._running())
        try:
            while not future.done():  # short waits: an exception raised in this thread gets in
                concurrent.futures.wait([future], 0.1)
            return future.result()
        finally:
            future.cancel()

    def _running(self) -> asyncio.AbstractEventLoop:
        with self._lock:
            if self._loop is None:
                self._loop = asyncio.new_event_loop()
                run = self._loop.run_forever
                threading.Thread(target=run, daemon=True, name="schemagen-async").start()
            return self._loop


async def _await(work: Awaitable[Any]) -> Any:
    return await work


async def _collect(items: AsyncIterator[Any]) -> list[Any]:
    return [item async for item in items]
